// How the rule of panels does on roll-outs whose truth is known. Writes the rows of the table in docs/panels.md, of all families or of some:
// npx tsx examples/panel/coverage.ts 500 "placebo|placebo, drift"
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { type PanelScore, panelScore } from "./panelScore.ts";
import { type PanelFamily, syntheticPanel } from "./syntheticPanels.ts";

/** Families of the table. Those that the rule does not hold for are there too. */
export const FAMILIES: readonly PanelFamily[] = [
  { name: "neighbours", known: true, direct: 0.5, neighbours: 0.5 },
  { name: "neighbours, drift", known: true, direct: 0.5, neighbours: 0.5, steps: 0.1 },
  { name: "neighbours, seasons", known: true, direct: 0.5, neighbours: 0.5, season: 0.3 },
  { name: "placebo, trend", known: true, direct: 0, trend: 0.05 },
  { name: "outcomes 0 or 1", known: true, direct: 0.5, neighbours: 0.5, binary: true, steps: 0.05 },
  { name: "saturating neighbours", known: true, direct: 0.5, neighbours: 0.5, saturating: true },
  { name: "slow, neighbours", known: true, direct: 0.5, neighbours: 0.5, speed: 0.5 },
  { name: "placebo", known: false, direct: 0 },
  { name: "placebo, drift", known: false, direct: 0, steps: 0.1, counts: true },
  { name: "own effect, trend", known: false, direct: 0.5, trend: 0.03 },
  { name: "spillover on everybody", known: false, direct: 0.5, everybody: 0.5 },
  { name: "neighbours unknown, drift", known: false, direct: 0.5, neighbours: 0.5, steps: 0.05 },
  {
    name: "crowding out, heavy tails",
    known: false,
    direct: 0.8,
    everybody: -0.6,
    heavy: true,
    counts: true,
  },
  { name: "burn-in", known: false, direct: 0.5, everybody: 0.3, burnIn: 1 },
  { name: "seasons", known: false, direct: 0.5, season: 0.3 },
  { name: "growing with duration", known: false, direct: 0.2, growth: 0.05, steps: 0.03 },
  { name: "slow spillover", known: false, direct: 0.5, everybody: 0.5, speed: 0.4 },
];

function line({ name, known }: PanelFamily, score: PanelScore, runs: number): string {
  const { truth, bias, rmse, plain, given, covered, length } = score;
  const cells = [truth, bias, rmse, plain].map((x) =>
    (Object.is(Math.round(x * 1000), -0) ? 0 : x).toFixed(3),
  );
  const interval =
    given === 0 ? ["0.000", "", ""] : [given.toFixed(3), covered.toFixed(3), length.toFixed(2)];
  return `| ${[name, known ? "known" : "unknown", runs, ...cells, ...interval].join(" | ")} |`;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const runs = Number(process.argv[2] ?? 500);
  // All families, or those that are named with a | between; the other rows stay as they are.
  const wanted = process.argv[3]?.split("|");
  for (const family of FAMILIES) {
    if (wanted && !wanted.includes(family.name)) continue;
    const text = line(
      family,
      panelScore((seed) => syntheticPanel(family, seed), runs, 100, "shown"),
      runs,
    );
    console.log(text);
    const page = new URL("../../docs/panels.md", import.meta.url);
    const before = readFileSync(page, "utf8");
    const row = before.split("\n").find((one) => one.startsWith(`| ${family.name} | `));
    if (row === undefined) throw new Error(`docs/panels.md has no row of ${family.name}`);
    writeFileSync(
      page,
      before.replace(row, () => text),
    );
  }
}
