import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { measures } from "../../../src/measures/index.ts";
import { type Outcome, spillway } from "../spillway.ts";

const cwd = mkdtempSync(join(tmpdir(), "spillway-measure-"));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));
const run = (...args: string[]): Outcome => spillway(args, { cwd });

interface Row {
  readonly of?: string;
  readonly value?: number;
  readonly unit?: string;
  readonly n?: number;
  readonly cells?: number;
  readonly p?: number;
  readonly null?: string;
  readonly withheld?: string;
  readonly because?: string;
  readonly claim: string;
  readonly notes: readonly string[];
}

const rows = (...args: string[]): Row[] => {
  const { code, out, err } = run("measure", ...args, "--json");
  expect(err).toBe("");
  expect(code).toBe(0);
  return (JSON.parse(out) as { rows: Row[] }).rows;
};

const study = (hears: string): string => `seed: 3
model:
  network: { kind: ring-lattice, n: 10, k: 2 }
  agents: { kind: naming-game, words: [Q, M], memory: 3, mistakes: 0.2, committed: M }
inquiry: { direct: [direct, none] }
data:
  assign: { kind: complete, treated: 3 }
  expose: any-treated
  rounds: 12
  worlds: 6
  interact: { channel: ${hears}, delivery: 0.7 }
answer: [hajek]
`;

beforeAll(() => {
  writeFileSync(join(cwd, "talk.yaml"), study("one-neighbour"));
  writeFileSync(join(cwd, "cut.yaml"), study("none"));
  expect(run("run", "talk.yaml", "--out", "r", "--quiet").code).toBe(0);
  expect(run("run", "cut.yaml", "--out", "c", "--quiet").code).toBe(0);
  writeFileSync(
    join(cwd, "log.jsonl"),
    Array.from({ length: 40 }, (_, r) =>
      JSON.stringify({ agent: `a${r % 2}`, round: r >> 1, said: r % 3 }),
    ).join("\n"),
  );
}, 100_000);

describe("a table as it stands", () => {
  const many = (row: (k: number) => string): string =>
    Array.from({ length: 80 }, (_, k) => row(k)).join("\n");
  test("needs neither agents nor arms: each row is a record", () => {
    writeFileSync(
      join(cwd, "plain.csv"),
      `model,answer\n${many((k) => `${k % 2},${k % 4 < 2 ? "yes" : "no"}`)}`,
    );
    const [row] = rows("mutual-information", "plain.csv", "--variable", "model", "--variable", "answer");
    expect(row).toMatchObject({ n: 80, cells: 4, plugIn: 0, claim: expect.stringContaining("association") });
    writeFileSync(join(cwd, "copy.csv"), `agent,outcome\n${many((k) => `a${k % 2},${k % 2}`)}`);
    const [copy] = rows("mutual-information", "copy.csv", "--variable", "agent", "--variable", "outcome");
    expect(copy!.value!).toBeGreaterThan(0.99);
  });
  test("numbers that no double tells apart are labels, and marks among numbers are told", () => {
    writeFileSync(
      join(cwd, "odd.csv"),
      `id,y\n${many((k) => `${9007199254740992n + BigInt(k)},${k === 3 ? "NA" : k % 4}`)}`,
    );
    expect(rows("entropy", "odd.csv", "--variable", "id")[0]).toMatchObject({ n: 80, cells: 80 });
    const [told] = rows("entropy", "odd.csv", "--variable", "y");
    expect(told!.notes.join()).toMatch(/column "y" was read as texts, because of "NA" in 1 of 80 rows/);
    expect(rows("entropy", "odd.csv", "--variable", "y", "--missing", "NA")[0]).toMatchObject({
      n: 79,
      cells: 4,
    });
  });
  test("has series where it has agents and rounds, in worlds that may have names", () => {
    const line = (k: number): string => `w${k % 2},${7 + ((k >> 1) % 2)},${k >> 2},${(k >> 2) % 2}`;
    writeFileSync(join(cwd, "series.csv"), `world,agent,round,said\n${many(line)}`);
    const [row] = rows("active-information", "series.csv", "--variable", "said");
    expect(row).toMatchObject({ n: 2 * 2 * 19 });
    expect(row!.value!).toBeGreaterThan(0.9);
    writeFileSync(join(cwd, "without.csv"), `who,round,said\n${many(line).replaceAll(/^w\d,/gm, "")}`);
    const { code, err } = run("measure", "active-information", "without.csv", "--variable", "said");
    expect(code).toBe(2);
    expect(err).toContain('no column "agent"');
  });
});

