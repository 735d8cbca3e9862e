// How often the default interval covers, over simulated experiments: 5 kinds of networks × 6 designs × 3 effects. Writes the table
// of docs/numbers.md between its marks: npx tsx examples/coverageTable.ts
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import {
  bernoulli,
  complete,
  type Design,
  ego,
  graphCluster,
  independentSetDesign,
} from "../designs/index.ts";
import { hajek } from "../estimators/index.ts";
import { type NetworkModel, randomGeometric, stochasticBlock } from "../src/entries/networks.ts";
import {
  allTreated,
  anyTreatedNeighbor,
  type DiagnosisRow,
  diagnose,
  erdosRenyi,
  exposureResponse,
  preferentialAttachment,
  SpillwayError,
  smallWorld,
  study,
} from "../src/index.ts";

const N = 200;
const SIMULATIONS = 400;

/** The kinds of networks, about 6 neighbours each. */
export const networks: Readonly<Record<string, NetworkModel>> = {
  "small world": smallWorld({ n: N, k: 6, rewire: 0.1 }),
  "random graph": erdosRenyi({ n: N, p: 0.03 }),
  hubs: preferentialAttachment({ n: N, m: 3 }),
  communities: stochasticBlock({ sizes: [50, 50, 50, 50], within: 0.1, between: 0.007 }),
  geometric: randomGeometric({ n: N, radius: 0.1 }),
};

export const designs: Readonly<Record<string, Design>> = {
  "coins 0.2": bernoulli({ probability: 0.2 }),
  "40 of 200": complete({ treated: 40 }),
  communities: graphCluster({ resolution: 3 }),
  "balanced clusters": graphCluster({ method: "balanced", clusters: 40 }),
  ego: ego({}),
  "independent set": independentSetDesign({ effect: "spillover" }),
};

const spread = { spread: 1, perNeighbor: 0.1, effectSpread: 0.3 };

/** The rows of one network and design: direct, spillover and global; a design that is not possible has none. */
export async function coverageRows(
  network: NetworkModel,
  design: Design,
  simulations: number,
): Promise<readonly DiagnosisRow[]> {
  const near = { none: 0, indirect: 0.5, direct: 1, both: 1.5 };
  const base = { seed: "coverage", answer: [hajek()] };
  const studies = [
    () =>
      study({
        ...base,
        model: { network, agents: exposureResponse({ outcomes: near, ...spread }) },
        inquiry: { direct: ["direct", "none"], spillover: ["indirect", "none"] },
        data: { assign: design, expose: anyTreatedNeighbor() },
      }),
    () =>
      study({
        ...base,
        model: {
          network,
          agents: exposureResponse({ outcomes: { none: 0, mixed: 0.7, all: 1.5 }, ...spread }),
        },
        inquiry: { global: ["all", "none"] },
        data: { assign: design, expose: allTreated() },
      }),
  ];
  const rows: DiagnosisRow[] = [];
  for (const make of studies) {
    try {
      rows.push(...(await diagnose(make(), { simulations })).rows);
    } catch (error) {
      if (!(error instanceof SpillwayError)) throw error;
    }
  }
  return rows;
}

/** A cell: coverage, and in brackets the share of experiments without an interval. */
export function cellText(row: DiagnosisRow | undefined): string {
  if (row === undefined) return "not possible";
  const none = row.noEstimate.value + row.noInterval.value;
  if (row.coverage === undefined || none > 0.95) return "none";
  return `${row.coverage.value.toFixed(3)}${none === 0 ? "" : ` (${none.toFixed(2)})`}`;
}

/** The lines of the table, one for each network and design. */
export async function tableLines(
  simulations: number,
  wanted: (network: string, design: string) => boolean = () => true,
): Promise<string[]> {
  const lines: string[] = [];
  for (const [networkName, network] of Object.entries(networks))
    for (const [designName, design] of Object.entries(designs)) {
      if (!wanted(networkName, designName)) continue;
      const rows = await coverageRows(network, design, simulations);
      const cells = ["direct", "spillover", "global"].map((name) =>
        cellText(rows.find(({ contrast }) => contrast === name)),
      );
      lines.push(`| ${networkName} | ${designName} | ${cells.join(" | ")} |`);
    }
  return lines;
}

export const START = "<!-- written by examples/coverageTable.ts -->";
const END = "<!-- end of coverage table -->";

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const simulations = Number(process.argv[2] ?? SIMULATIONS);
  const lines = await tableLines(simulations);
  const page = new URL("../docs/numbers.md", import.meta.url);
  const text = readFileSync(page, "utf8");
  const [before, rest] = text.split(START) as [string, string];
  const table = [
    "| network | design | direct | spillover | global |",
    "|---|---|---|---|---|",
    ...lines,
  ].join("\n");
  const error = Math.sqrt((0.95 * 0.05) / simulations).toFixed(3);
  const head = `Over ${simulations} simulated experiments a cell (Monte Carlo error of a coverage of 0.95: ${error}); in brackets the share of them without an interval:`;
  writeFileSync(page, `${before}${START}\n\n${head}\n\n${table}\n\n${END}${rest.split(END)[1]!}`);
}
