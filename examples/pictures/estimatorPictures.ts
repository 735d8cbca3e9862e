// A picture of what each estimator, interval and variance does, over many assignments of one small experiment.
import { bernoulli, complete, type Design } from "../../designs/index.ts";
import {
  differenceInMeans,
  type Estimate,
  type Estimator,
  hajek,
  horvitzThompson,
} from "../../estimators/index.ts";
import { anyTreatedNeighbor, degree, draw, estimate, exposureProbabilities, rng } from "../../src/index.ts";
import { CONDITION_COLORS, INK } from "../../src/report/figures/palette.ts";
import { agent, bar, edges, legend, line, type Picture, type Point, words } from "./canvas.ts";
import { lines, places, village } from "./village.ts";

const BLUE = INK.light.estimate;
const NAIVE = INK.light.naive;
const TRUTH = INK.light.truth;
const TREATED = CONDITION_COLORS[2]!;
const EXPOSURE = anyTreatedNeighbor();
/** True spillover in all pictures. */
const EFFECT = 2;
const stream = rng("levels");
/** Well-connected agents have higher outcomes whatever happens, which misleads a naive comparison. */
const level = village.ids.map((_, i) => 1.5 * degree(village, i) + stream.uniform());

/** Estimates of the spillover, by estimator, for each of so many assignments. */
function simulated(
  design: Design,
  estimators: readonly Estimator[],
  worlds: number,
): (Estimate | undefined)[][] {
  const probabilities = exposureProbabilities(village, design, EXPOSURE);
  const plan = draw(design, village, { seed: 11, worlds });
  return plan.assignments.map((assignment) => {
    const condition = EXPOSURE.of(village, Uint8Array.from(assignment));
    const outcomes = level.map((y, i) => y + (condition[i] === 1 ? EFFECT : 0));
    const rows = estimate({
      plan: { arms: plan.arms, agents: plan.agents, assignments: [assignment] },
      probabilities,
      outcomes,
      contrasts: { spillover: ["indirect", "none"] },
      estimators,
    });
    return rows.map((row) => ("estimate" in row ? row : undefined));
  });
}

const DESIGN = complete({ treated: 6 });
const named = [
  ["difference-in-means", differenceInMeans(), NAIVE],
  ["hajek", hajek({ interval: "wald" }), BLUE],
  ["horvitz-thompson", horvitzThompson({ interval: "wald" }), CONDITION_COLORS[1]!],
] as const;

/** Histograms of estimates, one below the other, with the truth. */
function sampling(title: string, names: readonly string[]): Picture {
  const used = named.filter(([name]) => names.includes(name));
  const found = simulated(
    DESIGN,
    used.map(([, estimator]) => estimator),
    600,
  );
  const [low, high] = [-8, 12];
  const x = (value: number): number => 190 + ((value - low) / (high - low)) * 430;
  const rows = used.flatMap(([name, , color], row) => {
    const values = found.flatMap((all) => all[row]?.estimate ?? []);
    const counts = new Map<number, number>();
    for (const value of values) {
      const bin = Math.floor(value * 2);
      if (bin >= 2 * low && bin < 2 * high) counts.set(bin, (counts.get(bin) ?? 0) + 1);
    }
    const most = Math.max(...counts.values());
    const base = 118 + 92 * row;
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    return [
      ...[...counts].map(([bin, count]) =>
        bar(x(bin / 2) + 0.5, base - (66 * count) / most, 9.7, (66 * count) / most, color),
      ),
      line([
        [170, base],
        [624, base],
      ]),
      words([16, base - 24], name, { anchor: "start", bold: true }),
      words([16, base - 6], `mean ${mean.toFixed(1)}`, { anchor: "start", size: 12 }),
    ];
  });
  const bottom = 118 + 92 * (used.length - 1);
  return {
    title,
    width: 640,
    height: bottom + 60,
    marks: [
      words([16, 22], "Estimates of one spillover effect in 600 draws of the design", {
        anchor: "start",
        bold: true,
      }),
      ...rows,
      line(
        [
          [x(EFFECT), 44],
          [x(EFFECT), bottom + 6],
        ],
        TRUTH,
        2.5,
      ),
      words([x(EFFECT), 40], "truth 2", { size: 12 }),
      ...[-8, -4, 0, 4, 8, 12].map((tick) =>
        words([x(tick), bottom + 20], String(tick).replace("-", "−"), { size: 12 }),
      ),
      words([405, bottom + 44], "estimate"),
    ],
  };
}

/** Agents as large as their weight: an agent that is seldom in its condition stands for many. */
function weights(): Picture {
  const probabilities = exposureProbabilities(village, DESIGN, EXPOSURE);
  const arms = draw(DESIGN, village, { seed: 3 }).assignments[0]!;
  const condition = EXPOSURE.of(village, Uint8Array.from(arms));
  const panels = (["indirect", "none"] as const).flatMap((name, k) => {
    const middle: Point = [160 + 320 * k, 128];
    const place = places(middle);
    const color = CONDITION_COLORS[k === 0 ? 1 : 0]!;
    const c = EXPOSURE.conditions.indexOf(name);
    return [
      words([middle[0], 22], `in condition ${name}`, { bold: true }),
      edges(lines(village, place)),
      ...place.map((p, i) =>
        condition[i] === c
          ? agent(p, color, 5.5 * Math.sqrt(1 / probabilities.of(i, name)))
          : agent(p, arms[i] === 1 ? TREATED : undefined, 3),
      ),
    ];
  });
  return {
    title: "Weighted means: the area of an agent is its weight, one over the probability of its condition",
    width: 640,
    height: 286,
    marks: [
      ...panels,
      words(
        [320, 254],
        "area = weight 1/π: an agent that is rarely in the condition stands for many like it",
        { size: 12 },
      ),
      legend(
        [24, 276],
        [
          ["indirect", CONDITION_COLORS[1]],
          ["none", CONDITION_COLORS[0]],
          ["treated", TREATED],
          ["other", undefined],
        ],
      ),
    ],
  };
}

