import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, inject, test } from "vitest";
import { program } from "./program.ts";

interface Script {
  readonly url: string;
  readonly functions: readonly {
    readonly functionName: string;
    readonly ranges: readonly { count: number }[];
  }[];
}

/** The files that Node read for a command, and the functions of them that ran. */
function loaded(args: readonly string[]): { files: string[]; ran: Set<string>; out: string } {
  const folder = mkdtempSync(join(tmpdir(), "loaded-"));
  try {
    const env = { ...process.env, NODE_V8_COVERAGE: folder };
    const { status, stdout } = spawnSync(process.execPath, args, { env, encoding: "utf8" });
    expect(status).toBe(0);
    const scripts = readdirSync(folder).flatMap(
      (name) => (JSON.parse(readFileSync(join(folder, name), "utf8")) as { result: Script[] }).result,
    );
    const ours = scripts.filter(({ url }) => url.startsWith("file:"));
    const ran = ours.flatMap(({ functions }) =>
      functions.filter(({ ranges }) => ranges[0]!.count > 0).map(({ functionName }) => functionName),
    );
    return { files: ours.map(({ url }) => fileURLToPath(url)), ran: new Set(ran), out: stdout };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test.each(["--help", "--version"])("%s reads the command line and nothing that commands do", (flag) => {
  const { files, ran, out } = loaded([program, flag]);
  expect(out).not.toBe("");
  expect(ran).toContain("program");
  expect(files.filter((file) => file.includes("/node_modules/"))).toEqual([]);
  const text = files.map((file) => readFileSync(file, "utf8")).join("\n");
  // Words that stand in zod, mathjs, liquidjs, yaml and ml-matrix, and in the catalogues.
  for (const word of [
    "ZodError",
    "parseDependencies",
    "Liquid",
    "LineCounter",
    "EigenvalueDecomposition",
    "hajek(",
  ])
    expect(text).not.toContain(word);
  expect(files.length).toBeLessThan(12);
});

test.each(["src/index.js", "designs/index.js", "estimators/index.js", "src/agents/index.js"])(
  "importing %s loads no drawing, no threads, no document, and puts no formula language together",
  (entry) => {
    const url = JSON.stringify(`file://${join(inject("builtPackage"), "dist", entry)}`);
    const { files, ran } = loaded(["--input-type=module", "-e", `await import(${url})`]);
    const heavy = /node_modules\/(@observablehq|d3|jsdom|piscina|mathjs|@stdlib|zod|liquidjs|yaml|ml-matrix)/;
    expect(files.length).toBeGreaterThan(0);
    expect(files.filter((file) => heavy.test(file))).toEqual([]);
    expect(ran).not.toContain("formulaLibrary");
  },
);

test("a formula puts the formula language together, so that the test above could fail", () => {
  const url = JSON.stringify(`file://${join(inject("builtPackage"), "dist/src/entries/exposures.js")}`);
  const code = `const { formulaExposure } = await import(${url}); formulaExposure({ conditions: { many: "share > 0.5", few: "1" } });`;
  expect(loaded(["--input-type=module", "-e", code]).ran).toContain("formulaLibrary");
});
