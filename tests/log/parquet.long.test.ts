import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { program } from "../cli/program.ts";

// DuckDB is 70 MB and nobody needs it but for Parquet, so it is no development dependency: SPILLWAY_DUCKDB names the folder of the package
// @duckdb/node-api, installed elsewhere, as .ci/run does. Without it these tests are skipped.
const duckdb = process.env.SPILLWAY_DUCKDB;

describe.runIf(duckdb !== undefined)("Parquet by DuckDB, in the program as it is published", () => {
  const cwd = mkdtempSync(join(tmpdir(), "spillway-parquet-"));
  afterAll(() => rmSync(cwd, { recursive: true, force: true }));
  const entry = pathToFileURL(resolve(duckdb ?? "", "lib/index.js")).href;
  const hook = join(cwd, "hook.mjs");
  const run = (
    ...args: string[]
  ): { readonly code: number | null; readonly out: string; readonly err: string } => {
    const { status, stdout, stderr } = spawnSync("node", ["--import", hook, program, ...args], {
      cwd,
      encoding: "utf8",
      timeout: 60_000,
    });
    return { code: status, out: stdout, err: stderr };
  };
  const tables = {
    units:
      "SELECT 'a' || i AS agent, CASE WHEN i % 3 = 0 THEN 'treated' ELSE 'control' END AS arm, CASE WHEN i = 5 THEN NULL ELSE i * 0.5::DOUBLE END AS outcome, i % 2 AS round FROM range(0, 30) t(i)",
    plain:
      "SELECT 9007199254740993 + i AS big, DATE '2026-01-01' + i::INTEGER AS day, i % 2 = 0 AS flag, 1.10::DECIMAL(10, 2) + i AS price, [i, i + 1] AS list FROM range(0, 40) t(i)",
    gaps: "SELECT i % 2 AS x, CASE WHEN i = 2 THEN 'nan'::DOUBLE ELSE i END AS y FROM range(0, 40) t(i)",
    infinite:
      "SELECT i AS agent, 'control' AS arm, CASE WHEN i = 3 THEN 'inf'::DOUBLE ELSE i END AS outcome FROM range(0, 6) t(i)",
    empty: "SELECT 'a' AS agent, 'x' AS arm, 1.0 AS outcome WHERE false",
  };
  beforeAll(() => {
    writeFileSync(
      hook,
      `import { register } from "node:module";\nregister(${JSON.stringify(
        `data:text/javascript,${encodeURIComponent(
          `export const resolve = async (name, context, next) => name === "@duckdb/node-api" ? { url: ${JSON.stringify(entry)}, shortCircuit: true } : next(name, context);`,
        )}`,
      )});\n`,
    );
    const statements = Object.entries(tables).map(
      ([name, sql]) =>
        `await c.run(${JSON.stringify(`COPY (${sql}) TO '${join(cwd, name)}.parquet' (FORMAT parquet)`)});`,
    );
    writeFileSync(
      join(cwd, "make.mjs"),
      `import { DuckDBInstance } from "@duckdb/node-api";\nconst c = await (await DuckDBInstance.create(":memory:")).connect();\n${statements.join("\n")}\n`,
    );
    execFileSync("node", ["--import", hook, "make.mjs"], { cwd });
  });

  interface Row {
    readonly n: number;
    readonly missing: number;
    readonly cells: number;
    readonly notes: readonly string[];
  }
  const entropy = (file: string, ...args: string[]): Row => {
    const { code, out, err } = run("measure", "entropy", file, ...args, "--json");
    expect(err).toBe("");
    expect(code).toBe(0);
    return (JSON.parse(out) as { rows: Row[] }).rows[0]!;
  };

  test("units, nulls missing; file names that look like SQL", () => {
    expect(entropy("units.parquet", "--variable", "outcome")).toMatchObject({ n: 29, missing: 1, cells: 29 });
    const name = "it's a '); DROP TABLE log; --.parquet";
    copyFileSync(join(cwd, "units.parquet"), join(cwd, name));
    expect(entropy(name, "--variable", "arm")).toMatchObject({ n: 30, cells: 2 });
  });

  test("other tables as they stand: whole numbers that no double holds stay apart, dates and truths are texts", () => {
    for (const [column, cells] of [
      ["big", 40],
      ["day", 40],
      ["flag", 2],
      ["price", 40],
      ["list", 40],
    ] as const)
      expect(entropy("plain.parquet", "--variable", column)).toMatchObject({ n: 40, cells });
  });

  test("a number that is none is told, and is missing when that is said", () => {
    const { notes } = entropy("gaps.parquet", "--variable", "y");
    expect(notes.join()).toContain('column "y" was read as texts, because of "NaN" in 1 of 40 rows');
    expect(entropy("gaps.parquet", "--variable", "y", "--missing", "NaN")).toMatchObject({
      n: 39,
      missing: 1,
    });
    const { code, err } = run("measure", "entropy", "infinite.parquet", "--variable", "outcome");
    expect(code).toBe(2);
    expect(err).toMatch(/infinite\.parquet:4: units: outcome must be a number, got "Infinity"/);
  });

  test("a map reads it, and no SQL reaches another file", () => {
    writeFileSync(
      join(cwd, "map.yaml"),
      "records: { sql: 'SELECT agent, arm, outcome FROM log WHERE round = 1' }\nunit: agent\narm: arm\noutcome: outcome\n",
    );
    const { code, err } = run("import", "units.parquet", "--map", "map.yaml", "--out", "units.csv");
    expect(code).toBe(0);
    expect(err).toContain("1 of 15 records: without an outcome: kept as missing (first at units.parquet:3)");
    expect(readFileSync(join(cwd, "units.csv"), "utf8").trim().split("\n").length).toBe(16);
    writeFileSync(join(cwd, "secret.csv"), "agent,arm,outcome\nx,y,1\n");
    for (const sql of [
      "SELECT * FROM read_csv(''secret.csv'')",
      "SELECT * FROM ''secret.csv''",
      "SELECT * FROM read_parquet(''plain.parquet'')",
      "SELECT getenv(''HOME'') AS agent FROM log; COPY log TO ''stolen.csv''",
      "INSTALL httpfs",
      "ATTACH ''other.db''",
    ]) {
      writeFileSync(
        join(cwd, "hostile.yaml"),
        `records: { sql: '${sql}' }\nunit: agent\narm: arm\noutcome: outcome\n`,
      );
      const tried = run("import", "units.parquet", "--map", "hostile.yaml", "--out", "stolen.csv");
      expect([sql, tried.code]).toEqual([sql, 2]);
      expect(tried.err.length).toBeLessThan(2000);
    }
  });

  test("damaged files end with the file and what is wrong, and write nothing", () => {
    const good = readFileSync(join(cwd, "units.parquet"));
    const changed = (change: (bytes: Buffer) => Buffer | undefined): Buffer => {
      const bytes = Buffer.from(good);
      return change(bytes) ?? bytes;
    };
    const damaged: Record<string, Buffer> = {
      nothing: Buffer.alloc(0),
      text: Buffer.from("agent,arm,outcome\na,x,1\n"),
      zeros: Buffer.alloc(5000),
      "cut in the middle": good.subarray(0, good.length >> 1),
      "cut at the end": good.subarray(0, good.length - 4),
      "no beginning": good.subarray(8),
      "length of the footer": changed((b) => void b.writeInt32LE(2 ** 31 - 1, b.length - 8)),
      "negative footer": changed((b) => void b.writeInt32LE(-5, b.length - 8)),
      footer: changed((b) => void b.fill(0xff, b.length - 60, b.length - 12)),
      pages: changed((b) => void b.fill(0x5a, 30, 160)),
      "magic at the end": changed((b) => void b.write("XXXX", b.length - 4)),
    };
    for (const [what, bytes] of Object.entries(damaged)) {
      writeFileSync(join(cwd, "damaged.parquet"), bytes);
      for (const args of [
        ["measure", "entropy", "damaged.parquet", "--variable", "arm"],
        ["import", "damaged.parquet", "--map", "map.yaml", "--out", "never.csv"],
      ]) {
        const { code, err } = run(...args);
        expect([what, code]).toEqual([what, 2]);
        expect(err).toContain("damaged.parquet");
        expect(err).not.toMatch(/\n\s+at /);
        expect(err.length).toBeLessThan(2000);
      }
    }
    mkdirSync(join(cwd, "folder.parquet"));
    for (const file of ["folder.parquet", "absent.parquet", "empty.parquet"])
      expect([file, run("import", file, "--map", "map.yaml", "--out", "never.csv").code]).toEqual([file, 2]);
    expect(() => readFileSync(join(cwd, "never.csv"))).toThrow();
  });
});
