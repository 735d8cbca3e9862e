import type { Network } from "../../../network/Network.ts";

/** A network as a page draws it: places in the unit square, and each tie once. */
export interface DrawnNetwork {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly edges: readonly (readonly [number, number])[];
}

/** The ties of a network, each once. */
export function tiesOf({ n, offsets, sources }: Network): [number, number][] {
  const ties: [number, number][] = [];
  for (let i = 0; i < n; i++)
    for (let at = offsets[i]!; at < offsets[i + 1]!; at++) if (sources[at]! < i) ties.push([sources[at]!, i]);
  return ties;
}

/** A network on a circle, agent 0 on top. */
export function onCircle(network: Network): DrawnNetwork {
  const angle = (i: number): number => (2 * Math.PI * i) / network.n - Math.PI / 2;
  const places = Array.from({ length: network.n }, (_, i) => angle(i));
  return {
    x: places.map((one) => 0.5 + 0.47 * Math.cos(one)),
    y: places.map((one) => 0.5 + 0.47 * Math.sin(one)),
    edges: tiesOf(network),
  };
}
