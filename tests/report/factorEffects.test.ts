import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import type { Json } from "../../src/core/canonicalJson.ts";
import { runFactors } from "../../src/report/runFactors.ts";
import { parseStudy } from "../../src/study-file/parseStudy.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-effects-"));
afterAll(() => rmSync(folder, { recursive: true }));
const clock = { elapsed: () => 0, time: () => "2026-01-01T00:00:00.000Z" };
const studyOf = (data: Json) => parseStudy(JSON.stringify(data));
const data = {
  seed: 3,
  model: {
    network: { kind: "small-world", n: 40, k: 4, rewire: 0.1 },
    agents: { kind: "exposure-response", outcomes: { none: 0, indirect: 2, direct: 3, both: 5 }, spread: 1 },
  },
  inquiry: { spillover: ["indirect", "none"] },
  data: { assign: { kind: "complete", treated: 8 }, expose: "any-treated" },
  answer: ["hajek"],
};

it("effects of factors are the contrast of what a level changes in every agent, exactly, over the other factors", async () => {
  const out = join(folder, "all");
  const grid = { "model.agents.outcomes.indirect": [2, 5, 9], "model.agents.outcomes.none": [0, 1] };
  const { effects } = await runFactors(data, grid, { studyOf, out, clock });
  const found = effects.rows.map((row) => [row.contrast, "estimate" in row ? row.estimate : undefined]);
  // Agents' own traits are the same in all runs and cancel; what is left is what was changed.
  expect(found).toEqual([
    ["model.agents.outcomes.indirect: 5 − 2: spillover", expect.closeTo(3, 9)],
    ["model.agents.outcomes.indirect: 9 − 2: spillover", expect.closeTo(7, 9)],
    ["model.agents.outcomes.none: 1 − 0: spillover", expect.closeTo(-1, 9)],
  ]);
  expect(readFileSync(join(out, "effects.csv"), "utf8").trim().split("\n")).toHaveLength(4);
});

it("runs with other plans have no effects agent by agent, and say so", async () => {
  const out = join(folder, "plans");
  const { effects } = await runFactors(data, { "data.assign.treated": [8, 10] }, { studyOf, out, clock });
  expect(effects).toEqual({ rows: [], because: expect.stringContaining("the runs differ in plan") });
  expect(existsSync(join(out, "effects.csv"))).toBe(false);
});
