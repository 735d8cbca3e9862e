import { expect, test } from "vitest";
import { effectOf } from "../../../src/experiment/twin/TwinEffect.ts";
import { interactionEffect, personSituation } from "../../../src/measures/index.ts";
import { partnerEffect } from "../../../src/trust/partners/partnerEffect.ts";

// Units that are all the same do not show how much others differ: an interval without length would claim that nothing can.

test("worlds that differ by the same amount have an error of 0 and no interval", () => {
  for (const amount of [0, 0.3]) {
    const pairs = [0.5, 0.6, 0.1].map((isolated) => ({ isolated, interacting: isolated + amount }));
    const found = interactionEffect(pairs, { reference: 0 });
    expect(found).toMatchObject({ se: 0, worlds: 3 });
    expect("ci" in found || "p" in found).toBe(false);
    expect(found.bias!.isolated.ci![1]).toBeGreaterThan(found.bias!.isolated.ci![0]);
    expect(found.notes.join()).toContain("no interval");
    const twin = effectOf(
      "ann",
      pairs.map(({ isolated, interacting }) => [interacting, isolated]),
      0.95,
    );
    expect(twin).toMatchObject({ se: 0, because: "the same in every world: no interval" });
    expect("ci" in twin).toBe(false);
  }
});

test.each(["fixed", "random"] as const)(
  "cells whose worlds are all alike: %s levels without intervals and p",
  (levels) => {
    const values = { a: { x: 1, y: 2, z: 4 }, b: { x: 3, y: 3, z: 5 }, c: { x: 0, y: 2, z: 2 } };
    const records = Object.entries(values).flatMap(([person, row]) =>
      Object.entries(row).flatMap(([situation, value]) =>
        [1, 2, 3].map((world) => ({
          levels: [person, situation],
          world: `${person}${situation}${world}`,
          value,
        })),
      ),
    );
    const { rows, notes, error } = personSituation({ factors: ["person", "situation"], records }, { levels });
    expect(error!.variance).toBe(0);
    expect(rows.length).toBeGreaterThan(3);
    for (const row of rows) {
      expect(row.variance === undefined && row.because === undefined).toBe(false);
      // Random levels are a sample of many: their mean squares have errors, though worlds have none.
      if (levels === "fixed") expect("ci" in row || "p" in row).toBe(false);
      else if (row.ci) expect(row.ci[1]).toBeGreaterThan(row.ci[0]);
    }
    expect(notes.join()).toContain("worlds of a cell are all the same");
  },
);

test("partners whose answers are all the same have no interval", () => {
  const record = (run: string, exposed: 0 | 1, outcome: 0 | 1) => ({
    run,
    exposed,
    own: "M",
    saying: 5,
    others: 10,
    outcome,
  });
  const of = (outcome: (k: number) => 0 | 1) =>
    partnerEffect(
      Array.from({ length: 40 }, (_, k) => record(`run ${k % 4}`, k % 8 < 4 ? 1 : 0, outcome(k))),
      { redraws: 10 },
    );
  expect("interval" in of(() => 1)).toBe(false);
  expect(of((k) => ((k * 7) % 3 === 0 ? 1 : 0)).interval).toBeDefined();
});
