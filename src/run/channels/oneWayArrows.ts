import { eachEdge } from "../../network/eachEdge.ts";
import type { Network } from "../../network/Network.ts";

/** Number of arrows without one in the other direction: pairs that talk both ways do so without an edge there. */
export function oneWayArrows(network: Network): number {
  if (!network.directed) return 0;
  const { n } = network;
  const arrows = new Set<number>();
  eachEdge(network, (source, target) => arrows.add(source * n + target));
  let found = 0;
  for (const arrow of arrows) if (!arrows.has((arrow % n) * n + Math.floor(arrow / n))) found++;
  return found;
}
