// How often the default interval covers where experiments are hard: few agents in the condition that varies more, hubs, tiny
// probabilities, heavy tails, missing outcomes. Writes the tables of docs/numbers.md between their marks: npx tsx examples/coverageGrid.ts
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { bernoulli, complete } from "../designs/index.ts";
import { estimate, hajek, horvitzThompson } from "../estimators/index.ts";
import { normalDraw } from "../src/core/numbers/normalDraw.ts";
import {
  anyTreatedNeighbor,
  degree,
  type ExposureProbabilities,
  exposureProbabilities,
  ownArm,
  preferentialAttachment,
  type Rng,
  ringLattice,
  rng,
  smallWorld,
} from "../src/index.ts";

/** A kind of experiment: outcomes are drawn anew for each, and then the assignment. */
export interface Cell {
  readonly name: string;
  readonly probabilities: ExposureProbabilities;
  readonly contrast: readonly [first: string, second: string];
  /** Outcomes of agent i by condition. */
  readonly outcomes: (stream: Rng, i: number) => readonly number[];
  readonly floor?: number;
  /** Share of outcomes that are missing, whatever they are. */
  readonly missing?: number;
}

/** Coverage of 95 % intervals, their mean length, and the share of experiments without one. */
export interface Covered {
  readonly coverage: number;
  readonly length: number;
  readonly none: number;
}

/** How the default intervals of Hájek and Horvitz–Thompson do in a kind of experiment. */
export function coverCell(cell: Cell, simulations: number, draws = 400): readonly [Covered, Covered] {
  const { name, probabilities, contrast, outcomes, floor, missing = 0 } = cell;
  const { network, law, exposure, conditions } = probabilities;
  const [first, second] = contrast.map((condition) => conditions.indexOf(condition)) as [number, number];
  const tallies = [0, 1].map(() => ({ covered: 0, length: 0, given: 0 }));
  const able = network.ids.flatMap((_, i) =>
    contrast.every((c) => probabilities.of(i, c) >= (floor ?? Number.MIN_VALUE)) ? [i] : [],
  );
  for (let r = 0; r < simulations; r++) {
    const stream = rng(name).fork(r);
    const all = network.ids.map((_, i) => outcomes(stream.fork("outcomes").fork(i), i));
    const arms = law.draw(stream.fork("arms"));
    const condition = exposure.of(network, arms);
    const here = network.ids.map((_, i) => stream.fork("missing").fork(i).uniform() >= missing);
    const about = able.filter((i) => here[i]);
    const effect = about.reduce((total, i) => total + all[i]![first]! - all[i]![second]!, 0) / about.length;
    const rows = estimate({
      plan: { arms: law.arms, agents: network.ids, assignments: [[...arms]] },
      probabilities,
      outcomes: all.map((own, i) => (here[i] ? own[condition[i]!] : undefined)),
      contrasts: { effect: contrast },
      estimators: [hajek, horvitzThompson].map((kind) => kind({ interval: { kind: "auto", draws } })),
      ...(floor === undefined ? {} : { population: { floor } }),
    });
    rows.forEach((row, k) => {
      if (!("ci" in row) || row.ci === undefined) return;
      const tally = tallies[k];
      // Rows beyond bound what is missing, and are no estimates.
      if (tally === undefined) return;
      tally.given++;
      tally.length += row.ci[1] - row.ci[0];
      if (row.ci[0] <= effect && effect <= row.ci[1]) tally.covered++;
    });
  }
  const [one, other] = tallies.map(({ covered, length, given }) => ({
    coverage: covered / given,
    length: length / given,
    none: 1 - given / simulations,
  }));
  return [one!, other!];
}

const normal = (stream: Rng): number => normalDraw(stream);

/** Own arm on a ring of 200, few treated, whose outcomes vary `ratio` times as much. */
export function spreadCell(treated: number, ratio: number): Cell {
  const network = ringLattice({ n: 200, k: 4 }).draw(rng(1));
  return {
    name: `${treated} treated, ratio ${ratio}`,
    probabilities: exposureProbabilities(network, complete({ treated }), ownArm()),
    contrast: ["treated", "control"],
    outcomes: (stream) => [normal(stream.fork(0)), 1 + ratio * normal(stream.fork(1))],
  };
}

