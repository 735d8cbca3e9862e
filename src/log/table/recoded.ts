import type { Column } from "./Table.ts";

/**
 * A column of texts from codes that were given in another order: the texts it has, in the order of its rows.
 *
 * @param codes of the old texts, below 0 where missing. @param order the old row of each row
 */
export function recoded(
  name: string,
  texts: readonly string[],
  codes: ArrayLike<number>,
  order: Uint32Array,
): Column {
  const renamed = new Int32Array(texts.length).fill(-1);
  const own: string[] = [];
  const column = {
    ...{ kind: "text" as const, name, texts: own },
    codes: new Uint32Array(order.length),
    known: new Uint8Array(order.length),
  };
  for (let k = 0; k < order.length; k++) {
    const code = codes[order[k]!]!;
    if (code < 0) continue;
    if (renamed[code]! < 0) renamed[code] = own.push(texts[code]!) - 1;
    column.codes[k] = renamed[code]!;
    column.known[k] = 1;
  }
  return column;
}
