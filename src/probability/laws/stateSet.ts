/** States of a walk over blocks with their probabilities; states that are reached again are merged. */
export interface StateSet {
  readonly size: number;
  /** Coordinates and probability of state k < size. */
  readonly si: Int32Array;
  readonly sj: Int32Array;
  readonly u: Int32Array;
  readonly r: Int32Array;
  readonly p: Float64Array;
  /** Empties the set and says how far the coordinates go from now on. */
  reset(spanI: number, spanJ: number, spanU: number): void;
  /** Empties the set. */
  clear(): void;
  add(si: number, sj: number, u: number, r: number, p: number): void;
}

/** Up to this many possible states are found by an array, more by a hash map. */
const DENSE = 1 << 22;

/** An empty set with room that grows; made once and used for many walks. Cost of `add`: O(1). */
export function stateSet(): StateSet {
  let room = 64;
  let slots = new Int32Array(1024);
  let hashed: Map<number, number> | undefined;
  let spans = [1, 1, 1] as const as readonly [number, number, number];
  let keys = new Float64Array(room);
  const set = {
    size: 0,
    si: new Int32Array(room),
    sj: new Int32Array(room),
    u: new Int32Array(room),
    r: new Int32Array(room),
    p: new Float64Array(room),
    clear(): void {
      if (hashed) hashed.clear();
      else for (let k = 0; k < set.size; k++) slots[keys[k]!] = 0;
      set.size = 0;
    },
    reset(spanI: number, spanJ: number, spanU: number): void {
      set.clear();
      spans = [spanJ, spanU, spanU];
      const possible = spanI * spanJ * spanU * spanU;
      hashed = possible > DENSE ? new Map() : undefined;
      if (!hashed && possible > slots.length) slots = new Int32Array(Math.max(possible, 2 * slots.length));
    },
    add(si: number, sj: number, u: number, r: number, p: number): void {
      const key = ((si * spans[0] + sj) * spans[1] + u) * spans[2] + r;
      // Slot 0 means absent, so positions are kept one higher.
      const found = (hashed ? (hashed.get(key) ?? 0) : slots[key]!) - 1;
      if (found >= 0) {
        set.p[found]! += p;
        return;
      }
      if (set.size === room) grow();
      const k = set.size++;
      if (hashed) hashed.set(key, k + 1);
      else slots[key] = k + 1;
      keys[k] = key;
      set.si[k] = si;
      set.sj[k] = sj;
      set.u[k] = u;
      set.r[k] = r;
      set.p[k] = p;
    },
  };
  const grow = (): void => {
    room *= 2;
    const longer = (from: Int32Array): Int32Array => {
      const to = new Int32Array(room);
      to.set(from);
      return to;
    };
    const longerFloats = (from: Float64Array): Float64Array => {
      const to = new Float64Array(room);
      to.set(from);
      return to;
    };
    Object.assign(set, {
      si: longer(set.si),
      sj: longer(set.sj),
      u: longer(set.u),
      r: longer(set.r),
      p: longerFloats(set.p),
    });
    keys = longerFloats(keys) as Float64Array<ArrayBuffer>;
  };
  return set;
}
