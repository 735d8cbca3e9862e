import { SpillwayError } from "../../core/SpillwayError.ts";
import type { MeasuredData } from "./MeasuredData.ts";
import type { MeasureRequest } from "./MeasureRequest.ts";

/**
 * Pairs of agents, source and target, that a transfer is between; undefined for each agent with itself.
 *
 * @throws SpillwayError when edges are asked for and there is no network.
 */
export function pairsOf(
  data: MeasuredData,
  pairs: MeasureRequest["pairs"],
): readonly (readonly [string, string])[] | undefined {
  if (pairs === undefined || pairs === "self") return undefined;
  if (pairs !== "edges") return pairs;
  if (!data.run)
    throw new SpillwayError(
      "measure: --edges needs a network: wanted the folder of a run, or pairs one by one with --edge",
    );
  const { ids, n, offsets, sources } = data.run.prepared.network;
  const found: (readonly [string, string])[] = [];
  for (let i = 0; i < n; i++)
    for (const j of sources.subarray(offsets[i]!, offsets[i + 1]!)) found.push([ids[j]!, ids[i]!]);
  return found;
}
