/** The law of the dose that some independent blocks bring: chance of each dose, and whether it can happen at all. */
export interface DoseLaw {
  /** Doses above this were put together with it: from here on the condition no longer changes. */
  readonly cap: number;
  /** Doses reached are 0 … reached. */
  readonly reached: number;
  readonly p: Float64Array;
  readonly can: Uint8Array;
  /** Starts again with dose 0 for certain. */
  reset(cap: number): void;
  /** One more block, which brings a dose with chance `yes` and nothing with chance `no`. */
  add(dose: number, yes: number, no: number): void;
}

/** How two doses come together, never above the cap. */
export function combined(bits: boolean): (x: number, dose: number, cap: number) => number {
  return bits ? (x, dose) => x | dose : (x, dose, cap) => Math.min(x + dose, cap);
}

/**
 * An empty law with room that grows; made once and used for many agents. Chances are sums of products of positive numbers,
 * so small ones keep their digits, and `can` tells a chance too small for a double from an impossibility.
 * Cost of `add`: O(doses reached).
 */
export function doseLaw(bits: boolean): DoseLaw {
  const combine = combined(bits);
  const law = {
    cap: 0,
    reached: 0,
    p: new Float64Array(64),
    can: new Uint8Array(64),
    reset(cap: number): void {
      if (cap >= law.p.length) {
        law.p = new Float64Array(2 * cap);
        law.can = new Uint8Array(2 * cap);
      } else {
        law.p.fill(0, 0, law.reached + 1);
        law.can.fill(0, 0, law.reached + 1);
      }
      law.cap = cap;
      law.reached = 0;
      law.p[0] = law.can[0] = 1;
    },
    add(dose: number, yes: number, no: number): void {
      const { p, can, cap } = law;
      // From above, so that what a block moves up is not moved again by the same block.
      for (let x = law.reached; x >= 0; x--) {
        if (can[x] === 0) continue;
        const to = combine(x, dose, cap);
        if (to === x) continue;
        const mass = p[x]!;
        p[x] = no * mass;
        if (no === 0) can[x] = 0;
        if (yes > 0) {
          p[to]! += yes * mass;
          can[to] = 1;
          if (to > law.reached) law.reached = to;
        }
      }
    },
  };
  return law;
}
