import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { importLog } from "../../../src/log/maps/importLog.ts";
import { tableCsv } from "../../../src/log/table/tableCsv.ts";
import { parseLogMap } from "../../../src/study-file/maps/readLogMap.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-damage-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What is wrong with a record, whatever format it stands in: unit, round, arm and outcome, an absent one left out. */
type Fields = Readonly<Record<string, string>>;
const KINDS: readonly (readonly [what: string, fields: Fields, words: RegExp])[] = [
  ["no unit", { r: "1", z: "t", y: "1" }, /names no unit/],
  ["an empty unit", { a: "", r: "1", z: "t", y: "1" }, /names no unit/],
  ["a unit without end", { a: "x".repeat(2000), r: "1", z: "t", y: "1" }, /at most 1000 characters/],
  ["no round", { a: "u2", z: "t", y: "1" }, /no round/],
  ["a negative round", { a: "u2", r: "-1", z: "t", y: "1" }, /whole number/],
  ["half a round", { a: "u2", r: "1.5", z: "t", y: "1" }, /whole number/],
  ["a word as round", { a: "u2", r: "first", z: "t", y: "1" }, /whole number|rank: true/],
  ["a time as round", { a: "u2", r: "2026-01-01", z: "t", y: "1" }, /rank: true/],
  ["a huge round", { a: "u2", r: "1e300", z: "t", y: "1" }, /whole number/],
  ["a word as outcome", { a: "u2", r: "1", z: "t", y: "many" }, /outcome must be a number, got "many"/],
  ["a mark of missing", { a: "u2", r: "1", z: "t", y: "NA" }, /outcome must be a number/],
  ["NaN as outcome", { a: "u2", r: "1", z: "t", y: "NaN" }, /outcome must be a number/],
  ["an endless outcome", { a: "u2", r: "1", z: "t", y: "Infinity" }, /outcome must be a number/],
  ["an outcome beyond numbers", { a: "u2", r: "1", z: "t", y: "1e999" }, /outcome must be a number/],
  ["a hexadecimal outcome", { a: "u2", r: "1", z: "t", y: "0x10" }, /outcome must be a number/],
  ["a percentage", { a: "u2", r: "1", z: "t", y: "5%" }, /outcome must be a number/],
  ["two numbers", { a: "u2", r: "1", z: "t", y: "1 2" }, /outcome must be a number/],
  ["the same agent again", { a: "u1", r: "1", z: "t", y: "1" }, /several records/],
  ["the same agent in two arms", { a: "u1", r: "1", z: "c", y: "1" }, /two arms/],
];
const FIRST: Fields = { a: "u1", r: "1", z: "t", y: "1" };
const LAST: Fields = { a: "u3", r: "1", z: "c", y: "2" };

const NAMES = ["a", "r", "z", "y"];
const separated = (by: string) => (records: readonly Fields[]) =>
  [NAMES, ...records.map((one) => NAMES.map((name) => one[name] ?? ""))]
    .map((row) => row.join(by))
    .join("\n");
const span = (one: Fields): object => ({
  name: "turn",
  spanId: "1",
  attributes: Object.entries(one).map(([key, stringValue]) => ({ key, value: { stringValue } })),
});
const inSpans = (spans: readonly object[]): string =>
  JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
const SPANS = "records: { format: spans }\n";

/** A way to write records down, the lines or the number of the second one, and what a map says of it. */
interface Format {
  readonly name: string;
  readonly write: (records: readonly Fields[], file: string) => void;
  readonly at: RegExp;
  readonly map?: string;
}
const text =
  (make: (records: readonly Fields[]) => string): Format["write"] =>
  (records, file) =>
    writeFileSync(file, make(records));
const FORMATS: readonly Format[] = [
  { name: "log.csv", write: text(separated(",")), at: /log\.csv:3: / },
  { name: "log.tsv", write: text(separated("\t")), at: /log\.tsv:3: / },
  { name: "semicolons.csv", write: text(separated(";")), at: /semicolons\.csv:3: / },
  {
    name: "log.jsonl",
    write: text((records) => records.map((one) => JSON.stringify(one)).join("\n")),
    at: /log\.jsonl:2: /,
  },
  { name: "log.json", write: text((records) => JSON.stringify(records)), at: /log\.json: .*record 2/ },
  {
    name: "inner.json",
    write: text((records) => JSON.stringify({ deep: { rows: records } })),
    at: /inner\.json:1: .*record 2/,
    map: "records: { path: deep.rows }\n",
  },
  {
    name: "spans.json",
    write: text((records) => inSpans(records.map(span))),
    at: /spans\.json:1: .*record 2/,
    map: SPANS,
  },
  {
    name: "spans.jsonl",
    write: text((records) => records.map((one) => inSpans([span(one)])).join("\n")),
    at: /spans\.jsonl:2: /,
    map: SPANS,
  },
  {
    name: "log.db",
    write: (records, file) => {
      rmSync(file, { force: true });
      const { Database } = createRequire(import.meta.url)("node-sqlite3-wasm") as {
        readonly Database: new (path: string) => { exec(sql: string): void; close(): void };
      };
      const made = new Database(file);
      const value = (one: string | undefined): string => (one === undefined ? "NULL" : `'${one}'`);
      made.exec(
        [
          "CREATE TABLE turns (a text, r text, z text, y text)",
          ...records.map(
            (one) => `INSERT INTO turns VALUES (${NAMES.map((name) => value(one[name])).join(",")})`,
          ),
        ].join(";"),
      );
      made.close();
    },
    at: /log\.db:2: /,
    map: "records: { table: turns }\n",
  },
];

test.each(FORMATS)(
  "every kind of damage in $name is an error that says where, or is skipped, counted and named",
  async ({ name, write, at, map = "" }) => {
    const file = join(folder, name);
    const asked = parseLogMap(`${map}unit: a\nround: r\narm: z\noutcome: y\n`, "m.yaml", "m");
    const faults: string[] = [];
    for (const [what, bad, words] of KINDS) {
      write([FIRST, bad, LAST], file);
      const told = await importLog({ log: file, map: asked }).then(
        () => "nothing was said",
        (error: Error) => error.message,
      );
      if (!(words.test(told) && at.test(told) && told.length <= 2000)) faults.push(`${what}: ${told}`);
      const { units, notes } = await importLog({ log: file, map: asked, skipDamaged: 1 });
      const agents = [...tableCsv(units)].join("").match(/\bu\d\b/g);
      if (String(agents) !== "u1,u3") faults.push(`${what}: kept ${String(agents)}`);
      const skipped = notes.filter((note) => note.startsWith("skipped: "));
      if (skipped.length !== 1 || !words.test(skipped[0]!) || !at.test(skipped[0]!))
        faults.push(`${what}: noted ${notes.join("; ")}`);
      if (what !== KINDS[0]![0]) continue;
      write([FIRST, bad, bad, LAST], file);
      const beyond = await importLog({ log: file, map: asked, skipDamaged: 1 }).then(
        () => "nothing was said",
        (error: Error) => error.message,
      );
      if (!/1 damaged record was skipped before this one/.test(beyond))
        faults.push(`${what}, twice: ${beyond}`);
    }
    expect(faults).toEqual([]);
  },
);
