import type { Network } from "../Network.ts";

/** The clusters of a given order of the agents, 0 … clusters − 1, all of them in use. */
export function restream(
  network: Network,
  order: Uint32Array,
  clusters: number,
  passes: number,
): Uint32Array {
  const { n, offsets, sources, weights } = network;
  const NONE = clusters;
  const label = new Uint32Array(n).fill(NONE);
  const toward = new Float64Array(clusters + 1);
  const size = new Uint32Array(clusters);
  for (let pass = 0, changed = true; changed && pass < passes; pass++) {
    changed = false;
    size.fill(0);
    // So many clusters may hold one agent more than the others; when they do, the others are full sooner.
    let larger = n % clusters;
    let cap = Math.ceil(n / clusters);
    let least = 0;
    let emptiest = 0;
    for (const agent of order) {
      while (size[emptiest]! > least) {
        emptiest++;
        if (emptiest < clusters) continue;
        emptiest = 0;
        least++;
      }
      for (let e = offsets[agent]!; e < offsets[agent + 1]!; e++)
        toward[label[sources[e]!]!]! += weights ? weights[e]! : 1;
      let best = emptiest;
      let score = 0;
      for (let e = offsets[agent]!; e < offsets[agent + 1]!; e++) {
        const c = label[sources[e]!]!;
        if (c === NONE) continue;
        const there = Math.max(0, cap - size[c]!) * toward[c]!;
        const more = there - score || (there > 0 ? size[best]! - size[c]! || best - c : 0);
        if (more <= 0) continue;
        best = c;
        score = there;
      }
      for (let e = offsets[agent]!; e < offsets[agent + 1]!; e++) toward[label[sources[e]!]!] = 0;
      changed ||= label[agent] !== best;
      label[agent] = best;
      size[best]!++;
      if (size[best] === cap && larger > 0) {
        larger--;
        if (larger === 0) cap--;
      }
    }
  }
  return label;
}
