import type { Law } from "../../../designs/Design.ts";

/**
 * What is not known of a draw within blocks whose numbers follow no rule: where blocks of one size have different numbers in an arm, these were set block by block, or
 * read off the data. Then the law holds given these numbers, under a condition that the data cannot show, and is called by it. Nothing for other laws.
 */
export function countsGiven({ arms, structure }: Law): readonly string[] {
  if (structure.kind !== "fixed-counts" || structure.strata < 2) return [];
  const { strata, stratum, counts } = structure;
  const sizes = new Uint32Array(strata);
  for (const s of stratum) sizes[s]!++;
  const ofSize = new Map<number, string>();
  let differ = false;
  for (let s = 0; s < strata; s++) {
    const row = counts.subarray(s * arms.length, (s + 1) * arms.length).join();
    differ ||= (ofSize.get(sizes[s]!) ?? row) !== row;
    ofSize.set(sizes[s]!, row);
  }
  if (!differ) return [];
  const ranges = arms.slice(1).map((arm, k) => {
    const found = Array.from({ length: strata }, (_, s) => counts[s * arms.length + k + 1]!);
    return `${arm} ${Math.min(...found)} to ${Math.max(...found)}`;
  });
  return [
    `design: probabilities are given the numbers in each arm in each of ${strata} blocks (${ranges.join(", ")}), which follow no rule by their size. Where they were read off the data, this much of the draw is supposed and not known: that every set of that many agents of a block was equally likely, and that being in this table does not depend on the arm. How many were to be drawn, and among whom beside the agents of the table, is not known`,
  ];
}
