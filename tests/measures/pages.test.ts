import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { measures } from "../../src/measures/index.ts";

test("every measure has a page, linked from the index, that names every setting, its unit, bias, null and source", () => {
  const index = readFileSync("docs/measures/index.md", "utf8");
  const faults = measures.flatMap(({ kind, settings }) => {
    const path = `docs/measures/${kind}.md`;
    if (!existsSync(path)) return [`${kind}: no page`];
    const page = readFileSync(path, "utf8");
    const names = Object.keys((settings as unknown as { shape: object }).shape);
    return [
      ...(index.includes(`(${kind}.md)`) ? [] : [`${kind}: not in the index`]),
      ...names.filter((name) => !page.includes(`| \`${name}\` |`)).map((name) => `${kind}: ${name}`),
      ...["bits", "Source: "]
        .filter((word) => !page.includes(word))
        .map((word) => `${kind}: says no ${word}`),
      ...(/\*\*Null\*\*|no p-value/.test(page) ? [] : [`${kind}: says no null`]),
    ];
  });
  expect(faults).toEqual([]);
});
