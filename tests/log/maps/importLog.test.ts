import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { heardEdges, importLog } from "../../../src/log/maps/importLog.ts";
import { readyMaps } from "../../../src/log/maps/ready/readyMaps.ts";
import { recogniseLog } from "../../../src/log/maps/ready/recogniseLog.ts";
import type { Table } from "../../../src/log/table/Table.ts";
import { tableCsv } from "../../../src/log/table/tableCsv.ts";
import { parseAssignments } from "../../../src/log/units/assignments.ts";
import { withAssignments } from "../../../src/log/units/withAssignments.ts";
import { parseLogMap, readLogMap } from "../../../src/study-file/maps/readLogMap.ts";
import { agents, armOf, edges, outcomeOf, turns, writeDatabases, writeForeignLogs } from "./foreignLogs.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "spillway-maps-"));
  writeForeignLogs(folder);
  writeDatabases(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string): string => join(folder, name);
const put = (name: string, text: string): string => {
  writeFileSync(at(name), text);
  return at(name);
};
/** Rows as `agent round arm outcome`, agents by the number in their name. */
const rows = (table: Table): string[] => {
  const [head = "", ...lines] = [...tableCsv(table)].join("").trimEnd().split("\n");
  const names = head.split(",");
  return lines.map((line) => {
    const cells = line.split(",");
    const cell = (name: string): string => cells[names.indexOf(name)] ?? "";
    return [cell("agent").replace(/^\D*/, ""), cell("round"), cell("arm"), cell("outcome")].join(" ");
  });
};
const number = (name: string): string => name.replace(/^\D*/, "");
const expected = (all: boolean, outcome = outcomeOf): string[] =>
  (all ? turns : agents.map((i) => [i, 3] as const)).map(
    ([i, r]) => `${i} ${all ? r : 0} ${armOf(i)} ${outcome(i, r)}`,
  );

type Log = readonly [
  file: string,
  map: string,
  all: boolean,
  heard: "ring" | "none" | "other",
  arms?: boolean,
];
const LOGS: readonly Log[] = [
  ["otlp.json", "genai-spans", true, "ring"],
  ["openinference.jsonl", "openinference", true, "ring"],
  ["vercel.json", "vercel-ai", true, "ring"],
  ["mlflow.json", "mlflow", true, "ring"],
  ["langfuse.jsonl", "langfuse", true, "ring"],
  ["langsmith.jsonl", "langsmith", true, "none"],
  ["inspect.json", "inspect", false, "none"],
  ["edsl.csv", "edsl", false, "none"],
  ["empirica", "empirica", true, "ring"],
  ["otree.csv", "otree", true, "other"],
  ["concordia.json", "concordia", true, "ring", true],
  ["log_env.json", "govsim", true, "other", true],
  ["oasis.db", "oasis", true, "ring", true],
  ["ysocial.db", "ysocial", true, "ring"],
  ["deliberate.json", "deliberate-lab", false, "other"],
];

describe("logs of other systems of one experiment", () => {
  for (const [file, name, all, heard, arms] of LOGS)
    test(`${file} by the map ${name} gives the same table`, async () => {
      const map = await readLogMap(name);
      const imported = await importLog({ log: at(file), map });
      const units = arms
        ? withAssignments(
            imported.units,
            parseAssignments(readFileSync(at("arms.csv"), "utf8"), "arms.csv"),
            "arms.csv",
          )
        : imported.units;
      // Likes are counts, so they are another outcome.
      const wanted = expected(all, file === "oasis.db" ? (i) => i % 3 : outcomeOf);
      expect(rows(units).sort()).toEqual([...wanted].sort());
      const found = heardEdges(imported.heard).map(
        ([source, target]) => `${number(source)}>${number(target)}`,
      );
      if (heard !== "other") expect(found.sort()).toEqual(heard === "ring" ? edges : []);
      else expect(found.length).toBe(file === "otree.csv" ? 24 : 56);
    });

  test("each is known by its beginning, and each ready map is tried here or is our own", () => {
    for (const [file, map] of LOGS)
      if (file !== "empirica")
        expect([file, recogniseLog(readFileSync(at(file), "latin1"))?.name]).toEqual([file, map]);
    const tried = new Set(LOGS.map(([, map]) => map));
    expect(readyMaps.flatMap(({ name }) => (tried.has(name) ? [] : [name]))).toEqual([
      "journal",
      "spillway-spans",
    ]);
  });

  test("answers from a cache are told", async () => {
    const { notes } = await importLog({ log: at("edsl.csv"), map: await readLogMap("edsl") });
    expect(notes).toEqual([expect.stringMatching(/^1 of 8 records: the answer came from a cache/)]);
  });
});

