import { expect, test } from "vitest";
import { maps } from "../../src/log/maps/maps.ts";
import { readyMaps } from "../../src/log/maps/ready/readyMaps.ts";
import { measures } from "../../src/measures/index.ts";
import { pages } from "./pages.ts";

const index = (folder: string): string => pages.get(`docs/${folder}/index.md`)!;
const entriesOf = (folder: string): string[] =>
  [...pages.keys()].filter((path) => path.startsWith(`docs/${folder}/`) && !path.endsWith("/index.md"));

test("every lesson is in the table of lessons, and the table names no other", () => {
  const listed = [...index("lessons").matchAll(/\]\(([a-z-]+\.md)\)/g)].map(
    ([, file]) => `docs/lessons/${file}`,
  );
  expect(listed.sort()).toEqual(entriesOf("lessons").sort());
  expect(listed.length).toBeGreaterThan(0);
});

test.each(entriesOf("lessons"))("%s has a question, a picture, a program and its output", (path) => {
  const text = pages.get(path)!;
  expect(text).toMatch(/\?/);
  expect(text).toMatch(/!\[[^\]]+\]\([^)]+\.svg\)/);
  expect(text).toMatch(/```ts\n[\s\S]+?```\n\n```output\n/);
});

test.each([
  // Emergence compares worlds, so it is no measure of the catalogue.
  ["measures", [...measures.map(({ kind }) => kind), "emergence"]],
  ["maps", [...maps.map(({ kind }) => kind), ...readyMaps.map(({ name }) => name)]],
] as const)("every entry of the catalogue of %s has a page and a row", (folder, catalogue) => {
  expect(entriesOf(folder)).toEqual(catalogue.map((kind) => `docs/${folder}/${kind}.md`).sort());
  for (const kind of catalogue) expect(index(folder)).toContain(`[\`${kind}\`](${kind}.md)`);
});