/** The other hard cells. */
export function hardCells(): readonly Cell[] {
  const coins = (probability: number) => bernoulli({ probability });
  const world = smallWorld({ n: 200, k: 6, rewire: 0.1 }).draw(rng(1));
  const hubs = preferentialAttachment({ n: 400, m: 3 }).draw(rng(1));
  const near = anyTreatedNeighbor();
  const rare = exposureProbabilities(world, coins(0.08), near);
  const byHubs = (p: number) => exposureProbabilities(hubs, coins(p), near);
  const uneven = (stream: Rng): readonly number[] => [
    0.1 * normal(stream.fork(0)),
    0.5 + 0.1 * normal(stream.fork(1)),
    1 + 2 * normal(stream.fork(2)),
    1.5 + 2 * normal(stream.fork(3)),
  ];
  /** Baselines that grow with the number of neighbours, effects that are the same for all. */
  const grown = (stream: Rng, i: number): readonly number[] => {
    const own = degree(hubs, i) + normal(stream.fork(0));
    return [own, own + 0.5, own + 1, own + 1.5];
  };
  /** Effects that grow with the number of neighbours. */
  const growing = (stream: Rng, i: number): readonly number[] => {
    const own = normal(stream.fork(0));
    return [0, 0.5, 1, 1.5].map((effect) => own + (effect * degree(hubs, i)) / 6);
  };
  const heavy = (stream: Rng): readonly number[] => {
    const own = Math.exp(normal(stream.fork(0)));
    return [own, own + 0.5, own + 1, own + 1.5];
  };
  const few = (treated: number) => exposureProbabilities(world, complete({ treated }), ownArm());
  const pair = (stream: Rng): readonly number[] => heavy(stream).slice(0, 2);
  const cells: Cell[] = [
    {
      name: "small world, coins 0.08, treated vary 20 times as much: direct",
      probabilities: rare,
      contrast: ["direct", "none"],
      outcomes: uneven,
    },
    { name: "the same: both − none", probabilities: rare, contrast: ["both", "none"], outcomes: uneven },
  ];
  for (const p of [0.3, 0.1])
    for (const floor of [undefined, 0.01, 0.05])
      for (const [what, outcomes] of [
        ["levels", grown],
        ["effects", growing],
      ] as const)
        cells.push({
          name: `hubs, coins ${p}, ${what} grow with degree${floor === undefined ? "" : `, floor ${floor}`}`,
          probabilities: byHubs(p),
          contrast: ["indirect", "none"],
          outcomes,
          ...(floor === undefined ? {} : { floor }),
        });
  for (const treated of [5, 12, 40])
    cells.push({
      name: `log-normal outcomes, ${treated} of 200 treated`,
      probabilities: few(treated),
      contrast: ["treated", "control"],
      outcomes: pair,
    });
  cells.push(
    {
      name: "log-normal outcomes, small world, coins 0.2: spillover",
      probabilities: exposureProbabilities(world, coins(0.2), near),
      contrast: ["indirect", "none"],
      outcomes: heavy,
    },
    {
      name: "5 % missing, small world, coins 0.2: spillover",
      probabilities: exposureProbabilities(world, coins(0.2), near),
      contrast: ["indirect", "none"],
      outcomes: (stream) => uneven(stream).map((y) => y + normal(stream.fork(9))),
      missing: 0.05,
    },
    {
      name: "5 % missing, hubs, coins 0.1, floor 0.05",
      probabilities: byHubs(0.1),
      contrast: ["indirect", "none"],
      outcomes: growing,
      floor: 0.05,
      missing: 0.05,
    },
  );
  return cells;
}

/** A cell of a table: coverage, and in brackets the share of experiments without an interval. */
export function coverText({ coverage, none }: Covered): string {
  if (none === 1) return "withheld";
  return `${coverage.toFixed(3)}${none === 0 ? "" : ` (${none.toFixed(2)})`}`;
}

const START = "<!-- written by examples/coverageGrid.ts -->";
const END = "<!-- end of grid -->";
const COUNTS = [3, 5, 8, 12, 20, 40];
const RATIOS = [0.05, 0.2, 1, 5, 20];

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const simulations = Number(process.argv[2] ?? 1000);
  const grid = COUNTS.map(
    (count) =>
      `| ${count} | ${RATIOS.map((ratio) => coverCell(spreadCell(count, ratio), simulations).map(coverText).join(" · ")).join(" | ")} |`,
  );
  const hard = hardCells().map((cell) => {
    const [one, other] = coverCell(cell, simulations);
    return `| ${cell.name} | ${coverText(one)} | ${coverText(other)} |`;
  });
  const text = `Over ${simulations} experiments a cell (Monte Carlo error of a coverage of 0.95: ${Math.sqrt(0.0475 / simulations).toFixed(3)}), Hájek · Horvitz–Thompson; in brackets the share without an interval:

| treated of 200 | ${RATIOS.map((ratio) => `ratio ${ratio}`).join(" | ")} |
|${"---|".repeat(RATIOS.length + 1)}
${grid.join("\n")}

| experiment | Hájek | Horvitz–Thompson |
|---|---|---|
${hard.join("\n")}`;
  const page = new URL("../docs/numbers.md", import.meta.url);
  const [before, rest] = readFileSync(page, "utf8").split(START) as [string, string];
  writeFileSync(page, `${before}${START}\n\n${text}\n\n${END}${rest.split(END)[1]!}`);
}
