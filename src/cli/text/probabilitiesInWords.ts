import type { ExposureProbabilities } from "../../probability/PairProbabilities.ts";

/** How probabilities came about, to follow the word "probabilities". */
export function probabilitiesInWords({
  method,
  draws,
  averaged,
}: Pick<ExposureProbabilities, "method" | "draws"> & {
  readonly averaged?: { readonly parts: number; readonly name: string };
}): string {
  if (method === "exact") return "exact";
  return averaged
    ? `averaged over ${averaged.parts} ${averaged.name}`
    : `simulated with ${draws} assignments`;
}
