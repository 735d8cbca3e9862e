import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { unusedExports } from "./exportRules.ts";
import { folderFaults, mapFaults } from "./folderRules.ts";
import { houseFaults, lineCount, PROGRAMS } from "./houseRules.ts";
import { circlesOf, groupedGraph, importGraph } from "./importGraph.ts";
import { LAYERS, layerFaults, roomOf } from "./layerRules.ts";
import { entryFiles, sourceFiles } from "./sourceFiles.ts";

const product = sourceFiles("src", "designs", "estimators");
const graph = importGraph(product);
const layerOf = (folder: string): number | undefined => LAYERS.get(roomOf(`${folder}/`) ?? "");

describe("the house", () => {
  test("has source files that keep its rules", () => {
    expect([...product].flatMap(([path, source]) => houseFaults(path, source))).toEqual([]);
  });

  test("has source files of at most 80 lines by the median", () => {
    const lengths = [...product.values()].map(lineCount).sort((a, b) => a - b);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(80);
  });

  test("has imports that go down the layers and stay in their wing", () => {
    expect(product.size).toBeGreaterThan(30);
    expect([...product].flatMap(([path, source]) => layerFaults(path, source))).toEqual([]);
  });

  test("has no folder with more files than one sees at a glance", () => {
    const around = sourceFiles("tests", "bench", "examples");
    expect(folderFaults([...product.keys(), ...around.keys()])).toEqual([]);
  });

  test("has no circle of imports, between files or between rooms", () => {
    expect(circlesOf(graph)).toEqual([]);
    expect(circlesOf(groupedGraph(graph, roomOf))).toEqual([]);
  });

  test("exports nothing that no other file imports and no entry point passes on", () => {
    expect(unusedExports(product, [...entryFiles().values()], PROGRAMS)).toEqual([]);
  });

  test("is on the map, folder by folder", () => {
    expect(mapFaults(readFileSync("docs/architecture.md", "utf8"), product.keys(), layerOf)).toEqual([]);
  });
});

const files = (sources: Readonly<Record<string, string>>): Map<string, string> =>
  new Map(Object.entries(sources));

describe("the checker finds", () => {
  test("folders that are too full, not counting subfolders", () => {
    const many = Array.from({ length: 31 }, (_, i) => `src/full/f${i}.ts`);
    const split = Array.from({ length: 60 }, (_, i) => `src/split/${i % 2}/f${i}.ts`);
    expect(folderFaults([...many, ...split])).toEqual(["src/full: 31 files, above 30"]);
  });

  test.each([
    ["an import of a type", 'import type { B } from "./b.ts";'],
    ["a re-export", 'export { b } from "./b.ts";'],
    ["a dynamic import", 'const { b } = await import("./b.ts");'],
    ["a type by its file", 'type B = import("./b.ts").B;'],
  ])("circles, also by %s", (_, source) => {
    const graph = importGraph(
      files({
        "src/a.ts": source,
        "src/b.ts": 'import { c } from "./c.ts";',
        "src/c.ts": 'import "./a.ts";',
      }),
    );
    expect(circlesOf(graph)).toEqual([["src/a.ts", "src/b.ts", "src/c.ts"]]);
  });

  test("a file that imports itself, and each circle on its own", () => {
    const graph = new Map([
      ["a", ["a", "b"]],
      ["b", ["c"]],
      ["c", ["d"]],
      ["d", ["c"]],
    ]);
    expect(circlesOf(graph)).toEqual([["a"], ["c", "d"]]);
  });

  test("circles between rooms whose files have none", () => {
    const graph = importGraph(
      files({
        "designs/a.ts": 'import "../src/exposure/b.ts";',
        "src/exposure/b.ts": "",
        "src/exposure/c.ts": 'import "../../designs/d.ts";',
        "designs/d.ts": "",
      }),
    );
    expect(circlesOf(graph)).toEqual([]);
    expect(circlesOf(groupedGraph(graph, roomOf))).toEqual([["designs", "src/exposure"]]);
  });

  const unused = (sources: Readonly<Record<string, string>>): string[] =>
    unusedExports(files(sources), ["src/index.ts"], ["src/main.ts"]).map(
      ({ path, name, kind }) => `${kind} ${name} of ${path}`,
    );

  test.each([
    ["const", "export const a = 1;", "value a"],
    ["function", "export function a() {}", "value a"],
    ["async function", "export async function a() {}", "value a"],
    ["class", "export class A {}", "value A"],
    ["destructured", "export const { a } = { a: 1 };", "value a"],
    ["interface", "export interface A {}", "type A"],
    ["type", "export type A = 1;", "type A"],
    ["list", "const a = 1; export { a };", "value a"],
    ["list of types", "type A = 1; export type { A };", "type A"],
    ["default", "export default 1;", "value default"],
    ["default function", "export default function a() {}", "value default"],
  ])("an export that nobody takes: %s", (_, source, found) => {
    expect(unused({ "src/a.ts": source, "src/b.ts": 'import { other } from "./a.ts";' })).toEqual([
      `${found} of src/a.ts`,
    ]);
  });

  test("an export that only its own file uses, and one passed on to nobody", () => {
    expect(unused({ "src/a.ts": "export const a = 1; export const b = a;" })).toHaveLength(2);
    const passed = { "src/a.ts": "export const a = 1;", "src/b.ts": 'export { a } from "./a.ts";' };
    expect(unused(passed)).toEqual(["value a of src/b.ts"]);
  });

  test("folders that the map misses, invents or says nothing of", () => {
    const map =
      "| folder | layer | what |\n|---|---|---|\n| `src/a` | 0 | What it is. |\n| `src/c` | 1 | – |\n| `src/d` | 2 | What it is. |\n";
    expect(
      mapFaults(map, ["src/a/x.ts", "src/b/y.ts", "src/d/z.ts"], (name) =>
        name === "src/d" ? 3 : undefined,
      ),
    ).toEqual([
      "src/b is not on the map",
      "src/c holds no file",
      "src/c has no sentence",
      "src/d is in layer 3, not 2",
    ]);
  });
});

describe("the checker lets pass", () => {
  test.each([
    ["an import", 'import { a } from "./a.ts";'],
    ["an import by another name", 'import { a as b } from "./a.ts";'],
    ["an import of everything", 'import * as all from "./a.ts";'],
    ["an import of a type by its file", 'type A = import("./a.ts").a;'],
    ["a dynamic import", 'const { a } = await import("./a.ts");'],
    ["a dynamic import in brackets", 'const b = (await import("./a.ts")).a;'],
    ["a dynamic import kept whole", 'const all = import("./a.ts");'],
  ])("an export taken by %s", (_, source) => {
    expect(unusedExports(files({ "src/a.ts": "export const a = 1;", "src/b.ts": source }), [], [])).toEqual(
      [],
    );
  });

  test("what an entry passes on, and what a program exports for whoever starts it", () => {
    const sources = files({
      "src/index.ts": 'export { a as b } from "./a.ts";',
      "src/a.ts": "export const a = 1;",
      "src/main.ts": "export default 1;",
    });
    expect(unusedExports(sources, ["src/index.ts"], ["src/main.ts"])).toEqual([]);
  });
});
