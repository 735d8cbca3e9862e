import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Json } from "../../src/core/canonicalJson.ts";
import { formatSignificant } from "../../src/report/formatNumber.ts";
import { run } from "../../src/report/run.ts";
import { runFactors } from "../../src/report/runFactors.ts";
import { changedStudy } from "../../src/study-file/changedStudy.ts";
import { parseStudy } from "../../src/study-file/parseStudy.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-factors-"));
afterAll(() => rmSync(folder, { recursive: true }));
const clock = { elapsed: () => 0, time: () => "2026-01-01T00:00:00.000Z" };
const studyOf = (data: Json) => parseStudy(JSON.stringify(data));
const data = {
  seed: 3,
  model: {
    network: { kind: "small-world", n: 30, k: 4, rewire: 0.1 },
    agents: { kind: "threshold", own: 0.3, peers: 0.5 },
  },
  inquiry: { spillover: ["indirect", "none"] },
  data: { assign: { kind: "complete", treated: 6 }, expose: "any-treated", rounds: 3 },
  answer: ["hajek", "difference-in-means"],
};
const grid = { "model.agents.peers": [0.2, 0.9], "data.rounds": [2, 4] };

describe("a run for every combination of some settings", () => {
  it("is what each of them is alone, with one table of all", async () => {
    const out = join(folder, "all");
    const cells: string[] = [];
    const found = await runFactors(data, grid, {
      ...{ studyOf, out, clock },
      onCell: (cell, number, of) => cells.push(`${number} of ${of}: ${JSON.stringify(cell)}`),
    });
    expect([found.complete, found.paths, found.runs.length]).toEqual([true, Object.keys(grid), 4]);
    expect(cells[1]).toBe('1 of 4: [["model.agents.peers",0.2],["data.rounds",4]]');
    const alone = join(folder, "alone");
    const changed = changedStudy(data, [
      ["model.agents.peers", 0.9],
      ["data.rounds", 2],
    ]);
    await run(await studyOf(changed), { out: alone, clock });
    for (const file of ["journal.jsonl", "estimates.json", "plan.json", "report.html"])
      expect(readFileSync(join(out, "3", file), "utf8")).toBe(readFileSync(join(alone, file), "utf8"));
    const table = readFileSync(join(out, "estimates.csv"), "utf8").trim().split("\n");
    expect(table[0]).toMatch(/^run,model\.agents\.peers,data\.rounds,contrast,estimator,estimate,se,/);
    expect(table.slice(1).map((line) => line.split(",").slice(0, 5).join(" "))).toEqual(
      ["1 0.2 2", "2 0.2 4", "3 0.9 2", "4 0.9 4"].flatMap((cell) => [
        `${cell} spillover hajek`,
        `${cell} spillover difference-in-means`,
      ]),
    );
    const page = readFileSync(join(out, "factors.html"), "utf8");
    // One row for each of four runs and two estimators; a run of other rounds has no comparable plan or has effects.
    expect(page.match(/<tr><td>[1-4]<\/td><td>0\.[29]<\/td><td>[24]<\/td><td>spillover<\/td>/g)?.length).toBe(
      8,
    );
    // Effects, their picture, and every run.
    expect(page.split("<h2").length).toBe(4);
    for (const { estimate } of found.effects.rows as readonly { readonly estimate?: number }[])
      if (estimate !== undefined) expect(page).toContain(`>${formatSignificant(estimate)}<`);
    expect(page).not.toMatch(/<script|NaN|undefined/);
    const own = readFileSync(join(alone, "estimates.csv"), "utf8").trim().split("\n");
    expect(table[5]).toBe(`3,0.9,2,${own[1]}`);
  });

  it("stops where a run stops, and goes on there", async () => {
    const out = join(folder, "stopped");
    const stopped = await runFactors(data, grid, { studyOf, out, clock, stopAfter: 70 });
    expect([stopped.complete, stopped.runs.length]).toEqual([false, 2]);
    expect(existsSync(join(out, "estimates.csv"))).toBe(false);
    while (!(await runFactors(data, grid, { studyOf, out, clock, stopAfter: 70 })).complete);
    for (const file of ["estimates.csv", "2/journal.jsonl", "4/journal.jsonl"])
      expect(readFileSync(join(out, file), "utf8")).toBe(readFileSync(join(folder, "all", file), "utf8"));
  });

  it("leaves a folder with other factors alone, and begins nothing when one combination is impossible", async () => {
    const out = join(folder, "all");
    const before = readFileSync(join(out, "factors.json"), "utf8");
    await expect(runFactors(data, { "data.rounds": [2] }, { studyOf, out, clock })).rejects.toThrow(
      `run: ${join(out, "factors.json")} holds other factors`,
    );
    expect(readFileSync(join(out, "factors.json"), "utf8")).toBe(before);
    const never = join(folder, "never");
    for (const [path, value, message] of [
      ["data.rounds", 0, "data.rounds must be a whole number of at least 1, got 0"],
      ["data.assign.treated", 30, "complete: treated must be an integer from 1 to 29, got 30"],
      ["data.assing.treated", 3, 'vary: there is no "assing" in data'],
    ] as const) {
      const impossible = runFactors(data, { [path]: [2, value] }, { studyOf, out: never, clock });
      await expect(impossible).rejects.toThrow(message);
    }
    expect(existsSync(never)).toBe(false);
  });
});
