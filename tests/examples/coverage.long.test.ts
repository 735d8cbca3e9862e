import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { coverage, effectOf, exactRows, goldenWorlds, madeUpWorlds } from "../../examples/coverage.ts";

const page = readFileSync(new URL("../../docs/numbers.md", import.meta.url), "utf8");
const worlds = goldenWorlds();

describe("the table of coverage in docs/numbers.md", () => {
  it("holds what the script says, for the two smallest designs", () => {
    const rows = exactRows(worlds.filter(({ name }) => name === "01" || name === "06"));
    expect(rows.length).toBe(8);
    for (const row of rows) expect(page).toContain(row);
  });

  it("has a row for each contrast that often occurs, and the default covers in each, or is withheld by the design", () => {
    const lines = page.split("\n").filter((line) => /^\| \d\d: /.test(line));
    expect(lines.length).toBe(2 * worlds.length);
    for (const line of lines) {
      const cells = line.split("|").map((cell) => cell.trim());
      const [standard, none] = cells.slice(9, 11);
      if (none === "1.000") expect(standard).toBe("–");
      else expect(Number(standard!.split(" · ")[0])).toBeGreaterThanOrEqual(0.94);
    }
  });
});

it("the effect is the reference's, and what gives no interval is counted", () => {
  const world = worlds.find(({ name, contrast }) => name === "01" && contrast[0] === "indirect")!;
  // The reference file's tau of this contrast.
  expect(effectOf(world)).toBeCloseTo(1.525, 12);
  const { normal } = coverage(world, [...world.probabilities.law.support!()], "hajek", ["wald"], 400);
  expect(normal!.none).toBeCloseTo(1 / 12, 12);
  expect(normal!.coverage).toBeLessThan(0.8);
});

it("the made-up designs are small, and every contrast is expected to be seen", () => {
  for (const { probabilities, contrast } of madeUpWorlds()) {
    expect(probabilities.network.n).toBeLessThanOrEqual(60);
    for (const name of contrast)
      expect(
        probabilities.network.ids.reduce((sum, _, i) => sum + probabilities.of(i, name), 0),
      ).toBeGreaterThan(2);
  }
});
