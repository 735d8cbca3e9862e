// Mean squared error of the global average treatment effect (GATE), by design, on one network whose agents have a
// known truth. Draws docs/mse-by-design.svg: npx tsx examples/mseByDesign.ts [draws]
import { writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import {
  bernoulli,
  conflictGraphDesign,
  type Design,
  ego,
  graphCluster,
  randomizedGraphCluster,
} from "../designs/index.ts";
import { normalDraw } from "../src/core/numbers/normalDraw.ts";
import {
  allTreated,
  degree,
  type Exposure,
  type ExposureProbabilities,
  exposureProbabilities,
  type Network,
  ownArm,
  type Rng,
  rng,
  smallWorld,
} from "../src/index.ts";
import { INK } from "../src/report/figures/palette.ts";
import { plotter } from "../src/report/figures/plotter.ts";
import { contrastPopulation } from "../src/study/contrastPopulation.ts";

/** What an estimator does under a design: all in units of the outcome, with Monte Carlo errors. */
export interface Score {
  readonly design: string;
  readonly estimator: "full neighbourhoods" | "own arm";
  readonly mse: number;
  readonly mcse: number;
  readonly bias: number;
  readonly biasMcse: number;
  /** Share of assignments that give no estimate. */
  readonly none: number;
}

/** Own treatment brings 1, and as much again comes when all neighbours are treated. */
export const TRUTH = 2;

export const network: Network = smallWorld({ n: 1000, k: 6, rewire: 0.05 }).draw(rng("mse-by-design"));

export const candidates: readonly (readonly [name: string, design: Design])[] = [
  ["Bernoulli", bernoulli()],
  ["clusters, resolution 0.5", graphCluster({ resolution: 0.5 })],
  ["clusters, resolution 2", graphCluster({ resolution: 2 })],
  ["clusters, resolution 20", graphCluster({ resolution: 20 })],
  ["clusters, 3-net", graphCluster({ method: "3-net" })],
  ["random clusters, 3-net", randomizedGraphCluster()],
  ["random clusters, 1-hop-max", randomizedGraphCluster({ method: "1-hop-max" })],
  ["conflict graph, global", conflictGraphDesign({ target: "global" })],
  ["ego", ego({ ego: "coin" })],
];

/** Untreated outcomes: half of their variance of 1 is the agent's own, half is shared with its neighbours. */
function untreated(stream: Rng): Float64Array {
  const { n, offsets, sources } = network;
  const draw = (name: string): Float64Array => {
    const numbers = stream.fork(name);
    return Float64Array.from({ length: n }, () => normalDraw(numbers));
  };
  const own = draw("own");
  const shared = draw("shared");
  return own.map((u, i) => {
    let around = shared[i]!;
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++) around += shared[sources[e]!]!;
    return Math.sqrt(0.5) * u + Math.sqrt(0.5 / (degree(network, i) + 1)) * around;
  });
}

/** The outcome of everybody: the untreated one, 1 for own treatment, 1 times the share of treated neighbours. */
function outcomesUnder(arms: Uint8Array, base: Float64Array): Float64Array {
  const { offsets, sources } = network;
  return base.map((y, i) => {
    let treated = 0;
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++) treated += arms[sources[e]!]!;
    return y + arms[i]! + treated / Math.max(1, degree(network, i));
  });
}

/** A difference of Hájek means over the agents that a contrast is about; undefined when a condition is empty. */
function hajekMeans(
  probabilities: ExposureProbabilities,
  [first, second]: readonly [string, string],
): (arms: Uint8Array, outcome: Float64Array) => number | undefined {
  const { exposure, conditions } = probabilities;
  const levels = [conditions.indexOf(first), conditions.indexOf(second)];
  const weight = levels.map((level) => {
    const weights = new Float64Array(network.n);
    for (const i of contrastPopulation(probabilities, first, second))
      weights[i] = 1 / probabilities.of(i, conditions[level]!);
    return weights;
  });
  return (arms, outcome) => {
    const seen = exposure.of(network, arms);
    const sums = [0, 0];
    const weights = [0, 0];
    for (let i = 0; i < network.n; i++) {
      const a = levels.indexOf(seen[i]!);
      if (a < 0) continue;
      weights[a]! += weight[a]![i]!;
      sums[a]! += weight[a]![i]! * outcome[i]!;
    }
    return weights[0]! > 0 && weights[1]! > 0 ? sums[0]! / weights[0]! - sums[1]! / weights[1]! : undefined;
  };
}

const estimators: readonly (readonly [Score["estimator"], Exposure, readonly [string, string]])[] = [
  ["full neighbourhoods", allTreated(), ["all", "none"]],
  ["own arm", ownArm(), ["treated", "control"]],
];

