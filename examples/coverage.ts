// How often each interval covers the effect, over all assignments of small designs or over many draws of them. Writes the two
// tables of docs/numbers.md between their marks: npx tsx examples/coverage.ts
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { bernoulli, cluster, complete, type Design } from "../designs/index.ts";
import { type Estimate, estimate, hajek, horvitzThompson } from "../estimators/index.ts";
import { normalDraw } from "../src/core/numbers/normalDraw.ts";
import { twoHop } from "../src/exposure/twoHop.ts";
import {
  anyTreatedNeighbor,
  type Exposure,
  type ExposureProbabilities,
  erdosRenyi,
  exposureProbabilities,
  fromEdges,
  type Network,
  ownArm,
  preferentialAttachment,
  type Rng,
  ringLattice,
  rng,
  smallWorld,
} from "../src/index.ts";

/** Potential outcomes, conditions of one contrast, and the probabilities of a design. */
export interface World {
  readonly name: string;
  readonly probabilities: ExposureProbabilities;
  readonly contrast: readonly [first: string, second: string];
  /** Outcome of each agent in each condition. */
  readonly outcomes: readonly (readonly number[])[];
}

/** How an interval did: coverage and mean length where it was given, and the probability that it was not. */
export interface Score {
  readonly coverage: number;
  readonly length: number;
  readonly none: number;
}

type Assignments = Iterable<readonly [arms: Uint8Array, weight: number]>;
type Kind = "wald" | "chebyshev" | "calibrated" | "randomization" | "auto";
type Weighted = "hajek" | "horvitz-thompson";
const ESTIMATORS: Readonly<Record<Weighted, typeof hajek>> = { hajek, "horvitz-thompson": horvitzThompson };

/** The effect that a contrast asks for: over the agents that can be in both conditions. */
export function effectOf({ probabilities, contrast, outcomes }: World): number {
  const [first, second] = contrast;
  const [c, d] = contrast.map((name) => probabilities.conditions.indexOf(name)) as [number, number];
  const differences = outcomes.flatMap((own, i) =>
    probabilities.of(i, first) > 0 && probabilities.of(i, second) > 0 ? [own[c]! - own[d]!] : [],
  );
  return differences.reduce((total, one) => total + one, 0) / differences.length;
}

/** Coverage of 95 % intervals over assignments with their weights, by kind of interval. `draws` redraws where a design is not listed. */
export function coverage(
  world: World,
  assignments: Assignments,
  estimator: Weighted,
  kinds: readonly Kind[],
  draws: number,
): Record<string, Score> {
  const { probabilities, contrast, outcomes } = world;
  const { network, law, exposure } = probabilities;
  const effect = effectOf(world);
  const tallies = new Map<string, { covered: number; length: number; given: number }>();
  const count = (kind: string, weight: number, [low, high]: readonly [number, number]): void => {
    const tally = tallies.get(kind) ?? { covered: 0, length: 0, given: 0 };
    // Ends that touch the effect but for rounding cover it.
    const slack = 1e-9 * Math.max(1, Math.abs(effect));
    if (low - slack <= effect && effect <= high + slack) tally.covered += weight;
    tally.length += weight * (high - low);
    tally.given += weight;
    tallies.set(kind, tally);
  };
  let all = 0;
  for (const [arms, weight] of assignments) {
    all += weight;
    const condition = exposure.of(network, arms);
    const rows = estimate({
      plan: { arms: law.arms, agents: network.ids, assignments: [[...arms]] },
      probabilities,
      outcomes: outcomes.map((own, i) => own[condition[i]!]!),
      contrasts: { effect: contrast },
      estimators: kinds.map((kind) => ESTIMATORS[estimator]({ interval: { kind, draws } })),
    });
    rows.forEach((row, k) => {
      const { ci, se, estimate: value } = row as Estimate;
      if (ci === undefined) return;
      count(kinds[k]!, weight, ci);
      if (kinds[k] === "wald") count("normal", weight, [value - 1.959964 * se!, value + 1.959964 * se!]);
    });
  }
  return Object.fromEntries(
    [...tallies].map(([kind, { covered, length, given }]) => [
      kind,
      { coverage: covered / given, length: length / given, none: 1 - given / all },
    ]),
  );
}

