import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { compared } from "./compared.ts";
import { isUnder, numbersUnder } from "./numbersUnder.ts";

const folder = new URL("../golden/", import.meta.url);
const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".json"))
  .map((name) => name.replace(/\.json$/, ""))
  .sort();
/** What every file may have beside numbers to compare. */
const USUAL = ["id", "section", "description", "input", "tolerance", "verified", "note", "case"].map(
  (name) => `/${name}`,
);

test("every golden file is in the list", () => {
  expect(Object.keys(compared).sort()).toEqual(files);
});

describe.each(files)("%s", (name) => {
  const { in: tests, given, not = {} } = compared[name]!;
  const golden: unknown = JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8"));
  const parts = [...Object.values(tests).flat(), ...Object.keys(not), ...given];

  test("every number is given, compared by a test, or stands there with the reason why not", () => {
    const all = numbersUnder(golden, [""]);
    const left = all.filter((path) => ![...parts, ...USUAL].some((part) => isUnder(path, part)));
    expect(left).toEqual([]);
    expect(parts.filter((part) => !all.some((path) => isUnder(path, part)))).toEqual([]);
    for (const reason of Object.values(not)) expect(reason.length).toBeGreaterThan(10);
  });

  test("the tests named are there and read golden files", () => {
    for (const file of Object.keys(tests)) {
      const place = new URL(`../../${file}`, folder);
      expect(existsSync(place), file).toBe(true);
      expect(readFileSync(place, "utf8"), file).toContain("readGolden");
    }
  });
});