const SIMPLE = "unit: a\nround: r\narm: z\noutcome: y\n";
const map = (yaml: string): ReturnType<typeof parseLogMap> => parseLogMap(yaml, "m.yaml", "m");
const read = (log: string, yaml: string, more: object = {}): ReturnType<typeof importLog> =>
  importLog({ log, map: map(yaml), ...more });

/** Kinds of damage: the log, and what is said. The second line of records is at fault unless the words say another. */
const GOOD = '{"a":"u1","r":1,"z":"t","y":1}';
const JSON_DAMAGE: readonly (readonly [what: string, line: string, words: RegExp])[] = [
  ["cut short", '{"a":"u2","r":1,"z":"t"', /wanted JSON/],
  ["two objects", '{"a":"u2"}{"a":"u3"}', /wanted JSON/],
  ["a comma too many", '{"a":"u2",}', /wanted JSON/],
  ["single quotes", "{'a':'u2'}", /wanted JSON/],
  ["NaN", '{"a":"u2","r":1,"z":"t","y":NaN}', /wanted JSON/],
  ["Infinity", '{"a":"u2","r":1,"z":"t","y":Infinity}', /wanted JSON/],
  ["a word", "hello", /wanted JSON/],
  ["a number", "17", /JSON object, got 17/],
  ["a text", '"x"', /JSON object/],
  ["null", "null", /JSON object, got null/],
  ["a key twice", '{"a":"u2","r":1,"z":"t","y":1,"y":2}', /"y" stands twice/],
  ["a key twice, once escaped", '{"a":"u2","r":1,"z":"t","y":1,"\\u0079":2}', /"y" stands twice/],
  ["a key twice, with blanks behind it", '{"a":"u2","r":1,"z":"t","y" :1,"y":2}', /"y" stands twice/],
  ["a key twice, with a tab behind it", '{"a":"u2","r":1,"z":"t","y":1,"y"\t:2}', /"y" stands twice/],
  ["a key twice beside one in words", '{"a":"u2","r":1,"z":"\\":","y":1,"y":2}', /"y" stands twice/],
  ["a key twice within", '{"a":"u2","r":1,"z":"t","y":1,"m":[{"n":1,"n":2}]}', /"n" stands twice/],
  ["a raw tab in a text", '{"a":"u\t2"}', /wanted JSON/],
  ["no unit", '{"r":1,"z":"t","y":1}', /names no unit \(a\)/],
  ["an empty unit", '{"a":"","r":1,"z":"t","y":1}', /names no unit/],
  ["a unit of null", '{"a":null,"r":1,"z":"t","y":1}', /names no unit/],
  ["a list as unit", '{"a":["u2"],"r":1,"z":"t","y":1}', /unit must be a text/],
  ["a number that JSON cuts", '{"a":12345678901234567890,"r":1,"z":"t","y":1}', /does not hold exactly/],
  ["a unit without end", `{"a":"${"x".repeat(2000)}","r":1,"z":"t","y":1}`, /at most 1000 characters/],
  ["no round", '{"a":"u2","z":"t","y":1}', /no round/],
  ["a negative round", '{"a":"u2","r":-1,"z":"t","y":1}', /whole number/],
  ["half a round", '{"a":"u2","r":1.5,"z":"t","y":1}', /whole number/],
  ["a time as round", '{"a":"u2","r":"2026-01-01","z":"t","y":1}', /rank: true/],
  ["a huge round", '{"a":"u2","r":1e300,"z":"t","y":1}', /whole number/],
  ["a word as outcome", '{"a":"u2","r":1,"z":"t","y":"many"}', /outcome must be a number, got "many"/],
  ["a mark of missing", '{"a":"u2","r":1,"z":"t","y":"NA"}', /outcome must be a number/],
  ["a list as outcome", '{"a":"u2","r":1,"z":"t","y":[1]}', /outcome must be a number/],
  ["an outcome without end", '{"a":"u2","r":1,"z":"t","y":1e999}', /outcome must be a number/],
  ["a hexadecimal outcome", '{"a":"u2","r":1,"z":"t","y":"0x10"}', /outcome must be a number/],
  ["a decimal comma", '{"a":"u2","r":1,"z":"t","y":"1,5"}', /outcome must be a number/],
  ["an arm that is a mapping", '{"a":"u2","r":1,"z":{},"y":1}', /arm must be a text/],
  ["the same agent again", GOOD, /several records/],
  ["the same agent in two arms", '{"a":"u1","r":1,"z":"c","y":1}', /two arms/],
];
const CSV_DAMAGE: readonly (readonly [what: string, line: string, words: RegExp])[] = [
  ["a field too few", "u2,1,t", /wanted 4 fields/],
  ["a field too many", "u2,1,t,1,9", /wanted 4 fields/],
  ["a quote out of place", 'u"2",1,t,1', /quote/],
  ["text behind a quote", '"u2"x,1,t,1', /quote/],
  ["no unit", ",1,t,1", /names no unit/],
  ["no round", "u2,,t,1", /no round/],
  ["a word as outcome", "u2,1,t,many", /outcome must be a number/],
  ["the same agent again", "u1,1,t,1", /several records/],
];