/** Names of the R package's conditions in ours. */
const ONE_HOP = { dir_ind1: "both", isol_dir: "direct", ind1: "indirect", no: "none" };
const TWO_HOPS = {
  dir_ind1_ind2: "direct-near-far",
  dir_ind1: "direct-near",
  dir_ind2: "direct-far",
  isol_dir: "direct",
  ind1_ind2: "near-far",
  ind1: "near",
  ind2: "far",
  no: "none",
};
interface Golden {
  readonly n: number;
  readonly directed: boolean;
  readonly edges: readonly (readonly [number, number])[];
  readonly design: {
    readonly type: string;
    readonly m: number;
    readonly p: number;
    readonly clusters: readonly number[];
    readonly treated_clusters: number;
  };
  readonly conditions: readonly string[];
  readonly potential_outcomes: Readonly<Record<string, readonly number[]>>;
}
const CASES = [
  "01-ring10-complete3-as1",
  "02-ring14-complete3-as2",
  "04-ws12-bernoulli-half-as1",
  "06-sbm24-cluster4of8-as1",
  "09-directed10-complete3-as1",
];

/** The contrasts of the reference cases and of case c01 in which both conditions occur with probability at least 0.9. */
export function goldenWorlds(): World[] {
  const worlds = CASES.flatMap((name): World[] => {
    const golden = readGolden<Golden>(`aronow-samii/${name}`);
    const ours: Readonly<Record<string, string>> = golden.conditions.length === 4 ? ONE_HOP : TWO_HOPS;
    const { type, m, p, clusters, treated_clusters: treated } = golden.design;
    const design =
      type === "complete"
        ? complete({ treated: m })
        : type === "bernoulli"
          ? bernoulli({ probability: p })
          : cluster({ clusters: [...clusters], treated });
    const network = numbered(golden.n, golden.edges, golden.directed);
    const exposure = golden.conditions.length === 4 ? anyTreatedNeighbor() : twoHop();
    const probabilities = exposureProbabilities(network, design, exposure);
    const theirs = new Map(Object.entries(ours).map(([their, own]) => [own, their]));
    const outcomes = network.ids.map((_, i) =>
      probabilities.conditions.map((own) => golden.potential_outcomes[theirs.get(own)!]![i]!),
    );
    return golden.conditions.flatMap((their) =>
      their === "no"
        ? []
        : [{ name: name.slice(0, 2), probabilities, contrast: [ours[their]!, "none"] as const, outcomes }],
    );
  });
  const { input, expected } = readGolden<{
    input: {
      n: number;
      edges: readonly (readonly [number, number])[];
      potentialOutcomes: Record<string, readonly number[]>;
    };
    expected: { population: Record<string, Record<string, unknown>> };
  }>("c01-ht-hajek-aronow-samii");
  const named: Readonly<Record<string, string>> = {
    "00": "none",
    "01": "indirect",
    "10": "direct",
    "11": "both",
  };
  for (const [name, contrasts] of Object.entries(expected.population)) {
    const design = name === "bernoulli" ? bernoulli() : complete({ treated: 2 });
    const probabilities = exposureProbabilities(numbered(input.n, input.edges), design, anyTreatedNeighbor());
    const outcomes = Array.from({ length: input.n }, (_, i) =>
      ["00", "01", "10", "11"].map((level) => input.potentialOutcomes[level]![i]!),
    );
    for (const key of Object.keys(contrasts)) {
      const [first, second] = key.split("-").map((level) => named[level]!) as [string, string];
      worlds.push({ name: `c01 ${name}`, probabilities, contrast: [first, second], outcomes });
    }
  }
  return worlds.filter((world) => bothSeen(world) >= 0.9 - 1e-12);
}

