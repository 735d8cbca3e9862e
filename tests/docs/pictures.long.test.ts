import { existsSync, readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { expect, test } from "vitest";
import { pictures } from "../../examples/pictures.ts";
import { pages } from "./pages.ts";

const FOLDER = "docs/pictures";
/** Indexes without a subject of their own, and the page on how the code is laid out. */
const WITHOUT = ["docs/README.md", "docs/architecture.md"];

test("the stored pictures are those that examples/pictures.ts draws, byte by byte", {
  timeout: 300_000,
}, () => {
  const drawn = pictures();
  expect(readdirSync(FOLDER).sort()).toEqual([...drawn.keys()].map((name) => `${name}.svg`).sort());
  for (const [name, svg] of drawn)
    expect(
      readFileSync(`${FOLDER}/${name}.svg`, "utf8") === svg,
      `npx tsx examples/pictures.ts: ${name}`,
    ).toBe(true);
});

test("pictures are small, have a title, and are readable on light and dark paper", () => {
  let total = 0;
  for (const file of readdirSync(FOLDER)) {
    const svg = readFileSync(`${FOLDER}/${file}`, "utf8");
    total += svg.length;
    expect(svg.length, file).toBeLessThan(30_000);
    expect(svg, file).toMatch(/<title id="[a-z-]+">[^<]{10,}<\/title>/);
    expect(svg, file).toContain("prefers-color-scheme: dark");
  }
  expect(total).toBeLessThan(1_000_000);
});

const subjects = [...pages].filter(([path]) => path.startsWith("docs/") && !WITHOUT.includes(path));

test.each(subjects)("%s says why and shows a picture before its first formula or code", (path, text) => {
  const code = text.search(/^(```| {4}\S)/m);
  const before = code === -1 ? text : text.slice(0, code);
  const image = /!\[([^\]]{15,})\]\(([^)]+\.svg)\)/.exec(before);
  expect(image, `${path}: a picture with words for those who cannot see it`).not.toBeNull();
  expect(existsSync(posix.join(posix.dirname(path), image![2]!)), image![2]).toBe(true);
  const [, opening = ""] = before.slice(0, image!.index).split(/^# .*\n/m);
  expect(
    opening.trim().split(/\s+/).length,
    `${path}: a paragraph on why, before the picture`,
  ).toBeGreaterThan(15);
});
