// Journals whose last line is torn at every byte; runPlan.test.ts tears it at every ninth.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { linearInMeans } from "../../src/agents/synthetic/linearInMeans.ts";
import { rng } from "../../src/core/rng.ts";
import { runPlan } from "../../src/run/runPlan.ts";
import { planOf, ring, still } from "./ring.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-torn-"));
afterAll(() => rmSync(folder, { recursive: true }));

it("a run resumes from a last line torn at every byte, to the same bytes", async () => {
  const network = ring(4);
  const plan = planOf(network, [
    [0, 1, 0, 0],
    [1, 1, 0, 0],
    [0, 0, 0, 1],
  ]);
  const population = linearInMeans({ endogenous: 0.5, noise: 1 });
  const agentOf = population.create({ network, arms: plan.arms, rng: rng(5) });
  const journalPath = join(folder, "journal.jsonl");
  const played = async (): Promise<string> => {
    await runPlan({ plan, network, population, agentOf, rounds: 2, rng: rng(8), clock: still, journalPath });
    return readFileSync(journalPath, "utf8");
  };
  const expected = await played();
  const lines = expected.split("\n");
  for (const line of [0, 6, lines.length - 2]) {
    const start = lines.slice(0, line).join("\n").length + (line === 0 ? 0 : 1);
    for (let cut = start; cut <= start + lines[line]!.length; cut++) {
      writeFileSync(journalPath, expected.slice(0, cut));
      expect((await played()) === expected, `cut at byte ${cut}`).toBe(true);
    }
  }
});
