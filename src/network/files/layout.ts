import forceAtlas2 from "graphology-layout-forceatlas2";
import type { Rng } from "../../core/rng.ts";
import { wantArgument } from "../../core/wantArgument.ts";
import { wantWhole } from "../../core/wantWhole.ts";
import type { Network } from "../Network.ts";
import { symmetrize } from "../symmetrize.ts";
import { wantNetwork } from "../wantNetwork.ts";
import { graphAdapter } from "./graphAdapter.ts";

/** A place for each agent in the unit square. */
export interface Layout {
  readonly x: Float64Array<ArrayBuffer>;
  readonly y: Float64Array<ArrayBuffer>;
}

/** Agents above which far ones are taken together, by regions. */
const BY_REGIONS = 1000;

/**
 * Places agents for a drawing, joined ones near each other: ForceAtlas2 from random places (Jacomy, Venturini, Heymann and
 * Bastian 2014, PLoS ONE 9; run by graphology-layout-forceatlas2), moved and scaled into the unit square with one scale for
 * both axes. Directions and weights of edges do not count.
 *
 * The same stream gives the same places in one engine; engines may differ slightly, so hash no layout.
 *
 * @param options.iterations whole number of at least 1, default 200. Cost of each: O(n log n + edges) above 1000 agents, O(n² +
 * edges) below.
 * @param options.rng decides where agents start
 */
export function layout(
  network: Network,
  options: { readonly iterations?: number; readonly rng: Rng },
): Layout {
  wantNetwork("layout", network);
  wantArgument("layout", "options", options, { fields: ["rng"] });
  const { iterations = 200, rng } = options;
  wantWhole("layout: iterations", iterations, 1);
  const places = Array.from({ length: network.n }, () => ({ x: rng.uniform(), y: rng.uniform() }));
  // The package sums over all pairs up to 2,000 agents, which takes seconds from half of that on.
  const settings = { ...forceAtlas2.inferSettings(network.n), barnesHutOptimize: network.n > BY_REGIONS };
  forceAtlas2.assign(
    graphAdapter(symmetrize(network), (i) => places[i]!),
    { iterations, settings, getEdgeWeight: null },
  );
  const x = Float64Array.from(places, (place) => place.x);
  const y = Float64Array.from(places, (place) => place.y);
  const [left, right] = range(x);
  const [bottom, top] = range(y);
  const scale = Math.max(right - left, top - bottom);
  const into = (place: number, low: number, high: number): number =>
    scale > 0 ? Math.min(1, Math.max(0, 0.5 + (place - (low + high) / 2) / scale)) : 0.5;
  return { x: x.map((place) => into(place, left, right)), y: y.map((place) => into(place, bottom, top)) };
}

function range(places: Float64Array): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const place of places) {
    low = Math.min(low, place);
    high = Math.max(high, place);
  }
  return [low, high];
}
