// How often tests of no spillover reject at 0.05 when there is spillover, on 300 agents: ours beside the methods that others have, on the same data. Writes the table of
// docs/numbers.md between its marks: npx tsx examples/testPower.ts [experiments for each line]
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { bernoulli, complete, type Design, graphCluster } from "../designs/index.ts";
import {
  answer,
  bicliqueTest,
  type Estimator,
  focalUnitTest,
  imputationTest,
  type TestInquiry,
} from "../estimators/index.ts";
import { normalDraw } from "../src/core/numbers/normalDraw.ts";
import { shuffle } from "../src/core/numbers/shuffle.ts";
import {
  anyTreatedNeighbor,
  type ExposureProbabilities,
  erdosRenyi,
  exposureProbabilities,
  type Network,
  preferentialAttachment,
  type Rng,
  rng,
  smallWorld,
} from "../src/index.ts";
import { stochasticBlock } from "../src/network/generators/stochasticBlock.ts";

/** One line of the table. */
interface Cell {
  readonly network: string;
  readonly design: string;
  /** What spills over: per unit of the treated share, or to whom a treated neighbour comes. */
  readonly effect: "share" | "any";
  readonly size: number;
  readonly probabilities: ExposureProbabilities;
}

/** Draws of every test and reference. */
const DRAWS = 400;

/** The share of experiments that each method rejects in, in the order of the columns. */
export function powers(cell: Cell, experiments: number): number[] {
  const { probabilities, effect, size } = cell;
  const { law, network, exposure } = probabilities;
  const stream = rng("power").fork(`${cell.network} ${cell.design} ${effect} ${size}`);
  const rejected = [0, 0, 0, 0, 0];
  for (let e = 0; e < experiments; e++) {
    const own = stream.fork(e);
    const arms = law.draw(own.fork("arms"));
    const noise = own.fork("noise");
    const outcome = Float64Array.from({ length: network.n }, (_, i) => {
      const share = treatedShare(network, arms, i);
      return normalDraw(noise) + 0.5 * arms[i]! + size * (effect === "share" ? share : share > 0 ? 1 : 0);
    });
    const world = {
      ...{ probabilities, arms, outcome, confidence: 0.95, condition: exposure.of(network, arms) },
      observed: new Uint8Array(network.n).fill(1),
    };
    const ask = (estimator: Estimator, inquiry: TestInquiry): boolean => {
      const row = answer(estimator, { probabilities, worlds: [world], confidence: 0.95 }, inquiry);
      return "p" in row && row.p <= 0.05;
    };
    const options = { draws: DRAWS, seed: e };
    const spill = { kind: "test", name: "spill", hypothesis: "no-spillover" } as const;
    const equal = { ...spill, hypothesis: "equal-conditions", first: "indirect", second: "none" } as const;
    const found = [
      randomFocals(cell, arms, outcome, own.fork("focal")) <= 0.05,
      ask(focalUnitTest(options), spill),
      greedyBiclique(cell, arms, outcome, own.fork("biclique")) <= 0.05,
      ask(bicliqueTest(options), equal),
      ask(imputationTest(options), spill),
    ];
    found.forEach((one, k) => {
      if (one) rejected[k]!++;
    });
  }
  return rejected.map((count) => count / experiments);
}

function treatedShare({ offsets, sources }: Network, arms: Uint8Array, i: number): number {
  const from = offsets[i]!;
  const to = offsets[i + 1]!;
  let treated = 0;
  for (let e = from; e < to; e++) treated += arms[sources[e]!]!;
  return to === from ? 0 : treated / (to - from);
}

/** The test of Athey, Eckles and Imbens (2018) as it is usually run: half of the agents as focal agents, at random, and the edge-level contrast. */
function randomFocals({ probabilities }: Cell, arms: Uint8Array, outcome: Float64Array, stream: Rng): number {
  const { network } = probabilities;
  const ids = shuffle(stream, [...network.ids]).slice(0, network.n / 2);
  const test = focalUnitTest({ focals: ids, statistic: "edges", draws: DRAWS, seed: stream.key });
  const world = {
    ...{ probabilities, arms, outcome, confidence: 0.95 },
    condition: probabilities.exposure.of(network, arms),
    observed: new Uint8Array(network.n).fill(1),
  };
  const inquiry = { kind: "test", name: "spill", hypothesis: "no-spillover" } as const;
  const row = answer(test, { probabilities, worlds: [world], confidence: 0.95 }, inquiry);
  return "p" in row ? row.p : 1;
}

/**
 * The test of the package BicliqueRT (greedy decomposition, version of 2022): random units are added while more than 20 assignments have them all exposed; |difference in means|
 * within the biclique of the assignment at hand, which does not count itself, ties broken at random.
 */
