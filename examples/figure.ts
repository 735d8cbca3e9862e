// Draws docs/figure.svg, the figure of the README, from the study in examples/spillover. Run with: npx tsx examples/figure.ts
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readStudy } from "spillway";
import { estimatesSvg, networkSvg, reportOf } from "spillway/report";
import { systemClock } from "spillway/run";
import { runStudy } from "spillway/studies";

const study = await readStudy(new URL("./spillover/study.yaml", import.meta.url).pathname);
const out = mkdtempSync(join(tmpdir(), "figure-"));
const result = await runStudy(study, { out, clock: systemClock });
rmSync(out, { recursive: true });
if (!result.complete) throw new Error("the run did not finish");
const report = reportOf(result);

const left = networkSvg(report, { id: "agents" });
const right = await estimatesSvg(report, { id: "effects", width: 560 });
const size = (svg: string): readonly [number, number] => {
  const [, width, height] = /<svg[^>]* width="([\d.]+)"[^>]* height="([\d.]+)"/.exec(svg)!;
  return [Number(width), Number(height)];
};
const [leftWidth, leftHeight] = size(left);
const [rightWidth, rightHeight] = size(right);
const height = Math.max(leftHeight, rightHeight);
const placed = (svg: string, x: number, y: number): string => svg.replace("<svg ", `<svg x="${x}" y="${y}" `);
writeFileSync(
  new URL("../docs/figure.svg", import.meta.url),
  `<svg xmlns="http://www.w3.org/2000/svg" width="${leftWidth + rightWidth}" height="${height}" viewBox="0 0 ${leftWidth + rightWidth} ${height}">${placed(left, 0, (height - leftHeight) / 2)}${placed(right, leftWidth, (height - rightHeight) / 2)}</svg>\n`,
);
