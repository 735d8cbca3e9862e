// The network that the pictures share: thirty agents in five communities.
import { fromEdges, type Network, rng } from "../../src/index.ts";
import type { Point } from "./canvas.ts";

const COMMUNITIES = 5;
const SIZE = 6;

/** Thirty agents in five communities of six, whose members nearly all know each other, and a few edges between them. */
export const village: Network = fromEdges(friends(), {
  agents: Array.from({ length: COMMUNITIES * SIZE }, (_, i) => String(i)),
});

/** The community of each agent, in the order of ids. */
export const community: readonly number[] = village.ids.map((id) => Math.floor(Number(id) / SIZE));

function friends(): [string, string][] {
  const chance = rng("village");
  const pairs: [string, string][] = [];
  for (let i = 0; i < COMMUNITIES * SIZE; i++) {
    for (let j = i + 1; j < COMMUNITIES * SIZE; j++) {
      const within = Math.floor(i / SIZE) === Math.floor(j / SIZE);
      const ring = within && (j - i === 1 || j - i === SIZE - 1);
      if (ring || chance.uniform() < (within ? 0.25 : 0.016)) pairs.push([String(i), String(j)]);
    }
  }
  return pairs;
}

/** Where each agent stands in a panel whose middle is given: communities on a wide ring, members on a small one. */
export function places([x, y]: Point, width = 290, height = 190): Point[] {
  return village.ids.map((id): Point => {
    const c = Math.floor(Number(id) / SIZE);
    const k = Number(id) % SIZE;
    const big = -Math.PI / 2 + (2 * Math.PI * c) / COMMUNITIES;
    const small = (2 * Math.PI * (k + 0.3 * c)) / SIZE;
    return [
      x + (width / 2 - 44) * Math.cos(big) + 28 * Math.cos(small),
      y + (height / 2 - 38) * Math.sin(big) + 24 * Math.sin(small),
    ];
  });
}

/** The places of both ends of every undirected edge. */
export function lines({ n, offsets, sources }: Network, place: readonly Point[]): [Point, Point][] {
  const found: [Point, Point][] = [];
  for (let i = 0; i < n; i++)
    for (let k = offsets[i]!; k < offsets[i + 1]!; k++)
      if (sources[k]! < i) found.push([place[sources[k]!]!, place[i]!]);
  return found;
}
