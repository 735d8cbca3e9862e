import { studiedBy } from "../../designs/law/studiedBy.ts";
import type { ExposureProbabilities } from "./PairProbabilities.ts";

/** 1 for each agent that a contrast may be about: the design studies it, and it is at or above the floor and in the group where there is one. Cost: O(n). */
export function inPopulation({
  law,
  floor,
  among,
}: Pick<ExposureProbabilities, "law" | "floor" | "among">): Uint8Array {
  const mask = studiedBy(law);
  if (!floor && !among) return mask;
  return mask.map((studied, i) => studied & (floor?.inside[i] ?? 1) & (among?.inside[i] ?? 1));
}
