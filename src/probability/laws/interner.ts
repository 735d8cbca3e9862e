/** Numbers sequences of whole numbers, so that equal sequences get equal numbers and different ones different numbers. */
interface Interner {
  /** How many steps were numbered so far. */
  readonly size: number;
  /**
   * The number of a sequence that is one symbol longer than the sequence `state`. Start a sequence from any negative state
   * below −1. Gives −1 when there is no room left for a new number, and whenever `state` is −1.
   */
  step(state: number, symbol: number): number;
}

/**
 * An exact hash table of (state, symbol) by open addressing. Cost of a step O(1); 12 bytes a slot, side by side so that a
 * look-up touches one line of memory, and two to four slots a number.
 */
export function interner(most: number = 2 ** 22): Interner {
  let mask = 255;
  // State, symbol and number of each slot; numbers are kept one higher, so that 0 means an empty slot.
  let slots = new Int32Array(3 * (mask + 1));
  let size = 0;
  const find = (state: number, symbol: number): number => {
    let hash = Math.imul(state, 0x9e3779b1) ^ Math.imul(symbol + 0x7f4a7c15, 0x85ebca6b);
    hash ^= hash >>> 15;
    hash = Math.imul(hash, 0x2c1b3c6d);
    let slot = 3 * ((hash ^ (hash >>> 13)) & mask);
    while (slots[slot + 2] !== 0 && (slots[slot] !== state || slots[slot + 1] !== symbol)) {
      slot += 3;
      if (slot === slots.length) slot = 0;
    }
    return slot;
  };
  const put = (slot: number, state: number, symbol: number, number: number): void => {
    slots[slot] = state;
    slots[slot + 1] = symbol;
    slots[slot + 2] = number;
  };
  const grow = (): void => {
    const old = slots;
    mask = 2 * mask + 1;
    slots = new Int32Array(3 * (mask + 1));
    for (let k = 0; k < old.length; k += 3) {
      if (old[k + 2] !== 0) put(find(old[k]!, old[k + 1]!), old[k]!, old[k + 1]!, old[k + 2]!);
    }
  };
  return {
    get size() {
      return size;
    },
    step(state, symbol) {
      if (state === -1) return -1;
      const slot = find(state, symbol);
      if (slots[slot + 2] !== 0) return slots[slot + 2]! - 1;
      if (size >= most) return -1;
      put(slot, state, symbol, ++size);
      if (2 * size > mask) grow();
      return size - 1;
    },
  };
}