describe("damage", () => {
  const cases = [
    ...JSON_DAMAGE.map(
      ([what, line, words]) =>
        ["JSONL", what, `${GOOD}\n${line}\n{"a":"u3","r":1,"z":"c","y":2}\n`, words, 2] as const,
    ),
    ...CSV_DAMAGE.map(
      ([what, line, words]) => ["CSV", what, `a,r,z,y\nu1,1,t,1\n${line}\nu3,1,c,2\n`, words, 3] as const,
    ),
  ];
  test.each(cases)(
    "%s with %s is an error at its line, or skipped and named",
    async (kind, _, text, words, line) => {
      const log = put(kind === "CSV" ? "damage.csv" : "damage.jsonl", text);
      const told = `${log}:${line}: `;
      await expect(read(log, SIMPLE)).rejects.toThrow(words);
      await expect(read(log, SIMPLE)).rejects.toThrow(told);
      const { units, notes } = await read(log, SIMPLE, { skipDamaged: 1 });
      expect(rows(units).length).toBe(2);
      expect(
        notes.some((note) => note.startsWith("skipped: ") && note.includes(told) && words.test(note)),
      ).toBe(true);
    },
  );

  test("of more damage than is allowed, the first beyond is an error that says so", async () => {
    const log = put("more.jsonl", `${GOOD}\nx\n{}\ny\n`);
    await expect(read(log, SIMPLE, { skipDamaged: 2 })).rejects.toThrow(
      /more\.jsonl:4: .*2 damaged records were skipped before this one/,
    );
  });

  test.each([
    ["an unclosed quote", 'a,r,z,y\n"u1,1,t,1\nu2,1,t,1\n', /never closed/],
    ["a column twice", "a,r,z,y,y\nu1,1,t,1,1\n", /"y" is named twice/],
    ["nothing", "", /empty/],
    ["only a header", "a,r,z,y\n", /no records/],
    ["broken UTF-8", Buffer.from([97, 44, 114, 10, 0xff, 0xfe]), /UTF-8/],
    ["a cut gzip", Buffer.from([0x1f, 0x8b, 8, 0, 0, 0]), /gzipped content is damaged/],
    ["a document cut short", '{\n "a": [\n', /wanted JSON/],
  ])("%s is an error of the whole file, whatever may be skipped", async (_, text, words) => {
    const log = at("whole.log");
    writeFileSync(log, text);
    await expect(read(log, SIMPLE, { skipDamaged: 9 })).rejects.toThrow(words);
  });
});