function greedyBiclique(
  { probabilities }: Cell,
  arms: Uint8Array,
  outcome: Float64Array,
  stream: Rng,
): number {
  const { law, network, exposure, conditions } = probabilities;
  const [a, b] = [conditions.indexOf("indirect"), conditions.indexOf("none")];
  const columns = [
    exposure.of(network, arms),
    ...Array.from({ length: DRAWS }, (_, r) => exposure.of(network, law.draw(stream.fork(r)))),
  ];
  const exposed = (column: Uint8Array, i: number): boolean => column[i] === a || column[i] === b;
  let left = columns.map((_, k) => k);
  const fewest = 20;
  for (;;) {
    let inside = left;
    const units: number[] = [];
    for (const unit of shuffle(
      stream,
      Array.from({ length: network.n }, (_, i) => i),
    )) {
      const next = inside.filter((k) => exposed(columns[k]!, unit));
      // The first unit that leaves too few ends it.
      if (next.length <= fewest) break;
      inside = next;
      units.push(unit);
    }
    if (units.length === 0 && inside.includes(0) && left.length > fewest) inside = left;
    if (inside.includes(0) || left.length - inside.length <= fewest) {
      const members = inside.includes(0) ? inside : left.filter((k) => !inside.includes(k));
      const own = inside.includes(0)
        ? units
        : Array.from({ length: network.n }, (_, i) => i).filter((i) =>
            members.every((k) => exposed(columns[k]!, i)),
          );
      const difference = (k: number): number => {
        const [one, two] = [a, b].map((level) => own.filter((i) => columns[k]![i] === level));
        if (one!.length === 0 || two!.length === 0) return 0;
        const mean = (agents: readonly number[]): number =>
          agents.reduce((sum, i) => sum + outcome[i]!, 0) / agents.length;
        return Math.abs(mean(one!) - mean(two!));
      };
      const seen = difference(0);
      const others = members.filter((k) => k !== 0).map(difference);
      const above = others.filter((value) => value > seen + 1e-12).length;
      const equal = others.filter((value) => Math.abs(value - seen) <= 1e-12).length;
      return (above + stream.uniform() * (1 + equal)) / (1 + others.length);
    }
    const taken = new Set(inside);
    left = left.filter((k) => !taken.has(k));
  }
}

/** Networks, designs and effects of the table. */
export function cells(): Cell[] {
  const networks: Readonly<Record<string, Network>> = {
    "small world, 4 neighbours": smallWorld({ n: 300, k: 4, rewire: 0.1 }).draw(rng(1)),
    "random, 6 on average": erdosRenyi({ n: 300, p: 6 / 299 }).draw(rng(2)),
    "hubs, 4 on average": preferentialAttachment({ n: 300, m: 2 }).draw(rng(3)),
    "60 groups of 5": stochasticBlock({
      sizes: new Array<number>(60).fill(5),
      within: 1,
      between: 0.002,
    }).draw(rng(4)),
  };
  const designs: Readonly<Record<string, Design>> = {
    "a fifth treated": complete({ treated: 60 }),
    "fair coins": bernoulli(),
    "coins of clusters": graphCluster({ method: "balanced", clusters: 60 }),
  };
  return Object.entries(networks).flatMap(([network, drawn]) =>
    Object.entries(designs).flatMap(([design, made]) => {
      const probabilities = exposureProbabilities(drawn, made, anyTreatedNeighbor());
      return (
        [
          ["share", 1],
          ["any", 1],
        ] as const
      ).map(([effect, size]): Cell => ({ network, design, effect, size, probabilities }));
    }),
  );
}

/** The table as Markdown. */
export function powerTable(experiments: number): string {
  const lines = cells().map((cell) => {
    const found = powers(cell, experiments).map((power) => power.toFixed(2));
    const what =
      cell.effect === "share" ? `${cell.size} × treated share` : `${cell.size} with a treated neighbour`;
    return `| ${cell.network} | ${cell.design} | ${what} | ${found.join(" | ")} |`;
  });
  return [
    "| network | design | spillover | random focals | `focal-unit-test` | greedy bicliques | `biclique-test` | `imputation-test` |",
    "|---|---|---|---|---|---|---|---|",
    ...lines,
  ].join("\n");
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const experiments = Number(process.argv[2] ?? 200);
  const table = powerTable(experiments);
  console.log(table);
  const path = new URL("../docs/numbers.md", import.meta.url);
  const page = readFileSync(path, "utf8");
  const between = /(<!-- written by examples\/testPower.ts -->\n)[\s\S]*?(<!-- end of power of tests -->)/;
  writeFileSync(
    path,
    page.replace(
      between,
      (_, from: string, to: string) =>
        `${from}\nShare of ${experiments} experiments in which p ≤ 0.05:\n\n${table}\n\n${to}`,
    ),
  );
}
