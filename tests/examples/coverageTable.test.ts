import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { cellText, designs, networks, START, tableLines } from "../../examples/coverageTable.ts";

test.each([
  ["coverage", START],
  ["the estimators", "<!-- written by examples/estimatorTable.ts -->"],
])("the table of %s in docs/numbers.md has a line for each network and design", (_, start) => {
  const page = readFileSync(new URL("../../docs/numbers.md", import.meta.url), "utf8");
  const lines = page.split(start)[1]!.split("<!--")[0]!.split("\n");
  for (const network of Object.keys(networks))
    for (const design of Object.keys(designs))
      expect(lines.filter((line) => line.startsWith(`| ${network} | ${design} | `)).length).toBe(1);
});

test("a small version of the table covers about as often as it should", async () => {
  const lines = await tableLines(40, (network, design) => network === "small world" && /40|ego/.test(design));
  expect(lines.length).toBe(2);
  const [direct, spillover, global] = lines[0]!.split(" | ").slice(2);
  // 40 experiments: at 0.94, fewer than 0.8 happens once in 4,000.
  for (const cell of [direct, spillover]) expect(Number.parseFloat(cell!)).toBeGreaterThanOrEqual(0.8);
  expect(global).toBe("none |");
  expect(cellText(undefined)).toBe("not possible");
}, 60_000);