describe("hostile logs and maps", () => {
  test("names of prototypes are names like others", async () => {
    const log = put(
      "proto.jsonl",
      '{"__proto__":{"a":"evil"},"a":"__proto__","r":1,"z":"constructor","y":1}\n{"a":"toString","r":1,"z":"t","y":2}\n',
    );
    const { units } = await read(log, `${SIMPLE}covariates: { c: constructor, p: __proto__.a }\n`);
    expect([...tableCsv(units)].join("")).toBe(
      "world,round,agent,arm,outcome,status,p\n0,1,__proto__,constructor,1,ok,evil\n0,1,toString,t,2,ok,\n",
    );
    expect(Object.hasOwn(Object.prototype, "a")).toBe(false);
  });

  test("nesting without end is read or refused in words", async () => {
    const deep = `${"[".repeat(50_000)}${"]".repeat(50_000)}`;
    const log = put("deep.jsonl", `{"a":"u1","r":1,"z":"t","y":1,"d":${deep}}\n`);
    expect((await read(log, SIMPLE)).units.rows).toBe(1);
  });

  test.each([
    ["ATTACH DATABASE '/etc/passwd' AS x", /one SELECT/],
    ["SELECT 1; DROP TABLE post", /one statement/],
    ["WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c", /not allowed/],
    ["SELECT load_extension('x')", /not allowed/],
    ["SELECT * FROM read_csv('/etc/passwd')", /not allowed/],
    ["PRAGMA writable_schema = 1", /one SELECT/],
  ])("sql %s is refused", async (sql, words) => {
    await expect(
      read(at("ysocial.db"), `records: { sql: ${JSON.stringify(sql)} }\nunit: a\noutcome: y\n`),
    ).rejects.toThrow(words);
  });

  test("a table is a name and never SQL", async () => {
    await expect(
      read(at("ysocial.db"), 'records: { table: "post\\"; DROP TABLE post; --" }\nunit: a\noutcome: y\n'),
    ).rejects.toThrow(/no table/);
  });

  test.each(["../secret.csv", "/etc/passwd", "..", "a/b.csv", "a\\\\b.csv"])(
    "a map cannot name the file %s",
    async (file) => {
      const log = put("plain.jsonl", `${GOOD}\n`);
      await expect(read(log, `unit: a\noutcome: y\narm: { lookup: { file: "${file}" } }\n`)).rejects.toThrow(
        /without a folder/,
      );
    },
  );

  test.each([
    ["(a+)+$", "a".repeat(20_000)],
    ["(a|a)*b", "a".repeat(20_000)],
    ["(.*)*x", "a".repeat(20_000)],
  ])("the pattern %s does not run away", async (pattern, text) => {
    const log = put("pattern.jsonl", `{"a":"u1","r":1,"z":"t","y":1,"t":"${text}!"}\n`);
    expect(
      (
        await read(
          log,
          `${SIMPLE}where: { t: { like: "^[^b]" } }\ncovariates: { c: { field: t, pattern: "${pattern}" } }\n`,
        )
      ).units.rows,
    ).toBe(1);
  });

  test.each([
    ["(a)\\\\1", /references back/],
    ["(?=a)", /looking ahead/],
    ["a{1000}", /0 to 100 times/],
    ["((((a{90}){90}){90}){90})", /repeats too much/],
    ["(a", /never closed/],
    ["[b-a]", /disorder/],
    ["*", /nothing to repeat/],
  ])("the pattern %s is refused with its column", async (pattern, words) => {
    await expect(
      read(at("langfuse.jsonl"), `unit: { field: a, pattern: "${pattern}" }\noutcome: y\n`),
    ).rejects.toThrow(words);
  });
});

describe("a map", () => {
  const log = (): string =>
    put(
      "map.jsonl",
      '{"who":"a","t":"2026-01-02","score":{"x":3,"n":2},"said":"I give 4 coins","with":"b","kind":"end"}\n{"who":"b","t":"2026-01-01","score":{"x":1,"n":2},"said":"I give nothing","with":"a","kind":"end"}\n{"who":"a","t":"2026-01-02","kind":"like"}\n',
    );
  test("computes formulas, numbers in texts, order of times and partners", async () => {
    const imported = await read(
      log(),
      "where: { kind: end }\nunit: who\nround: { field: t, rank: true }\npartner: with\noutcome: { number: said }\ncovariates: { share: { formula: x / n, with: { x: score.x, n: score.n } } }\n",
    );
    expect([...tableCsv(imported.units)].join("")).toBe(
      "world,round,agent,outcome,status,share\n0,0,b,,missing,0.5\n0,1,a,4,ok,1.5\n",
    );
    expect([...tableCsv(imported.heard)].join("")).toBe("world,round,source,target\n0,1,b,a\n0,0,a,b\n");
    expect(imported.unmatched).toEqual([
      { what: "without an outcome: kept as missing", count: 1, first: `${log()}:2` },
      { what: "where kind is not as wanted", count: 1, first: `${log()}:3` },
    ]);
  });
  test("counts records", async () => {
    const { units } = await read(
      log(),
      "unit: who\nround: { field: t, rank: true }\noutcome: { count: { kind: like } }\n",
    );
    expect(rows(units)).toEqual(["b 0  0", "a 1  1"].map((row) => row.replace(/^[ab]/, "")));
  });
  test.each([
    ["unit: [who\n", /m\.yaml:/],
    ["unit: who\noutcom: y\n", /outcom/],
    ["unit: who\noutcome: y\ntake: most\n", /take must be one of/],
    ["extends: langfus\n", /did you mean langfuse/],
    ["unit: a..b\noutcome: y\n", /wanted a path/],
    ["outcome: y\n", /wanted unit/],
    ["unit: who\n", /--outcome/],
  ])("%s is refused", async (yaml, words) => {
    await expect((async () => read(log(), yaml))()).rejects.toThrow(words);
  });
});
