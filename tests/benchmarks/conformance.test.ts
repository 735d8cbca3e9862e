import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { benchmarks } from "../../src/benchmarks/benchmarks.ts";
import { benchmarkFiles } from "../../src/benchmarks/play/benchmarkFiles.ts";
import { runBenchmark } from "../../src/benchmarks/play/runBenchmark.ts";
import { wantBenchmark } from "../../src/benchmarks/play/wantBenchmark.ts";
import { variantStudies } from "./variantStudies.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-bench-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the catalogue has each benchmark once, with its question, treatment, exposure, estimand and sources", () => {
  expect(benchmarks.map(({ name }) => name)).toEqual([
    ...["information-cascade", "conformity", "wisdom-of-crowds", "complex-contagion", "naming-game"],
    ...["opinion-dynamics", "govsim", "public-goods", "beauty-contest"],
  ]);
  const page = readFileSync("docs/benchmarks.md", "utf8");
  for (const one of benchmarks) {
    for (const words of [one.question, one.treatment, one.exposure, one.estimand, one.title])
      expect(words.length).toBeGreaterThan(5);
    expect(one.question).toMatch(/\?$/);
    expect(one.sources.length).toBeGreaterThan(0);
    expect(new Set(one.variants.map(({ name }) => name)).size).toBe(one.variants.length);
    expect(page).toContain(`\n### ${one.name}\n`);
    expect(wantBenchmark(one.name)).toBe(one);
  }
  expect(() => wantBenchmark("beauty-kontest")).toThrow('did you mean "beauty-contest"?');
});

describe.each(benchmarks.map((one) => [one.name, one] as const))("%s", (_, one) => {
  test("is a study for synthetic agents, and with one line changed the same study for language models", async () => {
    const files = benchmarkFiles(one);
    const lines = files.get("study.yaml")!.split("\n");
    for (const file of ["language.yaml", "disguised.yaml"]) {
      const other = benchmarkFiles(one, { file, model: "openai/gpt-x" }).get("study.yaml")!.split("\n");
      expect(other.filter((line, k) => line !== lines[k])).toHaveLength(1);
    }
    const made = await variantStudies(one);
    for (const study of made) expect(study.model.agents.synthetic).toBe(true);
    // The control questions name the arms of the design.
    expect(Object.keys(made[0]!.data.ask![0]!.answers!).sort()).toEqual([...one.arms].sort());
  });

  test("tells language models the game in two ways, whose templates are sound", async () => {
    const sent = new Set<string>();
    for (const file of ["language.yaml", "disguised.yaml"])
      for (const study of await variantStudies(one, { file, model: "openai/gpt-x" }))
        sent.add(JSON.stringify(study.model.agents.params));
    expect(sent.size).toBe(2);
  });
});

const EXACT = ["beauty-contest", "wisdom-of-crowds"];
test.each(EXACT)("%s: agents without chance do what the formula says, in every world", async (name) => {
  const { rows, controls } = await runBenchmark(wantBenchmark(name), { out: join(folder, name), worlds: 1 });
  expect(rows.filter(({ exact }) => exact !== undefined).length).toBeGreaterThan(3);
  for (const { quantity, estimate, exact } of rows)
    if (exact !== undefined && estimate !== undefined)
      expect(Math.abs(estimate - exact), quantity).toBeLessThan(1e-9 * (1 + Math.abs(exact)));
  expect(controls.length).toBeGreaterThan(0);
});

test("agents are named in words, and what is no agent, or is another study's folder, is refused", async () => {
  const beauty = wantBenchmark("beauty-contest");
  const out = join(folder, "beauty-contest");
  for (const [options, words] of [
    [{ agents: "gpt" }, "agents must be synthetic"],
    [{ agents: "http://localhost:1/v1" }, "must name its model"],
    [{ disguised: true }, "nothing to disguise"],
    [{ agents: "own.yaml", disguised: true }, "leave out --disguised"],
    [{ agents: "openai/gpt-x" }, "says something else"],
    [{ worlds: 0 }, "worlds"],
  ] as const)
    await expect(runBenchmark(beauty, { out, ...options })).rejects.toThrow(words);
});
