// Placebos of regression errors by network, clusters and HC2, and of the slope on exposure: outcomes that treatment does not move, fresh assignments, five networks × five
// designs. Counts how often 95 % intervals hold 0, and writes the table of docs/numbers.md between its marks: npx tsx examples/regressionErrors.ts [assignments]
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import {
  anyTreatedNeighbor,
  bernoulli,
  complete,
  type Design,
  draw,
  estimate,
  exposureProbabilities,
  graphCluster,
  type Network,
  ownArm,
  rng,
} from "spillway";
import { type Estimator, exposureRegression, exposureSlope, inquire } from "spillway/estimators";
import { networks } from "./coverageTable.ts";

const DESIGNS: Readonly<Record<string, Design>> = {
  "coins 0.2": bernoulli({ probability: 0.2 }),
  "coins 0.5": bernoulli({ probability: 0.5 }),
  "40 of 200": complete({ treated: 40 }),
  communities: graphCluster({ resolution: 3 }),
  "balanced clusters": graphCluster({ method: "balanced", clusters: 40 }),
};

/** Of a spillover; of own arm, where errors by clusters and HC2 can hold: over exposure they are withheld wherever clusters hang together. */
const CONTRASTS: Readonly<Record<string, readonly [Estimator, "spillover" | "own"]>> = {
  network: [exposureRegression({ errors: "network" }), "spillover"],
  "network, own arm": [exposureRegression({ errors: "network" }), "own"],
  "clusters, own arm": [exposureRegression({ errors: "clusters" }), "own"],
  "hc2, own arm": [exposureRegression({ errors: "hc2" }), "own"],
};
const SLOPES = ["share", "count"] as const;
export const COLUMNS: readonly string[] = [
  ...Object.keys(CONTRASTS),
  ...SLOPES.map((on) => `slope on ${on}`),
];

/** How the intervals of one column did. */
export interface Placebo {
  readonly column: string;
  assignments: number;
  given: number;
  covered: number;
  because?: string;
}

/** Outcomes that nobody's treatment moves: a part that neighbours share, a part that rises with the degree, and one's own. */
export function placeboOutcomes(network: Network): number[] {
  const stream = rng("placebo outcomes");
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(1 - stream.uniform())) * Math.cos(2 * Math.PI * stream.uniform());
  const hidden = network.ids.map(normal);
  return network.ids.map((_, i) => {
    const near = network.sources.subarray(network.offsets[i]!, network.offsets[i + 1]!);
    let shared = hidden[i]!;
    for (const j of near) shared += hidden[j]!;
    return shared / Math.sqrt(1 + near.length) + 0.1 * near.length + normal();
  });
}

/** The intervals of all columns under one network and design, over redraws. */
export function placebos(network: Network, design: Design, redraws: number): readonly Placebo[] {
  const outcomes = placeboOutcomes(network);
  const probabilities = exposureProbabilities(network, design, anyTreatedNeighbor());
  const tallies = new Map(
    COLUMNS.map((column): [string, Placebo] => [column, { column, assignments: 0, given: 0, covered: 0 }]),
  );
  const base = { probabilities, outcomes };
  const own = { probabilities: exposureProbabilities(network, design, ownArm()), outcomes };
  for (let r = 0; r < redraws; r++) {
    const plan = draw(design, network, { seed: `placebo ${r}` });
    const rows = [
      ...Object.entries(CONTRASTS).flatMap(([column, [one, of]]) =>
        estimate({
          ...(of === "own" ? own : base),
          ...{ plan, estimators: [one] },
          contrasts: { asked: of === "own" ? ["treated", "control"] : ["indirect", "none"] },
        }).map((row) => [column, row] as const),
      ),
      ...SLOPES.flatMap((on) =>
        inquire({
          ...base,
          plan,
          inquiries: [{ name: "asked", kind: "slope", on }],
          estimators: [exposureSlope()],
        }).map((row) => [`slope on ${on}`, row] as const),
      ),
    ];
    for (const [column, row] of rows) {
      const tally = tallies.get(column)!;
      tally.assignments++;
      if ("ci" in row && row.ci) {
        tally.given++;
        if (row.ci[0] <= 0 && row.ci[1] >= 0) tally.covered++;
      } else
        tally.because ??= "because" in row ? row.because : "withheld" in row ? row.withheld : "no interval";
    }
  }
  return [...tallies.values()];
}

const START = "<!-- written by examples/regressionErrors.ts -->";
const END = "<!-- end of regression errors -->";

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const redraws = Number(process.argv[2] ?? 400);
  const lines: string[] = [];
  for (const [name, model] of Object.entries(networks))
    for (const [design, one] of Object.entries(DESIGNS)) {
      const found = placebos(model.draw(rng("placebo network")), one, redraws);
      const cells = COLUMNS.map((column) => {
        const tally = found.find((each) => each.column === column);
        if (!tally) return "not possible";
        if (tally.given < 0.05 * tally.assignments) return "none";
        const without = 1 - tally.given / tally.assignments;
        return `${(tally.covered / tally.given).toFixed(3)}${without > 0.005 ? ` (${without.toFixed(2)})` : ""}`;
      });
      console.error(
        name,
        design,
        cells.join(" "),
        found.map(({ because }) => because?.slice(0, 60) ?? "").join(" / "),
      );
      lines.push(`| ${name} | ${design} | ${cells.join(" | ")} |`);
    }
  const page = new URL("../docs/numbers.md", import.meta.url);
  const [before, rest] = readFileSync(page, "utf8").split(START) as [string, string];
  const head = `Over ${redraws} assignments a cell (Monte Carlo error of a coverage of 0.95: ${Math.sqrt((0.95 * 0.05) / redraws).toFixed(3)}):\n\n| network | design | ${COLUMNS.join(" | ")} |\n|${"---|".repeat(COLUMNS.length + 2)}`;
  writeFileSync(page, `${before}${START}\n\n${head}\n${lines.join("\n")}\n\n${END}${rest.split(END)[1]!}`);
}
