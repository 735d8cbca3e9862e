import { expect, it } from "vitest";
import { rng } from "../../../src/core/rng.ts";
import { stateSet } from "../../../src/probability/laws/stateSet.ts";

// Up to about four million possible states are found by an array, more by a map: 10 × 10 × 10² and 3000 × 3000 × 10².
it.each([10, 3000])("merges equal states and keeps others apart, coordinates up to %i", (span) => {
  const set = stateSet();
  const stream = rng("states");
  for (let round = 0; round < 3; round++) {
    set.reset(span, span, 10);
    expect(set.size).toBe(0);
    const wanted = new Map<string, number>();
    for (let k = 0; k < 500; k++) {
      const state = [stream.integer(span), stream.integer(3), stream.integer(10), stream.integer(2)] as const;
      set.add(...state, k);
      wanted.set(state.join(), (wanted.get(state.join()) ?? 0) + k);
    }
    const found = Array.from(
      { length: set.size },
      (_, k) => [[set.si[k], set.sj[k], set.u[k], set.r[k]].join(), set.p[k]] as const,
    );
    expect(new Map(found)).toEqual(wanted);
    expect(found).toHaveLength(wanted.size);
    set.clear();
    set.add(1, 1, 1, 1, 7);
    expect([set.size, set.p[0]]).toEqual([1, 7]);
  }
});