describe("spillway measure", () => {
  test("lists the measures, and says of each what its variables and settings are", () => {
    const { out } = run("measure");
    for (const { kind } of measures) expect(out).toContain(kind);
    expect(out).toContain("emergence");
    for (const { kind } of measures) expect(run("measure", kind)).toMatchObject({ code: 0, err: "" });
    expect(run("measure", "transfer-entropy").out).toContain("variables: 2 (source, target)");
  });

  test("draws assignments anew where a variable is one, and says so beside unit, records and cells", () => {
    const [row] = rows("mutual-information", "r", "--variable", "arm", "--variable", "said", "--draws", "99");
    expect(row).toMatchObject({
      unit: "bits",
      n: 720,
      cells: 4,
      p: 0.01,
      null: "assignments of the design complete drawn anew",
      claim: "follows from the random assignment alone",
    });
    expect(
      rows("mutual-information", "r", "--variable", "condition", "--variable", "said", "--draws", "19")[0],
    ).toMatchObject({ p: 0.05 });
  });

  test("draws deliveries anew with the study's probabilities", () => {
    const [row] = rows(
      "information-flow",
      "r",
      "--variable",
      "delivered",
      "--variable",
      "said",
      "--draws",
      "99",
    );
    expect(row!.null).toBe("deliveries of messages drawn anew with the study's probabilities");
    expect(row!.notes).toContain("for the probabilities of the input that were given");
    // Agents say a word of their own memory: one message dropped changes it seldom, so nothing need be found.
    expect(row!.p).toBeGreaterThan(0);
  });

  test("exchanges worlds for what was not drawn, along edges and by itself, and is the same whenever it is asked", () => {
    const args = [
      "transfer-entropy",
      "r",
      "--source",
      "said",
      "--target",
      "said",
      "--edges",
      "--draws",
      "99",
    ];
    const [row] = rows(...args);
    // 20 edges, 6 worlds, 11 steps.
    expect(row).toMatchObject({ n: 1320, null: "said exchanged between the 6 worlds" });
    expect(row!.claim).toContain("association");
    expect(rows(...args)).toEqual([row]);
    const each = rows(...args, "--each");
    expect(each).toHaveLength(21);
    expect(each[0]!.of).toBe("mean of all edges");
    expect(each[1]).toMatchObject({ n: 66, unit: "bits" });
  });

  test("has a row for each value of a column", () => {
    const found = rows("entropy", "r", "--variable", "said", "--by", "arm");
    expect(found.map(({ of, n }) => [of, n])).toEqual([
      ["all", 720],
      ["arm treated", 216],
      ["arm control", 504],
    ]);
    expect(found[1]!.value).toBe(0);
    expect(found[0]!.withheld).toContain("depends on nothing");
  });

  test("tests emergence against worlds in which nobody hears anybody", () => {
    const found = rows("emergence", "r", "--controls", "c");
    expect(found).toHaveLength(6);
    for (const row of found) expect(row.null).toContain("6 control worlds; the smallest possible p is 0.143");
    expect(rows("emergence", "r")[0]!.withheld).toContain("nothing was randomized");
  });

  test("reads journals, tables and logs, and has no p-value where nothing is known to be randomized", () => {
    const [journal] = rows("entropy", "r/journal.jsonl", "--variable", "said");
    expect(journal!.n).toBe(720);
    const [units] = rows("mutual-information", "r/units.csv", "--variable", "arm", "--variable", "outcome");
    expect(units).toMatchObject({
      n: 60,
      withheld: expect.stringContaining("nothing is known of a randomization"),
    });
    const [log] = rows(
      "transfer-entropy",
      "log.jsonl",
      "--source",
      "said",
      "--target",
      "said",
      "--edge",
      "a0:a1",
      "--set",
      "fewRecords=warn",
    );
    expect(log).toMatchObject({ n: 19, cells: 27 });
  });

  test("refuses too few records as an ordinary result, which a setting allows", () => {
    const args = ["mutual-information", "log.jsonl", "--variable", "round", "--variable", "said"];
    expect(rows(...args)[0]!.because).toContain("40 records for a table of 60 cells");
    expect(rows(...args, "--set", "fewRecords=warn")[0]!.value).toBeDefined();
    // Two classes of each are four cells.
    expect(rows(...args, "--bins", "2")[0]).toMatchObject({ n: 40, cells: 4 });
    expect(run("measure", ...args).out).toContain("no number: 40 records");
  });

  test("writes CSV with all that belongs to a number", () => {
    const args = ["measure", "entropy", "r", "--variable", "said", "--out", "rows.csv", "--quiet"];
    expect(run(...args)).toMatchObject({ code: 0 });
    const [header, line] = readFileSync(join(cwd, "rows.csv"), "utf8").split("\n");
    expect(header).toBe(
      "measure,variables,of,value,unit,plug_in,null_mean,effective,p,simultaneous,draws,n,missing,cells,correction,null,claim,because,withheld,notes",
    );
    expect(line).toMatch(/^entropy,said,,0\.\d+,bits,/);
  });

  test.each([
    [["entropie"], 'no measure "entropie" (did you mean "entropy"?)'],
    [["entropy", "nowhere", "--variable", "said"], 'no file or folder "nowhere"'],
    [["entropy", "."], "there is no run in"],
    [["entropy", "r", "--variable", "sayd"], 'no column "sayd" (did you mean "said"?)'],
    [["entropy", "r"], "entropy is of 1 variable, got 0"],
    [["mutual-information", "r", "--variable", "said"], "is of 2 variables, got 1"],
    [["transfer-entropy", "r", "--source", "said"], "--source and --target belong together"],
    [["entropy", "r", "--variable", "said", "--set", "estimator"], "--set wants name=value"],
    [["entropy", "r", "--variable", "said", "--set", "estimator=best"], "entropy: estimator must be"],
    [["entropy", "log.jsonl", "--variable", "said", "--map", "no-map"], 'no map "no-map"'],
    [
      ["transfer-entropy", "log.jsonl", "--source", "said", "--target", "said", "--edges"],
      "--edges needs a network",
    ],
    [
      ["mutual-information", "r", "--variable", "said", "--variable", "round", "--null", "assignments"],
      "no variable is of them",
    ],
    [
      ["continuous-mutual-information", "r", "--variable", "said", "--variable", "round"],
      "wanted numbers, got texts",
    ],
    [
      ["transfer-entropy", "r", "--source", "delivered", "--target", "said"],
      "delivered is of single messages",
    ],
    [["emergence", "r", "--set", "states=up"], "states must be moves or levels"],
    [["emergence", "r", "--variable", "said"], "must hold numbers"],
  ])("refuses %j", (args, words) => {
    const { code, err } = run("measure", ...args);
    expect(code).toBe(2);
    expect(err).toContain(words);
  });
});
