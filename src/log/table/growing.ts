/** Numbers that are added one by one, in a typed array that doubles. */
interface Growing<A extends Float64Array | Uint32Array | Int32Array | Uint8Array> {
  /** Room for `count` entries; the first of them are filled. */
  readonly room: A;
  readonly count: number;
  push(value: number): void;
}

/** An empty list of numbers of one kind. Cost of adding: O(1), amortised. */
export function growing<A extends Float64Array | Uint32Array | Int32Array | Uint8Array>(
  make: (length: number) => A,
): Growing<A> {
  let room = make(1024);
  let count = 0;
  return {
    get room() {
      return room;
    },
    get count() {
      return count;
    },
    push(value) {
      if (count === room.length) {
        const wide = make(2 * count);
        wide.set(room);
        room = wide;
      }
      room[count++] = value;
    },
  };
}