/** P(somebody of the population is in the first condition and somebody in the second). */
function bothSeen({ probabilities, contrast }: World): number {
  const { law, exposure, network, conditions } = probabilities;
  const able = network.ids.map((_, i) => contrast.every((name) => probabilities.of(i, name) > 0));
  const [first, second] = contrast.map((name) => conditions.indexOf(name));
  let total = 0;
  for (const [arms, p] of law.support!()) {
    const condition = exposure.of(network, arms);
    const seen = new Set(condition.filter((_, i) => able[i]));
    if (seen.has(first!) && seen.has(second!)) total += p;
  }
  return total;
}

function numbered(n: number, edges: readonly (readonly [number, number])[], directed = false): Network {
  return fromEdges(
    edges.map(([a, b]) => [String(a), String(b)] as const),
    { directed, agents: Array.from({ length: n }, (_, i) => String(i)) },
  );
}

function readGolden<Shape>(name: string): Shape {
  return JSON.parse(readFileSync(new URL(`../tests/golden/${name}.json`, import.meta.url), "utf8")) as Shape;
}

/** Small made-up experiments: networks of 20 to 60 agents, outcomes with tails, effects that differ, clusters that go together. */
export function madeUpWorlds(): World[] {
  const blocks = (n: number, size: number): number[] =>
    Array.from({ length: n }, (_, i) => Math.floor(i / size));
  const on = (model: { draw(stream: Rng): Network }): Network => model.draw(rng(1));
  const small = on(smallWorld({ n: 20, k: 4, rewire: 0.1 }));
  const middle = on(smallWorld({ n: 40, k: 4, rewire: 0.1 }));
  const ring = on(ringLattice({ n: 60, k: 2 }));
  const specs: readonly (readonly [string, Network, Design, Exposure, Shape])[] = [
    ["small world 20, coins 0.3", small, bernoulli({ probability: 0.3 }), anyTreatedNeighbor(), "normal"],
    ["small world 40, 10 treated", middle, complete({ treated: 10 }), anyTreatedNeighbor(), "heavy"],
    [
      "hubs 60, coins 0.3",
      on(preferentialAttachment({ n: 60, m: 2 })),
      bernoulli({ probability: 0.3 }),
      anyTreatedNeighbor(),
      "uneven",
    ],
    ["ring 60, 12 treated", ring, complete({ treated: 12 }), anyTreatedNeighbor(), "heavy"],
    [
      "random 30, 8 treated",
      on(erdosRenyi({ n: 30, p: 0.1 })),
      complete({ treated: 8 }),
      anyTreatedNeighbor(),
      "uneven",
    ],
    [
      "ring 60, clusters of 5, coins",
      ring,
      cluster({ clusters: blocks(60, 5), probability: 0.5 }),
      anyTreatedNeighbor(),
      "clustered",
    ],
    ["own arm, 20, 10 treated", small, complete({ treated: 10 }), ownArm(), "uneven"],
    ["own arm, 40, coins 0.2", middle, bernoulli({ probability: 0.2 }), ownArm(), "heavy"],
    [
      "own arm, clusters of 5, coins",
      ring,
      cluster({ clusters: blocks(60, 5), probability: 0.5 }),
      ownArm(),
      "clustered",
    ],
  ];
  return specs.flatMap(([name, network, design, exposure, shape]) => {
    const probabilities = exposureProbabilities(network, design, exposure);
    const outcomes = drawOutcomes(network.n, probabilities.conditions.length, shape, rng(name));
    const able = (condition: string): boolean =>
      network.ids.reduce((total, _, i) => total + probabilities.of(i, condition), 0) >= 2;
    const pairs: [string, string][] =
      exposure.name === "own-arm"
        ? [["treated", "control"]]
        : [
            ["direct", "none"],
            ["indirect", "none"],
            ["both", "none"],
          ];
    return pairs
      .filter(([first]) => able(first))
      .slice(0, 2)
      .map((contrast) => ({ name, probabilities, contrast, outcomes }));
  });
}

type Shape = "normal" | "heavy" | "uneven" | "clustered";

