import { expect, test } from "vitest";
import { chances, OUTCOMES, PLANS, path } from "../../support/looksChances.ts";
import { tinyDesigns } from "../../support/tinyWorlds.ts";

test("looks reject no more often than they say under any design whose assignments can be listed", () => {
  let cells = 0;
  for (const [name, design] of Object.entries(tinyDesigns(4))) {
    if (!design.law(path).support) continue;
    for (const outcomes of OUTCOMES)
      for (const { at, spending, alpha, ...rest } of PLANS) {
        // Designs of more than two arms or without random own arms have statistics of their own.
        const { statistic: _, ...usual } = rest;
        const looks = { at, spending, ...(alpha === undefined ? {} : { alpha }) };
        const { levels, rejected, total } = chances(design, outcomes, { looks, ...usual });
        expect(total, name).toBeCloseTo(1, 9);
        levels.forEach((level, k) => {
          expect(rejected[k]!, `${name}, look ${k + 1}`).toBeLessThanOrEqual(level + 1e-9);
        });
        cells++;
      }
  }
  expect(cells).toBeGreaterThan(100);
}, 600_000);
