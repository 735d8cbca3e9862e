import { expect, it } from "vitest";
import { combined, doseLaw } from "../../../src/probability/laws/doseLaw.ts";

/** The law of a dose by listing which blocks are treated. */
function listed(
  blocks: readonly (readonly [dose: number, yes: number])[],
  bits: boolean,
  cap: number,
): Map<number, number> {
  const chance = new Map<number, number>();
  for (let set = 0; set < 1 << blocks.length; set++) {
    let p = 1;
    let dose = 0;
    blocks.forEach(([more, yes], k) => {
      const treated = (set >> k) & 1;
      p *= treated ? yes : 1 - yes;
      if (treated) dose = combined(bits)(dose, more, cap);
    });
    if (p > 0) chance.set(dose, (chance.get(dose) ?? 0) + p);
  }
  return chance;
}

for (const [name, blocks, bits, cap] of [
  [
    "counts",
    [
      [1, 0.5],
      [1, 0.2],
      [1, 0.9],
    ],
    false,
    3,
  ],
  [
    "capped counts",
    [
      [1, 0.5],
      [2, 0.2],
      [3, 0.9],
      [2, 0.4],
    ],
    false,
    4,
  ],
  [
    "sure and impossible blocks",
    [
      [1, 1],
      [2, 0],
      [3, 0.25],
    ],
    false,
    6,
  ],
  [
    "bits",
    [
      [1, 0.5],
      [2, 0.2],
      [3, 0.9],
      [2, 1],
    ],
    true,
    3,
  ],
] as const) {
  it(`is the list of all outcomes: ${name}`, () => {
    const law = doseLaw(bits);
    // A longer law before must leave no trace.
    law.reset(40);
    for (let k = 0; k < 40; k++) law.add(1, 0.5, 0.5);
    law.reset(cap);
    for (const [dose, yes] of blocks) law.add(dose, yes, 1 - yes);
    const wanted = listed(blocks, bits, cap);
    for (let x = 0; x <= law.reached; x++) {
      expect(law.p[x]).toBeCloseTo(wanted.get(x) ?? 0, 14);
      expect(law.can[x] === 1).toBe(wanted.has(x));
    }
    expect(Math.max(...wanted.keys())).toBeLessThanOrEqual(law.reached);
  });
}
