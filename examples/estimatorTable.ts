// How the estimators of contrasts and of the global effect do: 5 kinds of networks × 6 designs. Bias, error and coverage by diagnosis. Writes the
// table of docs/numbers.md between its marks: npx tsx examples/estimatorTable.ts [simulations]
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import {
  anyTreatedNeighbor,
  type DiagnosisRow,
  diagnose,
  exposureResponse,
  SpillwayError,
  study,
} from "spillway";
import type { Design } from "spillway/designs";
import {
  type Estimator,
  expectedEffect,
  exposureRegression,
  exposureReweightedLinear,
  hajek,
  horvitzThompson,
  snipe,
} from "spillway/estimators";
import type { NetworkModel } from "spillway/networks";
import { designs, networks } from "./coverageTable.ts";

/** Estimators of the spillover, and of the global average treatment effect (GATE). */
const CONTRASTS: readonly Estimator[] = [
  hajek(),
  horvitzThompson(),
  exposureRegression({ covariates: ["degree"] }),
  expectedEffect(),
];
const GLOBAL: readonly Estimator[] = [snipe(), exposureReweightedLinear()];

/** The diagnosis of all estimators that one network and design allow. */
export async function estimatorRows(
  network: NetworkModel,
  design: Design,
  simulations: number,
): Promise<readonly DiagnosisRow[]> {
  const rows: DiagnosisRow[] = [];
  const asked = [
    ...CONTRASTS.map((estimator) => [estimator, { spillover: ["indirect", "none"] as const }] as const),
    ...GLOBAL.map((estimator) => [estimator, { everybody: { kind: "global" } as const }] as const),
  ];
  for (const [estimator, inquiry] of asked)
    try {
      const made = study({
        seed: "estimators",
        model: {
          network,
          agents: exposureResponse({
            outcomes: { none: 0, indirect: 0.5, direct: 1, both: 1.5 },
            ...{ spread: 1, perNeighbor: 0.1, effectSpread: 0.3 },
          }),
        },
        inquiry,
        data: { assign: design, expose: anyTreatedNeighbor() },
        answer: [estimator],
      });
      rows.push(...(await diagnose(made, { simulations })).rows);
    } catch (cause) {
      // The design or the estimator is not possible here: the table leaves the cell empty.
      if (!(cause instanceof SpillwayError)) throw cause;
    }
  return rows;
}

const START = "<!-- written by examples/estimatorTable.ts -->";
const END = "<!-- end of estimators -->";

/** A line of the table: bias, root mean squared error and coverage, or the share without an interval. */
function cells({ bias, rmse, coverage, noInterval, noEstimate }: DiagnosisRow): string {
  const number = (x: number | undefined): string => (x === undefined ? "–" : x.toFixed(2));
  const none = noInterval.value + noEstimate.value;
  return `${number(bias?.value)}, ${number(rmse?.value)}, ${coverage === undefined ? "none" : coverage.value.toFixed(2)}${none > 0.005 ? ` (${none.toFixed(2)})` : ""}`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const simulations = Number(process.argv[2] ?? 200);
  const names = [...CONTRASTS, ...GLOBAL].map(({ name }) => name);
  const lines: string[] = [];
  for (const [network, model] of Object.entries(networks))
    for (const [name, design] of Object.entries(designs)) {
      const rows = await estimatorRows(model, design, simulations);
      const of = (estimator: string): string => {
        const row = rows.find((one) => one.estimator === estimator);
        return row ? cells(row) : "–";
      };
      lines.push(`| ${network} | ${name} | ${names.map(of).join(" | ")} |`);
    }
  const page = new URL("../docs/numbers.md", import.meta.url);
  const [before, rest] = readFileSync(page, "utf8").split(START) as [string, string];
  const head = `Over ${simulations} assignments a cell:\n\n| network | design | ${names.join(" | ")} |\n|${"---|".repeat(names.length + 2)}`;
  writeFileSync(page, `${before}${START}\n\n${head}\n${lines.join("\n")}\n\n${END}${rest.split(END)[1]!}`);
}
