import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Benchmark } from "../../src/benchmarks/Benchmark.ts";
import { benchmarks } from "../../src/benchmarks/benchmarks.ts";
import type { BenchmarkRow } from "../../src/benchmarks/play/BenchmarkRow.ts";
import { benchmarkFiles } from "../../src/benchmarks/play/benchmarkFiles.ts";
import type { Played } from "../../src/benchmarks/play/Played.ts";
import { runBenchmark } from "../../src/benchmarks/play/runBenchmark.ts";
import { wantBenchmark } from "../../src/benchmarks/play/wantBenchmark.ts";
import { planStudy } from "../../src/study/planStudy.ts";
import { faultServer } from "../support/faultServer.ts";
import { schemaModel } from "./schemaModel.ts";
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

/** The rows of a benchmark before anybody has played it: what is known and published is there, ours is not. */
async function unplayed(one: Benchmark): Promise<readonly BenchmarkRow[]> {
  const studies = await variantStudies(one);
  const played = studies.map((study, k): [string, Played] => {
    const plan = planStudy(study);
    const arms = plan.assignments.map((row) => Array.from(row, (arm) => plan.arms[arm]!));
    const outcomes = arms.map((row) =>
      Array.from({ length: study.data.rounds }, () => row.map(() => undefined)),
    );
    return [one.variants[k]!.name, { arms, outcomes }];
  });
  return one.rows(new Map(played));
}

/** The numbers of others that were read or recomputed, and where; a new one is added here by who has read it. */
const READ: Readonly<Record<string, readonly (readonly [value: number | string, read: string])[]>> = {
  "naming-game": [
    [0.01, "recomputed from the released runs"],
    [0.36, "recomputed from the released runs"],
    [1, "recomputed from the released runs"],
  ],
  govsim: [["collapse in 43 of 45 models and scenarios", "README of the released code"]],
};

test("no number of others stands without where it was read: not in the benchmarks, not on the page", async () => {
  const page = readFileSync("docs/benchmarks.md", "utf8");
  for (const one of benchmarks) {
    const rows = await unplayed(one);
    const found = rows.flatMap(({ published }) => (published?.found ? [published.found] : []));
    expect(
      found.map(({ value, read }) => [value, read]),
      one.name,
    ).toEqual(READ[one.name] ?? []);
    for (const { published } of rows) {
      if (published === undefined) continue;
      // A year is the only number that the name of a paper has, and a model's version.
      expect(published.source.replace(/\b(19|20)\d\d\b|Claude 3\.5/g, "")).not.toMatch(/\d/);
      const [who] = published.source.split(" ");
      expect(one.sources.join("\n"), published.source).toContain(who!);
    }
    const section = page.split(`\n### ${one.name}\n`)[1]!.split("\n### ")[0]!.split("<!-- end")[0]!;
    const cells = [...section.matchAll(/^\|(?:(?:\\\||[^|])*\|){5} *([^|\n]*?) *\|$/gm)].map(
      ([, cell]) => cell!,
    );
    for (const cell of cells.filter((text) => text !== "" && text !== "published" && !text.startsWith("-")))
      expect(cell).toMatch(/^not checked here; see \D+\d{4}|; (recomputed from|README of) /);
    expect(cells.filter((text) => text.includes("; re") || text.includes("; README"))).toHaveLength(
      found.length,
    );
  }
  expect(page).not.toMatch(/as the literature is remembered|; check\)/);
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

test("the beauty contest runs on an endpoint with one line changed, and its table has what the model there guessed", async () => {
  const one = wantBenchmark("beauty-contest");
  const server = await faultServer({ answer: schemaModel, rate: 0, seed: 1 });
  try {
    const out = join(folder, "endpoint");
    const { rows, stopped, agents } = await runBenchmark(one, {
      ...{ out, worlds: 1, agents: `${server.url}#mock` },
    });
    expect(stopped).toBeUndefined();
    expect(JSON.stringify(agents)).toContain("mock");
    const lines = readFileSync(join(out, "study.yaml"), "utf8").split("\n");
    const own = benchmarkFiles(one).get("study.yaml")!.split("\n");
    const changed = lines.filter((line, k) => line !== own[k]);
    expect(changed).toEqual([expect.stringContaining(server.url)]);
    const guess = rows.find(({ quantity }) => quantity === "first guess of those who were not told")!;
    // The middle of 0 to 100; what is known of the synthetic agents is not said of others.
    expect(guess.estimate).toBe(50);
    expect(rows.some(({ exact }) => exact !== undefined)).toBe(false);
  } finally {
    await server.close();
  }
});