/** Outcomes and assignment are drawn anew each time; the outcomes are the same for all designs. */
export function mseByDesign(draws: number, designs: typeof candidates = candidates): Score[] {
  return designs.flatMap(([name, design]) => {
    const law = design.law(network);
    const made = estimators.map(([estimator, exposure, contrast]) => ({
      estimator,
      of: hajekMeans(exposureProbabilities(network, design, exposure, { law }), contrast),
      errors: [] as number[],
    }));
    for (let r = 0; r < draws; r++) {
      const arms = law.draw(rng("mse-by-design").fork("assign").fork(r));
      const outcome = outcomesUnder(arms, untreated(rng("mse-by-design").fork("outcomes").fork(r)));
      for (const one of made) {
        const found = one.of(arms, outcome);
        if (found !== undefined) one.errors.push(found - TRUTH);
      }
    }
    return made.flatMap(({ estimator, errors }): Score[] => {
      if (errors.length < 2) return [];
      const [bias, biasMcse] = meanAndError(errors);
      const [mse, mcse] = meanAndError(errors.map((error) => error * error));
      return [{ design: name, estimator, mse, mcse, bias, biasMcse, none: 1 - errors.length / draws }];
    });
  });
}

function meanAndError(values: readonly number[]): [mean: number, mcse: number] {
  const mean = values.reduce((total, x) => total + x, 0) / values.length;
  const squares = values.reduce((total, x) => total + (x - mean) ** 2, 0);
  return [mean, Math.sqrt(squares / (values.length - 1) / values.length)];
}

const COLORS = { "full neighbourhoods": INK.light.estimate, "own arm": INK.light.naive } as const;

/** The scores as a figure: a dot for each, on a logarithmic axis, with two Monte Carlo errors to either side. */
export async function figure(scores: readonly Score[], draws: number): Promise<string> {
  const draw = await plotter();
  const order = [...new Set(scores.map(({ design }) => design))];
  const rows = scores.map((score) => ({
    ...score,
    y: order.indexOf(score.design) + 1 + (score.estimator === "own arm" ? 0.14 : -0.14),
    low: Math.max(score.mse / 2, score.mse - 2 * score.mcse),
    high: score.mse + 2 * score.mcse,
  }));
  const right = Math.max(...rows.map(({ high }) => high)) * 1.3;
  const left = Math.min(...rows.map(({ low }) => low)) / 1.3;
  return draw(
    (plot) => ({
      width: 760,
      height: 34 * order.length + 110,
      marginLeft: 210,
      marginRight: 24,
      marginTop: 8,
      marginBottom: 76,
      x: { type: "log", domain: [left, right], label: null },
      y: { domain: [order.length + 0.6, 0.4], axis: null },
      marks: [
        plot.gridX({ strokeOpacity: 0.15, ticks: 8 }),
        plot.axisX({
          ticks: 8,
          tickFormat: (x: number) => String(x),
          label: `mean squared error of the global average treatment effect (truth: ${TRUTH}; ${draws} assignments)`,
          labelAnchor: "center",
          labelArrow: "none",
          labelOffset: 40,
        }),
        plot.text(order, {
          x: () => left,
          y: (_, k) => k + 1,
          text: (name: string) => name,
          textAnchor: "end",
          dx: -12,
        }),
        ...(["full neighbourhoods", "own arm"] as const).flatMap((estimator, k) => {
          const some = rows.filter((row) => row.estimator === estimator);
          const className = k === 0 ? "estimate" : "naive";
          return [
            plot.ruleY(some, {
              y: "y",
              x1: "low",
              x2: "high",
              stroke: COLORS[estimator],
              strokeWidth: 2,
              className,
            }),
            plot.dot(some, { x: "mse", y: "y", r: 5, fill: COLORS[estimator], className }),
            plot.text(
              [k === 0 ? "● Hájek, full neighbourhoods treated or not" : "● Hájek, own arm only (naive)"],
              {
                x: () => left,
                y: () => order.length + 0.6,
                dy: 68,
                dx: k === 0 ? 0 : 300,
                textAnchor: "start",
                fill: COLORS[estimator],
                className,
              },
            ),
          ];
        }),
      ],
    }),
    {
      id: "mse-by-design",
      standalone: true,
      title: "Mean squared error of the global effect by design",
      desc: rows.map((row) => `${row.design}, ${row.estimator}: ${row.mse.toPrecision(3)}.`).join(" "),
      dark: [
        `.paper{fill:${INK.dark.paper}}`,
        `.estimate{fill:${INK.dark.estimate};stroke:${INK.dark.estimate}}`,
        `.naive{fill:${INK.dark.naive};stroke:${INK.dark.naive}}`,
      ],
    },
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const draws = Number(process.argv[2] ?? 2000);
  const scores = mseByDesign(draws);
  for (const { design, estimator, mse, mcse, bias, biasMcse, none } of scores) {
    const numbers = `mse ${mse.toPrecision(4)} ± ${mcse.toPrecision(2)}, bias ${bias.toFixed(3)} ± ${biasMcse.toFixed(3)}`;
    console.log(`${design}, ${estimator}: ${numbers}, none ${(100 * none).toFixed(1)} %`);
  }
  writeFileSync(new URL("../docs/mse-by-design.svg", import.meta.url), await figure(scores, draws));
}
