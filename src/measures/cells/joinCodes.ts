/** Codes of joint values: one for each combination that occurs, from 0, in the order in which they first occur. */
interface Joined {
  readonly codes: Uint32Array;
  readonly cells: number;
}

/** The joint values of several columns of codes. Cost: linear in records times columns. */
export function joinCodes(columns: readonly Uint32Array[], size: number): Joined {
  let joined: Joined = { codes: new Uint32Array(size), cells: size === 0 ? 0 : 1 };
  for (const column of columns) joined = joinTwo(joined, column);
  return joined;
}

/** A table of so many entries a record is quicker than a map, and takes no more memory. */
const TABLE = 8;

function joinTwo(before: Joined, column: Uint32Array): Joined {
  const size = column.length;
  let values = 0;
  for (let r = 0; r < size; r++) if (column[r]! >= values) values = column[r]! + 1;
  const codes = new Uint32Array(size);
  const room = before.cells * values;
  let cells = 0;
  if (room <= TABLE * size + 1024) {
    const table = new Uint32Array(room);
    for (let r = 0; r < size; r++) {
      const key = before.codes[r]! * values + column[r]!;
      if (table[key] === 0) table[key] = ++cells;
      codes[r] = table[key]! - 1;
    }
    return { codes, cells };
  }
  const table = new Map<number, number>();
  for (let r = 0; r < size; r++) {
    const key = before.codes[r]! * values + column[r]!;
    let code = table.get(key);
    if (code === undefined) {
      code = cells++;
      table.set(key, code);
    }
    codes[r] = code;
  }
  return { codes, cells };
}
