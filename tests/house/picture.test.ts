import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { pictureOf, planFaults, planOf } from "../../bench/house/picture.ts";
import { importGraph } from "./importGraph.ts";
import { sourceFiles } from "./sourceFiles.ts";

const graph = importGraph(sourceFiles("src", "designs", "estimators"));

test("the picture of the house is the one that its imports give", () => {
  expect(pictureOf(graph)).toBe(readFileSync("docs/architecture.svg", "utf8"));
});

test("no room lies over another, and no arrow goes through a room", () => {
  expect(planFaults(planOf(graph))).toEqual([]);
});

test("the picture leaves out arrows that follow from others", () => {
  const chain = new Map([
    ["src/study/a.ts", ["src/run/b.ts", "src/core/c.ts"]],
    ["src/run/b.ts", ["src/core/c.ts"]],
    ["src/core/c.ts", []],
  ]);
  expect(planOf(chain).arrows.map(({ from, to }) => `${from} ${to}`)).toEqual([
    "src/run src/core",
    "src/study src/run",
  ]);
});

test("what lies in the way of an arrow is told", () => {
  const box = (room: string, y: number): { room: string; x: number; y: number } => ({ room, x: 0, y });
  const curve = [
    [100, 50],
    [100, 100],
    [100, 200],
    [100, 300],
  ] as const;
  const boxes = [box("a", 0), box("b", 150), box("c", 300), box("d", 310)];
  expect(planFaults({ boxes, arrows: [{ from: "a", to: "c", imports: 1, curve }], height: 400 })).toEqual([
    "c lies over d",
    "the arrow from a to c goes through b",
  ]);
});
