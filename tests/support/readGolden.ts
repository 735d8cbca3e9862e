import { readFileSync } from "node:fs";

/** A file of reference numbers, as what the test says it is. */
export function readGolden<Shape>(name: string): Shape {
  return JSON.parse(readFileSync(new URL(`../golden/${name}.json`, import.meta.url), "utf8")) as Shape;
}
