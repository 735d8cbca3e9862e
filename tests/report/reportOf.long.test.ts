import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { complete, fixed } from "../../designs/index.ts";
import { differenceInMeans } from "../../estimators/index.ts";
import { exposureResponse } from "../../src/agents/index.ts";
import type { FinishedRun } from "../../src/experiment/runStudy.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import { fromEdges } from "../../src/network/fromEdges.ts";
import { renderReport } from "../../src/report/renderReport.ts";
import { reportOf } from "../../src/report/reportOf.ts";
import { run } from "../../src/report/run.ts";
import { type StudyInput, study } from "../../src/study/study.ts";

const home = mkdtempSync(join(tmpdir(), "spillway-report-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const ring = (n: number) =>
  fromEdges(Array.from({ length: n }, (_, i) => [`<b>${i}`, `<b>${(i + 1) % n}`] as const));
const input = (n: number): StudyInput => ({
  name: "<script>alert(1)</script>",
  model: {
    network: ring(n),
    agents: exposureResponse({ outcomes: { none: 0, indirect: 1, direct: 2, both: 3 } }),
  },
  inquiry: { spillover: ["indirect", "none"] },
  data: { assign: complete({ treated: Math.floor(n / 5) }), expose: anyTreatedNeighbor() },
  answer: [differenceInMeans()],
  seed: 1,
});

describe("reportOf", () => {
  test("shows hostile text as text, the truth, and where the numbers come from", async () => {
    const out = join(home, "small");
    const result = (await run(study(input(60)), { out })) as FinishedRun;
    const page = readFileSync(join(out, "report.html"), "utf8");
    expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(page).not.toContain("<script");
    expect(page).not.toContain("<b>0");
    expect(page).toContain(result.plan.hash);
    const report = reportOf(result, result.run.statuses);
    expect(report.truths).toEqual([
      { contrast: "spillover", value: 1, how: "exact, from the table of potential outcomes" },
    ]);
    expect(report.provenance.turns).toEqual([{ status: "ok", count: 120 }]);
    expect(report.probabilities.reduce((total, { observed }) => total + observed, 0)).toBe(60);
    expect(report.assumptions.map(({ name }) => name)).toContain("no-interference");
  });

  test("draws a part of networks of more than 5000 agents, and says so", async () => {
    const result = (await run(study(input(5001)), { out: join(home, "large") })) as FinishedRun;
    const report = reportOf(result);
    expect(report.positions).toBeUndefined();
    expect(report.positionsAbsent).toBe(
      "the network has 5001 agents, more than the 5000 that a picture can show",
    );
    expect(report.sample?.network.n).toBe(1500);
    const page = await renderReport(report);
    expect(page).toContain("A sample of 1500 of the 5001 agents is drawn");
    // Counts are of all agents.
    expect(page).toContain("Of 5001 agents:");
  });

  test("names long lists of settings by their length", async () => {
    const assignments = Array.from({ length: 100 }, (_, k) =>
      Array.from({ length: 5 }, (_, i) => (k >> i) & 1),
    );
    const own = study({ ...input(5), data: { ...input(5).data, assign: fixed({ assignments }) } });
    const result = (await run(own, { out: join(home, "fixed") })) as FinishedRun;
    expect(reportOf(result).provenance.design.params.assignments).toBe("100 entries, see the plan");
  });
});
