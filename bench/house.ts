// What the house looks like in numbers, and its picture. npx tsx bench/house.ts prints the table; --write puts it into
// docs/architecture.md between its marks; --tests runs all tests, too; --before FOLDER measures a checkout of the version to
// compare with (its packages installed) and keeps that in bench/house/before.json; --picture only draws docs/architecture.svg.
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { importGraph } from "../tests/house/importGraph.ts";
import { sourceFiles } from "../tests/house/sourceFiles.ts";
import { type HouseMeasures, measureProgram, measureSources, measureTests } from "./house/measures.ts";
import { pictureOf } from "./house/picture.ts";
import { tableOf } from "./house/table.ts";

const PAGE = "docs/architecture.md";
const PICTURE = "docs/architecture.svg";
const BEFORE = "bench/house/before.json";
const MARKS = /(<!-- written by bench\/house\.ts -->\n)[\s\S]*?(<!-- end of house -->)/;

const { values } = parseArgs({
  options: {
    write: { type: "boolean", default: false },
    tests: { type: "boolean", default: false },
    picture: { type: "boolean", default: false },
    before: { type: "string" },
  },
});

function measure(root: string): HouseMeasures {
  return {
    ...measureSources(root),
    ...measureProgram(root),
    ...(values.tests ? { tests: measureTests(root) } : {}),
  };
}

if (values.picture) {
  writeFileSync(PICTURE, pictureOf(importGraph(sourceFiles("src", "designs", "estimators"))));
} else {
  if (values.before !== undefined)
    writeFileSync(BEFORE, `${JSON.stringify(measure(resolve(values.before)), null, 2)}\n`);
  const before = JSON.parse(readFileSync(BEFORE, "utf8")) as HouseMeasures;
  const table = tableOf(before, measure(resolve(".")));
  console.log(table);
  const page = readFileSync(PAGE, "utf8");
  if (values.write && !MARKS.test(page)) throw new Error(`house: ${PAGE} has no marks`);
  if (values.write)
    writeFileSync(
      PAGE,
      page.replace(MARKS, (_, first, last) => `${first}\n${table}\n\n${last}`),
    );
}
