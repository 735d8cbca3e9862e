// Every command and every option of it is on the page of the command line. UPDATE_DOCS=docs writes the tables anew.
import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { everyCommand, optionTables } from "./optionTables.ts";

const PAGE = "docs/command-line.md";
const HEADING = "## Every option\n";

test("docs/command-line.md has the arguments and options of every command", () => {
  const page = readFileSync(PAGE, "utf8");
  const at = page.indexOf(HEADING);
  expect(at, `${PAGE} has no part "${HEADING.trim()}"`).toBeGreaterThan(0);
  const first = page.indexOf("\n### ", at);
  const intro = page.slice(0, first < 0 ? page.length : first).trimEnd();
  const whole = `${intro}\n\n${optionTables()}\n`;
  if (process.env.UPDATE_DOCS !== undefined && whole !== page) writeFileSync(PAGE, whole);
  expect(
    readFileSync(PAGE, "utf8"),
    "UPDATE_DOCS=docs npx vitest run tests/docs/commandOptions.test.ts",
  ).toBe(whole);
});

test("every command has a part of its own, or one with its sisters, before the tables", () => {
  const page = readFileSync(PAGE, "utf8");
  const headings = [...page.slice(0, page.indexOf(HEADING)).matchAll(/^## (.+)$/gm)].flatMap(([, names]) =>
    names!.split(", "),
  );
  const top = everyCommand().flatMap(({ name }) => (name.includes(" ") ? [] : [name]));
  expect(top.filter((name) => !headings.includes(name))).toEqual([]);
  expect(headings.filter((name) => !top.includes(name))).toEqual([]);
});
