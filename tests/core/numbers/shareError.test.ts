import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { shareError } from "../../../src/core/numbers/shareError.ts";

describe("the Monte Carlo error of a share", () => {
  test("at 0 and 1 reaches the share at which as much would be seen once in forty times", () => {
    for (const total of [1, 2, 10, 100, 1000, 1e6])
      for (const share of [0, 1, 1e-15, 1 - 1e-15]) {
        const bound = 1.959963984540054 * shareError(share, total);
        expect(total * Math.log1p(-bound)).toBeCloseTo(Math.log(0.025), 8);
        expect(bound).toBeLessThanOrEqual(1);
      }
  });

  test("between them is that of a binomial share, and of no draws says that nothing is known", () => {
    expect(shareError(0.25, 4)).toBe(Math.sqrt(0.25 * 0.75) / 2);
    expect(shareError(0, 0)).toBe(0.5);
  });

  test("no share in the library has an error of its own making", () => {
    const own = ["src", "estimators", "designs"].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".ts") && !name.startsWith("report"))
        .map((name) => `${folder}/${name}`)
        .filter((name) => /Math\.sqrt\(\(([\w.]+) \* \(1 - \1\)\) \//.test(readFileSync(name, "utf8"))),
    );
    expect(own).toEqual(["src/core/numbers/shareError.ts"]);
  });
});
