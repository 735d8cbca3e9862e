import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { SpillwayError } from "../../src/core/SpillwayError.ts";
import { compareSystemFiles } from "../../src/systems/compareSystemFiles.ts";
import { parsePair } from "../../src/systems/parsePair.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-systems-"));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

const runs = ["m1", "m2"].flatMap((system, s) =>
  [1, 2, 3, 4, 5].flatMap((task) =>
    [1, 2].map((epoch) => ({
      system,
      task: `q${task}`,
      epoch,
      score: (task * (s + 2) * epoch) % 3 === 0 ? 1 : 0,
    })),
  ),
);
const table = (sign: string): string =>
  [["system", "task", "epoch", "score"], ...runs.map((run) => Object.values(run))]
    .map((cells) => cells.join(sign))
    .join("\n");
const inspect = (system: string): string =>
  JSON.stringify({
    version: 2,
    status: "success",
    eval: { task: "quiz", model: system },
    samples: runs
      .filter((run) => run.system === system)
      .map(({ task, epoch, score }) => ({
        id: task,
        epoch,
        scores: { score: { value: score === 1 ? "C" : "I" } },
      })),
  });

const formats: readonly (readonly [string, () => readonly string[]])[] = [
  ["CSV", () => [file("a.csv", table(","))]],
  ["TSV", () => [file("a.tsv", table("\t"))]],
  ["semicolons", () => [file("b.csv", table(";"))]],
  ["gzipped", () => [file("a.csv.gz", gzipSync(table(",")))]],
  ["JSONL", () => [file("a.jsonl", runs.map((run) => JSON.stringify(run)).join("\n"))]],
  ["a JSON list", () => [file("a.json", JSON.stringify(runs))]],
  [
    "a file for each system",
    () =>
      ["m1", "m2"].map((system) =>
        file(
          `${system}.jsonl`,
          runs
            .filter((run) => run.system === system)
            .map((run) => JSON.stringify(run))
            .join("\n"),
        ),
      ),
  ],
  ["logs of Inspect", () => ["m1", "m2"].map((system) => file(`log-${system}.json`, inspect(system)))],
];

test.each(formats)("the same scores give the same numbers, out of %s", async (_, files) => {
  const { rows } = await compareSystemFiles(files(), { baseline: "m1" });
  const { rows: wanted } = await compareSystemFiles([file("wanted.csv", table(","))], { baseline: "m1" });
  const numbers = ({ difference, se, ci, p, units, tasks, claim }: (typeof rows)[number]) => ({
    difference,
    se,
    ci,
    p,
    units,
    tasks,
    claim,
  });
  expect(rows.map(numbers)).toEqual(wanted.map(numbers));
  expect(rows[0]).toMatchObject({ units: 5, claim: "modelled" });
});

test("of Inspect, samples that failed or were not judged have no score, and scores of several names each have a row", async () => {
  const log = (model: string, value: number): string =>
    JSON.stringify({
      eval: { task: "t", model },
      samples: [1, 2, 3].map((id) => ({
        id,
        epoch: 1,
        scores: { judge: { value: { style: value * id, fact: value } } },
        ...(id === 3 ? { error: { message: "timeout" } } : {}),
      })),
    });
  const files = [file("x.json", log("x", 1)), file("y.json", log("y", 3))];
  const { rows, scores } = await compareSystemFiles(files, { baseline: "x" });
  expect(scores).toEqual(["score.judge.style", "score.judge.fact"]);
  expect(rows.map(({ tasks, claim }) => [tasks, claim])).toEqual([
    [2, "association"],
    [2, "association"],
  ]);
});

const damaged: readonly (readonly [string, string, object, string])[] = [
  [
    "a score that is no number",
    "system,task,score\na,1,good\nb,1,2",
    {},
    "damaged.csv:2: compare: score must be a number",
  ],
  ["a mark of a missing score", "system,task,score\na,1,NA\nb,1,2", {}, "--missing NA"],
  [
    "a row without a system",
    "system,task,score\na,1,1\n,1,2",
    {},
    "damaged.csv:3: compare: this row has no system",
  ],
  [
    "a row without a task",
    "system,task,score\na,,1\nb,1,2",
    {},
    "damaged.csv:2: compare: this row has no task",
  ],
  ["a short row", "system,task,score\na,1\nb,1,2", {}, "damaged.csv:2"],
  ["no column of systems", "who,task,score\na,1,1", {}, "name it with --system"],
  ["no column of tasks", "system,what,score\na,1,1", {}, "name it with --task"],
  ["no score", "system,task,x\na,1,1", {}, "name it with --score"],
  ["two possible scores", "system,task,score,reward\na,1,1,2", {}, "name one or several with --score"],
  ["a column that is not there", "system,task,score\na,1,1", { task: "tsak" }, 'did you mean "task"'],
  ["a score that is not there", "system,task,score\na,1,1", { scores: ["scroe"] }, 'did you mean "score"'],
  [
    "a contrast of unknown systems",
    "system,task,score\na,1,1\nb,1,1",
    { contrasts: ["x=a:c"] },
    "there is no system",
  ],
  ["an archive of Inspect", "", {}, "write it as JSON first"],
];

test.each(damaged)("%s is an error that says where and what to do", async (what, text, options, why) => {
  const path = file(what.includes("archive") ? "log.eval" : "damaged.csv", text);
  const fault = await compareSystemFiles([path], options).catch((cause: unknown) => cause);
  expect(fault).toBeInstanceOf(SpillwayError);
  expect((fault as Error).message).toContain(why);
});

test("damaged rows may be left out, each named, and missing marks be told", async () => {
  const path = file("more.csv", `${table(",")}\nm1,q9,1,broken\nm2,q9,1,NA\n`);
  const { notes, rows } = await compareSystemFiles([path], {
    baseline: "m1",
    skipDamaged: 1,
    dialect: { missing: ["NA"] },
  });
  expect(notes.join()).toContain("more.csv:22: compare: score must be a number");
  expect(rows[0]!.warnings.join()).toContain("scores are missing: 1 of m2, 0 of m1");
});

test("answers that repeat are said in every row", async () => {
  const text = "This answer was written once and then copied for every task that there is, word by word.";
  const answers = file(
    "answers.jsonl",
    runs.map((run) => JSON.stringify({ ...run, answer: text })).join("\n"),
  );
  const { rows, findings } = await compareSystemFiles([file("c.csv", table(","))], {
    baseline: "m1",
    answers: [answers],
  });
  expect(findings.some(({ check, verdict }) => check === "repeated texts" && verdict === "flagged")).toBe(
    true,
  );
  expect(rows[0]!.warnings.join()).toContain("repeated texts in answer, 20 rows");
});

test("names of systems may hold colons and equals signs", () => {
  const systems = ["openai:gpt=4", "local:llama:8b"];
  expect(parsePair("x=openai:gpt=4:local:llama:8b", systems)).toEqual({
    name: "x",
    first: systems[0],
    second: systems[1],
  });
});

const shared = "../shared/data";
describe.skipIf(!existsSync(shared))("on published tables (skipped: ../shared/data is not there)", () => {
  test("what one system got is not compared with itself by agents: harvests of a run are one", async () => {
    const { rows } = await compareSystemFiles([`${shared}/govsim-sheep/harvests.csv`], {
      system: "arm",
      task: "seed",
      scores: ["collected"],
      paired: false,
      contrasts: ["x=soft_advisory:baseline"],
    });
    expect(rows[0]).toMatchObject({ units: [5, 5], count: 252 });
  });
});
