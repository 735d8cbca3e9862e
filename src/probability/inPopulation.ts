import { studiedBy } from "../../designs/law/studiedBy.ts";
import type { ExposureProbabilities } from "./PairProbabilities.ts";

/** 1 for each agent that a contrast may be about: the design studies it, and it is at or above the floor where there is one. Cost: O(n). */
export function inPopulation({ law, floor }: Pick<ExposureProbabilities, "law" | "floor">): Uint8Array {
  const mask = studiedBy(law);
  return floor ? mask.map((studied, i) => studied & floor.inside[i]!) : mask;
}
