import { describe, expect, test } from "vitest";
import { houseFaults } from "./houseRules.ts";

describe("the checker refuses", () => {
  test.each([
    ["src/run/x.ts", "export const x = Math.random();", "src/run/x.ts:1: Math.random"],
    ["src/run/x.ts", "\nexport const x = Date.now();", "src/run/x.ts:2: Date.now"],
    ["src/run/x.ts", "export const x = performance.now();", "src/run/x.ts:1: performance.now"],
    ["src/run/x.ts", "export const x = new Date();", "src/run/x.ts:1: new Date"],
    [
      "src/run/x.ts",
      'export const x = (): never => {\n  throw new Error("x");\n};',
      "src/run/x.ts:2: throws new Error: wanted a SpillwayError, or one that was caught",
    ],
    [
      "src/run/x.ts",
      'export const x = (): never => {\n  throw a ?? "words";\n};',
      'src/run/x.ts:2: throws a ?? "words": wanted a SpillwayError, or one that was caught',
    ],
    ["src/run/x.ts", "export const x: any = 1;", "src/run/x.ts:1: any"],
    ["src/run/x.ts", "export const x = 1 as any;", "src/run/x.ts:1: any"],
    ["src/run/x.ts", "export const x: Map<string, any[]> = y;", "src/run/x.ts:1: any"],
    ["src/run/x.ts", 'export const x = 1;\nexport * from "./y.ts";', "src/run/x.ts:2: export *"],
    ["src/run/x.ts", 'export const x = 1;\nexport * as y from "./y.ts";', "src/run/x.ts:2: export *"],
    ["src/run/index.ts", 'export * from "./y.ts";', "src/run/index.ts:1: export *"],
    ["src/run/x.ts", "// @ts-ignore\nexport const x = 1;", "src/run/x.ts: @ts-ignore"],
    ["src/run/utils.ts", "export const utils = 1;", "src/run/utils.ts: a file is named after what it holds"],
    [
      "src/run/helper.ts",
      "export const helper = 1;",
      "src/run/helper.ts: a file is named after what it holds",
    ],
    ["src/run/x.ts", "export const y = 1;", "src/run/x.ts: none of its exports is named x (y)"],
    ["src/run/x.ts", "const x = 1;", "src/run/x.ts: none of its exports is named x (there are none)"],
    [
      "src/run/x.ts",
      `export const x = 1;\n${"\n".repeat(300)}`,
      'src/run/x.ts: 301 lines, above 300 without a first line that begins "// Long because"',
    ],
  ])("%s with %j", (path, source, fault) => {
    expect(houseFaults(path, source)).toEqual([fault]);
  });
});

describe("the checker lets pass", () => {
  test.each([
    ["src/run/x.ts", '/** Never Math.random, nor any Date.now. */\nexport const x = "new Date()";'],
    ["src/cli/x.ts", "export const x = Date.now();"],
    ["src/run/x.ts", "export const x = (): never => {\n  throw a ?? fault();\n};"],
    ["src/cli/main.ts", "void 0;"],
    ["src/entries/studies.ts", 'export { study } from "../study/study.ts";'],
    ["src/run/Turn.ts", "export interface Turn { readonly a: 1 }"],
    ["src/run/normal.ts", "export function normalCdf(): void {}\nexport function normalQuantile(): void {}"],
    ["src/run/x.ts", "const x = 1;\nexport { x };"],
    ["src/run/x.ts", `// Long because the table is.\nexport const x = 1;\n${"\n".repeat(300)}`],
    ["src/run/x.ts", `export const x = 1;\n${"// line\n".repeat(299)}`],
  ])("%s with %j", (path, source) => {
    expect(houseFaults(path, source)).toEqual([]);
  });
});
