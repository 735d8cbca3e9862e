// A placebo: the Krupina network with everybody's outcome *before* anybody was treated, so every true effect is 0, under fresh
// assignments. Counts how often 95 % intervals hold 0, and writes the table of docs/numbers.md between its marks. From the
// project's root: npx tsx examples/krupina/placebo.ts 1000
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import {
  anyTreatedNeighbor,
  draw,
  estimate,
  exposureProbabilities,
  hajek,
  horvitzThompson,
  readNetwork,
} from "spillway";
import { bernoulli } from "spillway/designs";
import { panelToUnits, readText } from "spillway/log";

/** How the intervals of one contrast and estimator did under a floor. */
interface Tally {
  readonly contrast: string;
  readonly estimator: string;
  readonly population: number;
  given: number;
  covered: number;
  length: number;
}

const CONTRASTS = {
  direct: ["direct", "none"],
  spillover: ["indirect", "none"],
  total: ["both", "none"],
  "direct, among exposed": ["both", "indirect"],
} as const;

/** The tallies of one floor, over redraws of the design; without a floor everybody who can be in both conditions counts. */
export async function placebo(
  redraws: number,
  floor?: number,
  contrasts: Readonly<Record<string, readonly [string, string]>> = CONTRASTS,
): Promise<readonly Tally[]> {
  const here = (name: string): string => new URL(`./data/${name}`, import.meta.url).pathname;
  const network = await readNetwork(here("network_edges.csv.gz"), {
    directed: true,
    influence: "target-to-source",
    agents: here("profiles.csv.gz"),
  });
  const units = panelToUnits({
    arms: await readText(here("seed0/assignment_experiment.csv.gz")),
    outcomes: await readText(here("seed0/outcome_experiment.csv.gz")),
    armNames: ["control", "treated"],
  });
  const before = new Map(
    units.filter(({ round }) => round === 0).map(({ agent, outcome }) => [agent, outcome]),
  );
  const outcomes = network.ids.map((id) => before.get(id));
  const design = bernoulli({ probability: 0.5 });
  const probabilities = exposureProbabilities(network, design, anyTreatedNeighbor());
  const tallies = new Map<string, Tally>();
  for (let r = 0; r < redraws; r++) {
    const rows = estimate({
      plan: draw(design, network, { seed: `placebo ${r}` }),
      probabilities,
      outcomes,
      contrasts,
      estimators: [hajek(), horvitzThompson()],
      ...(floor === undefined ? {} : { population: { floor } }),
    });
    for (const row of rows) {
      const { contrast, estimator, population } = row;
      const key = `${contrast} ${estimator}`;
      const tally = tallies.get(key) ?? { contrast, estimator, population, given: 0, covered: 0, length: 0 };
      tallies.set(key, tally);
      if (!("ci" in row) || row.ci === undefined) continue;
      tally.given++;
      tally.length += row.ci[1] - row.ci[0];
      if (row.ci[0] <= 0 && row.ci[1] >= 0) tally.covered++;
    }
  }
  return [...tallies.values()];
}

/** A line of the table. */
export function placeboLine(floor: number | undefined, redraws: number, tally: Tally): string {
  const { contrast, estimator, population, given, covered, length } = tally;
  const share = covered / given;
  const cells =
    given === 0
      ? ["–", "–"]
      : [
          `${share.toFixed(3)} ± ${Math.sqrt((share * (1 - share)) / given).toFixed(3)}`,
          (length / given).toPrecision(3),
        ];
  const withheld = (1 - given / redraws).toFixed(2);
  return `| ${[floor ?? "none", contrast, estimator, population, redraws, ...cells, withheld].join(" | ")} |`;
}

const START = "<!-- written by examples/krupina/placebo.ts -->";
const END = "<!-- end of placebo -->";

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const redraws = Number(process.argv[2] ?? 1000);
  const lines: string[] = [];
  for (const floor of [undefined, 0.01, 0.05]) {
    if (floor !== undefined) {
      lines.push(...(await placebo(redraws, floor)).map((tally) => placeboLine(floor, redraws, tally)));
      continue;
    }
    // What is withheld without a floor is withheld by the design, under every assignment alike: a hundred show it.
    const some = Math.min(redraws, 100);
    const first = await placebo(some);
    const withheld = first.filter(({ given }) => given === 0);
    lines.push(...withheld.map((tally) => placeboLine(floor, some, tally)));
    const given = Object.entries(CONTRASTS).filter(([name]) =>
      withheld.every(({ contrast }) => contrast !== name),
    );
    const rest = await placebo(redraws, floor, Object.fromEntries(given));
    lines.push(...rest.map((tally) => placeboLine(floor, redraws, tally)));
  }
  const page = new URL("../../docs/numbers.md", import.meta.url);
  const [before, rest] = readFileSync(page, "utf8").split(START) as [string, string];
  const head =
    "| floor | contrast | estimator | people | assignments | covers 0 | mean length | withheld |\n|---|---|---|---|---|---|---|---|";
  writeFileSync(page, `${before}${START}\n\n${head}\n${lines.join("\n")}\n\n${END}${rest.split(END)[1]!}`);
}