/** Outcomes around 10; effects of 1.5 a condition, the same for all but for `uneven`, where they are log-normal. */
function drawOutcomes(n: number, conditions: number, shape: Shape, stream: Rng): number[][] {
  return Array.from({ length: n }, (_, i) => {
    const own = stream.fork("agent").fork(i);
    const noise = normalDraw(own.fork("noise"));
    // A normal number over the root of a uniform one has Student's tails with 2 degrees of freedom, cut at 30.
    const tail = Math.max(-30, Math.min(30, noise / Math.sqrt(own.fork("tail").uniform())));
    const shared = normalDraw(stream.fork("cluster").fork(Math.floor(i / 5)));
    const base = shape === "heavy" ? 2 * tail : shape === "clustered" ? 2 * shared + noise : 2 * noise;
    const effect = shape === "uneven" ? Math.exp(normalDraw(own.fork("effect"))) : 1;
    return Array.from({ length: conditions }, (_, c) => 10 + base + 1.5 * c * effect);
  });
}

const SIMULATED = 400;
const REDRAWS = 400;

/** Rows of the exact table for some worlds: everything in it is listed, nothing is drawn. */
export function exactRows(worlds: readonly World[]): string[] {
  return rowsOf(worlds, ["wald", "chebyshev", "calibrated", "randomization", "auto"], ({ probabilities }) => [
    ...probabilities.law.support!(),
  ]);
}

/** Rows of the simulated table for some worlds. */
export function simulatedRows(worlds: readonly World[], simulated: number = SIMULATED): string[] {
  return rowsOf(worlds, ["wald", "chebyshev", "calibrated", "auto"], ({ name, probabilities: { law } }) => {
    const stream = rng(name).fork("experiments");
    return Array.from({ length: simulated }, (_, r) => [law.draw(stream.fork(r)), 1] as const);
  });
}

function rowsOf(
  worlds: readonly World[],
  kinds: readonly Kind[],
  assignments: (world: World) => (readonly [Uint8Array, number])[],
): string[] {
  return worlds.flatMap((world) => {
    const drawn = assignments(world);
    const expected = world.contrast.map((name) => expectedCount(world, name).toFixed(1)).join(" / ");
    return (["hajek", "horvitz-thompson"] as const).map((estimator) => {
      const scores = coverage(world, drawn, estimator, kinds, REDRAWS);
      const cells = ["normal", ...kinds].map((kind) => {
        const score = scores[kind];
        return score === undefined ? "–" : `${score.coverage.toFixed(3)} · ${score.length.toPrecision(3)}`;
      });
      const none = scores.auto?.none ?? 1;
      const [first, second] = world.contrast;
      return `| ${[`${world.name}: ${first} − ${second}`, expected, estimator, ...cells, none.toFixed(3)].join(" | ")} |`;
    });
  });
}

function expectedCount({ probabilities, contrast }: World, condition: string): number {
  return probabilities.network.ids.reduce(
    (total, _, i) =>
      contrast.every((name) => probabilities.of(i, name) > 0)
        ? total + probabilities.of(i, condition)
        : total,
    0,
  );
}

const HEAD = (kinds: readonly string[]): string =>
  `| contrast | expected | estimator | ${kinds.join(" | ")} | no interval |\n|${"---|".repeat(kinds.length + 4)}`;

/** The text between the marks of docs/numbers.md. */
function coverageSection(): string {
  const kinds = ["normal", "wald", "chebyshev", "calibrated"];
  return `${HEAD([...kinds, "randomization", "default"])}
${exactRows(goldenWorlds()).join("\n")}

Over ${SIMULATED} draws of larger designs, with ${REDRAWS} redraws for each interval (Monte Carlo error of a coverage of 0.95: ${Math.sqrt((0.95 * 0.05) / SIMULATED).toFixed(3)}):

${HEAD([...kinds, "default"])}
${simulatedRows(madeUpWorlds()).join("\n")}`;
}

const START = "<!-- written by examples/coverage.ts -->";
const END = "<!-- end of coverage -->";

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const page = new URL("../docs/numbers.md", import.meta.url);
  const text = readFileSync(page, "utf8");
  const [before, rest] = text.split(START) as [string, string];
  const after = rest.split(END)[1]!;
  writeFileSync(page, `${before}${START}\n\n${coverageSection()}\n\n${END}${after}`);
}
