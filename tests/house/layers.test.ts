import { describe, expect, test } from "vitest";
import { layerFaults } from "./layerRules.ts";
import { importsOf } from "./parsed.ts";

test("the checker sees every form of import", () => {
  const source = `
    import a from "./a.ts";
    import type { B } from "./b.ts";
    import { type C, d } from "./c.ts";
    export { e } from "./e.ts";
    export type { F } from "./f.ts";
    export * from "./g.ts";
    import "./h.ts";
    const i = await import("./i.ts");
    type J = import("./j.ts").J;
    // import "./comment.ts";
    const text = 'import "./text.ts"';
  `;
  const wanted = ["a", "b", "c", "e", "f", "g", "h", "i", "j"].map((name) => `./${name}.ts`);
  expect(importsOf(source).sort()).toEqual(wanted);
});

describe("the checker refuses", () => {
  test.each([
    [
      "src/core/x.ts",
      "../network/Network.ts",
      "src/core/x.ts (layer 0) imports src/network/Network.ts (layer 1)",
    ],
    [
      "src/network/x.ts",
      "../../designs/plan.ts",
      "src/network/x.ts (layer 1) imports designs/plan.ts (layer 2)",
    ],
    [
      "designs/x.ts",
      "../src/probability/y.ts",
      "designs/x.ts (layer 2) imports src/probability/y.ts (layer 3)",
    ],
    [
      "estimators/x.ts",
      "../src/log/UnitRow.ts",
      "estimators/x.ts (layer 4) imports src/log/UnitRow.ts (layer 5)",
    ],
    ["src/run/x.ts", "../study/y.ts", "src/run/x.ts (layer 8) imports src/study/y.ts (layer 9)"],
    ["src/report/x.ts", "../cli/y.ts", "src/report/x.ts (layer 14) imports src/cli/y.ts (layer 15)"],
    [
      "src/agents/x.ts",
      "../../designs/Design.ts",
      "src/agents/x.ts (doing wing) imports designs/Design.ts (inference wing); it may know designs/plan.ts only",
    ],
    [
      "src/log/x.ts",
      "../exposure/Exposure.ts",
      "src/log/x.ts (doing wing) imports src/exposure/Exposure.ts (inference wing); it may know designs/plan.ts only",
    ],
    [
      "src/run/x.ts",
      "../../estimators/hajek.ts",
      "src/run/x.ts (doing wing) imports estimators/hajek.ts (inference wing); it may know designs/plan.ts only",
    ],
    [
      "src/run/x.ts",
      "../probability/y.ts",
      "src/run/x.ts (doing wing) imports src/probability/y.ts (inference wing); it may know designs/plan.ts only",
    ],
    [
      "src/measures/x.ts",
      "../log/Turn.ts",
      "src/measures/x.ts (inference wing) imports src/log/Turn.ts (doing wing)",
    ],
    ["src/core/x.ts", "node:fs", "src/core/x.ts imports node:fs of Node, but src/core runs in browsers"],
    [
      "src/network/x.ts",
      "fs/promises",
      "src/network/x.ts imports fs/promises of Node, but src/network runs in browsers",
    ],
    [
      "src/measures/x.ts",
      "crypto",
      "src/measures/x.ts imports crypto of Node, but src/measures runs in browsers",
    ],
    [
      "src/network/x.ts",
      "jsdom",
      "src/network/x.ts imports jsdom, which needs Node, but src/network runs in browsers",
    ],
    [
      "src/probability/x.ts",
      "piscina",
      "src/probability/x.ts imports piscina, which needs Node, but src/probability runs in browsers",
    ],
    [
      "estimators/x.ts",
      "commander",
      "estimators/x.ts imports commander, which needs Node, but estimators runs in browsers",
    ],
    [
      "src/study/x.ts",
      "spillway/designs",
      "src/study/x.ts imports the package itself (spillway/designs): import the file",
    ],
    ["src/study/x.ts", "../elsewhere/y.ts", "src/study/x.ts imports src/elsewhere/y.ts, which is in no room"],
    ["src/core/x.ts", "../index.ts", "src/core/x.ts imports src/index.ts, which is in no room"],
    [
      "src/cli/x.ts",
      "../entries/run.ts",
      "src/cli/x.ts imports src/entries/run.ts, which is for users: import the file",
    ],
    ["src/index.ts", "./cli/main.ts", "src/index.ts imports src/cli/main.ts"],
  ])("%s importing %s, whatever the form of the import", (path, name, fault) => {
    const forms = [
      `import x from "${name}";`,
      `import type { X } from "${name}";`,
      `export { x } from "${name}";`,
      `const x = await import("${name}");`,
      `type X = import("${name}").X;`,
    ];
    for (const form of forms) expect(layerFaults(path, form), form).toEqual([fault]);
  });

  test("files outside the rooms, and imports of computed names where Node may not be used", () => {
    expect(layerFaults("src/stray.ts", "")).toEqual(["src/stray.ts is in no room of the house"]);
    const computed = 'const name = "node:fs"; await import(name);';
    expect(layerFaults("src/core/x.ts", computed)).toEqual([
      "src/core/x.ts imports a computed name, but src/core runs in browsers",
    ]);
    expect(layerFaults("src/agents/x.ts", computed)).toEqual([]);
    expect(layerFaults("src/core/x.ts", "// import(name)\nexport const x = 1;")).toEqual([]);
  });
});

describe("the checker lets pass", () => {
  test.each([
    ["src/core/x.ts", "./y.ts"],
    ["src/core/x.ts", "ml-matrix"],
    ["src/core/formula/x.ts", "../suggest.ts"],
    ["src/exposure/x.ts", "../../designs/Structure.ts"],
    ["src/run/x.ts", "../../designs/plan.ts"],
    ["src/run/x.ts", "../agents/Agent.ts"],
    ["src/log/x.ts", "node:fs/promises"],
    ["src/study/x.ts", "../../estimators/hajek.ts"],
    ["src/study/x.ts", "../run/y.ts"],
    ["src/cli/x.ts", "../../package.json"],
    ["src/cli/x.ts", "commander"],
    ["src/index.ts", "../designs/plan.ts"],
    ["src/index.ts", "./report/y.ts"],
    ["src/entries/x.ts", "../report/y.ts"],
  ])("%s importing %s", (path, name) => {
    expect(layerFaults(path, `import x from "${name}";`)).toEqual([]);
  });
});
