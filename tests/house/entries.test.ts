import { readFileSync } from "node:fs";
import ts from "typescript";
import { expect, test } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import { exportsOf } from "./exportRules.ts";
import { entryFiles } from "./sourceFiles.ts";

/** The most names that the root entry may have, values and types. */
const MOST_AT_ROOT = 60;

const names = new Map(
  [...entryFiles()].map(([entry, path]) => {
    const file = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true);
    return [entry, exportsOf(path, file).map(({ name }) => name)];
  }),
);

test("no public name gets lost, and none is added unnoticed", () => {
  const kept = readFileSync("tests/house/publicNames.txt", "utf8").trimEnd().split("\n");
  expect([...new Set([...names.values()].flat())].sort()).toEqual(kept);
});

test("the root has a page of names, each of which is also in the entry of its subject or is in core", () => {
  const root = names.get(".")!;
  expect(root.length).toBeLessThanOrEqual(MOST_AT_ROOT);
  const elsewhere = new Set([...names].filter(([entry]) => entry !== ".").flatMap(([, own]) => own));
  const core = ["Rng", "rng", "ErrorKind", "Place", "SpillwayError", "version"];
  expect(root.filter((name) => !elsewhere.has(name))).toEqual(core);
});

test("no name is in two entries but the root", () => {
  const all = [...names].filter(([entry]) => entry !== ".").flatMap(([, own]) => own);
  expect(all.filter((name, i) => all.indexOf(name) !== i)).toEqual([]);
});

test("the compiler, the builder and the package know the same entries", () => {
  const { config } = ts.readConfigFile("tsconfig.json", ts.sys.readFile);
  const paths: Record<string, string[]> = config.compilerOptions.paths;
  for (const [entry, path] of entryFiles()) {
    const name = entry.replace(/^\./, "spillway");
    const [mapped] = paths[name] ?? paths["spillway/*"]!.map((one) => one.replace("*", entry.slice(2)));
    expect(mapped, entry).toBe(`./${path}`);
  }
  expect(Object.keys(packageJson.exports).filter((entry) => entry !== "./package.json")).toHaveLength(11);
});
