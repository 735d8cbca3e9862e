/** Numbers of which the smallest comes out first. */
interface MinHeap {
  push(key: number): void;
  /** Takes the smallest out; undefined when there is none. */
  pop(): number | undefined;
}

/** A binary heap (Williams 1964). Cost of a call: O(log size). */
export function minHeap(): MinHeap {
  const keys: number[] = [];
  return {
    push(key) {
      let at = keys.length;
      while (at > 0) {
        const parent = (at - 1) >> 1;
        if (keys[parent]! <= key) break;
        keys[at] = keys[parent]!;
        at = parent;
      }
      keys[at] = key;
    },
    pop() {
      const least = keys[0];
      const last = keys.pop();
      if (last === undefined || keys.length === 0) return least;
      let at = 0;
      for (;;) {
        let child = 2 * at + 1;
        if (child >= keys.length) break;
        if (child + 1 < keys.length && keys[child + 1]! < keys[child]!) child++;
        if (keys[child]! >= last) break;
        keys[at] = keys[child]!;
        at = child;
      }
      keys[at] = last;
      return least;
    },
  };
}