/** Intervals of thirty draws. */
function intervals(): Picture {
  const kinds = ["wald", "redrawn"] as const;
  const found = simulated(
    DESIGN,
    kinds.map((kind) => hajek({ interval: kind === "redrawn" ? { kind, draws: 500 } : kind })),
    24,
  );
  const panels = kinds.flatMap((kind, k) => {
    const left = 30 + 310 * k;
    const x = (value: number): number => left + ((Math.max(-6, Math.min(10, value)) + 6) / 16) * 270;
    return [
      words([left + 135, 22], kind === "wald" ? "wald" : "redrawn: randomization-based", { bold: true }),
      ...found.flatMap((rows, world) => {
        const row = rows[k];
        if (row?.ci === undefined) return [];
        const y = 40 + 8 * world;
        const [low, high] = row.ci;
        const color = low <= EFFECT && EFFECT <= high ? BLUE : NAIVE;
        return [
          line(
            [
              [x(low), y],
              [x(high), y],
            ],
            color,
            2,
          ),
          `<circle cx="${x(row.estimate).toFixed(1)}" cy="${y}" r="2.6" fill="${color}"/>`,
        ];
      }),
      line(
        [
          [x(EFFECT), 30],
          [x(EFFECT), 236],
        ],
        TRUTH,
        2.5,
      ),
      ...[-4, 0, 4, 8].map((tick) => words([x(tick), 252], String(tick).replace("-", "−"), { size: 12 })),
    ];
  });
  const key = [
    line(
      [
        [30, 274],
        [54, 274],
      ],
      BLUE,
      2,
    ),
    words([62, 278], "contains the true effect (green)", { anchor: "start", size: 12 }),
    line(
      [
        [330, 274],
        [354, 274],
      ],
      NAIVE,
      2,
    ),
    words([362, 278], "misses it", { anchor: "start", size: 12 }),
  ];
  return {
    title: "95 % intervals in 24 draws of one small experiment, two methods",
    width: 640,
    height: 292,
    marks: [...panels, ...key],
  };
}

/** Mean estimated variance by method, beside the true variance. */
function variances(): Picture {
  const methods = ["aronow-samii", "grouped", "constant-effects", "dependency-bound"] as const;
  const found = simulated(
    bernoulli({ probability: 0.25 }),
    methods.map((variance) => horvitzThompson({ variance, interval: "wald" })),
    400,
  );
  const estimates = found.flatMap((rows) => rows[0]?.estimate ?? []);
  const mean = estimates.reduce((a, b) => a + b, 0) / estimates.length;
  const truth = estimates.reduce((a, b) => a + (b - mean) ** 2, 0) / (estimates.length - 1);
  const bars = methods.map((method, k) => {
    const values = found.flatMap((rows) => (rows[k]?.se === undefined ? [] : [rows[k].se ** 2]));
    return [method, values.reduce((a, b) => a + b, 0) / values.length] as const;
  });
  const most = Math.max(truth, ...bars.map(([, value]) => value));
  const width = (value: number): number => (400 * value) / most;
  const rows = [
    ["true variance", truth, TRUTH] as const,
    ...bars.map(([name, value]) => [name, value, BLUE] as const),
  ];
  return {
    title: "The true variance of an estimate, and the mean of its estimate by each method",
    width: 640,
    height: 60 + 34 * rows.length,
    marks: [
      words([16, 22], "Mean estimated variance over 400 draws, as a multiple of the true variance", {
        anchor: "start",
        bold: true,
      }),
      ...rows.flatMap(([name, value, color], k) => [
        words([160, 58 + 34 * k], name, { anchor: "end" }),
        bar(170, 44 + 34 * k, width(value), 20, color),
        words([178 + width(value), 58 + 34 * k], (value / truth).toFixed(2), { anchor: "start", size: 12 }),
      ]),
      line(
        [
          [170 + width(truth), 36],
          [170 + width(truth), 44 + 34 * rows.length],
        ],
        TRUTH,
        1.5,
        "4 4",
      ),
    ],
  };
}

/** The pictures, by name of the file. */
export function estimatorPictures(): Readonly<Record<string, Picture>> {
  return {
    estimators: weights(),
    hajek: sampling(
      "Hájek's estimator is steadier than Horvitz–Thompson's; both are centred near the truth",
      ["hajek", "horvitz-thompson"],
    ),
    "horvitz-thompson": sampling("Horvitz–Thompson is unbiased but noisy", ["horvitz-thompson", "hajek"]),
    "difference-in-means": sampling(
      "The plain difference in means is biased where well-connected agents differ",
      ["difference-in-means", "hajek"],
    ),
    diagnose: sampling(
      "Simulated experiments show bias and spread of each estimator beforehand",
      named.map(([name]) => name),
    ),
    intervals: intervals(),
    variance: variances(),
  };
}
