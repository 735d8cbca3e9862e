import { compareIds } from "../../network/compareIds.ts";
import type { UnitRow } from "./UnitRow.ts";

/** Rows in the one order of unit rows; agents are compared once, not at every comparison of rows. */
export function sortedUnits(
  units: readonly UnitRow[],
  codes: readonly number[],
  texts: readonly string[],
): UnitRow[] {
  const order = texts.map((_, code) => code).sort((a, b) => compareIds(texts[a]!, texts[b]!));
  const rank = new Uint32Array(texts.length);
  order.forEach((code, k) => {
    rank[code] = k;
  });
  const rows = Uint32Array.from(units, (_, k) => k);
  rows.sort((a, b) => {
    const [one, other] = [units[a]!, units[b]!];
    return (
      one.world - other.world ||
      (one.round ?? -1) - (other.round ?? -1) ||
      rank[codes[a]!]! - rank[codes[b]!]!
    );
  });
  return Array.from(rows, (k) => units[k]!);
}
