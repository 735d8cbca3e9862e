/** Numbers sequences of whole numbers, so that equal sequences get equal numbers and different ones different numbers. */
export interface Interner {
  /** How many steps were numbered so far. */
  readonly size: number;
  /**
   * The number of a sequence that is one symbol longer than the sequence `state`. Start a sequence from any negative state
   * below −1. Gives −1 when there is no room left for a new number, and whenever `state` is −1.
   */
  step(state: number, symbol: number): number;
}

/** An exact hash table of (state, symbol) by open addressing. Cost of a step O(1); 12 bytes a slot, two to four slots a number. */
export function interner(most: number = 2 ** 22): Interner {
  let mask = 255;
  let states = new Int32Array(mask + 1);
  let symbols = new Int32Array(mask + 1);
  // Numbers are kept one higher, so that 0 means an empty slot.
  let numbers = new Int32Array(mask + 1);
  let size = 0;
  const slotOf = (state: number, symbol: number): number => {
    let hash = Math.imul(state, 0x9e3779b1) ^ Math.imul(symbol + 0x7f4a7c15, 0x85ebca6b);
    hash ^= hash >>> 15;
    let slot = Math.imul(hash, 0x2c1b3c6d) & mask;
    while (numbers[slot] !== 0 && (states[slot] !== state || symbols[slot] !== symbol))
      slot = (slot + 1) & mask;
    return slot;
  };
  const grow = (): void => {
    const old = { states, symbols, numbers };
    mask = 2 * mask + 1;
    states = new Int32Array(mask + 1);
    symbols = new Int32Array(mask + 1);
    numbers = new Int32Array(mask + 1);
    for (let k = 0; k < old.numbers.length; k++) {
      if (old.numbers[k] === 0) continue;
      const slot = slotOf(old.states[k]!, old.symbols[k]!);
      states[slot] = old.states[k]!;
      symbols[slot] = old.symbols[k]!;
      numbers[slot] = old.numbers[k]!;
    }
  };
  return {
    get size() {
      return size;
    },
    step(state, symbol) {
      if (state === -1) return -1;
      let slot = slotOf(state, symbol);
      if (numbers[slot] !== 0) return numbers[slot]! - 1;
      if (size >= most) return -1;
      if (2 * size > mask) {
        grow();
        slot = slotOf(state, symbol);
      }
      states[slot] = state;
      symbols[slot] = symbol;
      numbers[slot] = ++size;
      return size - 1;
    },
  };
}
