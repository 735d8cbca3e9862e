import { SpillwayError } from "../core/SpillwayError.ts";
import { shown } from "../core/shown.ts";
import { wantArgument } from "../core/wantArgument.ts";
import { wantWhole } from "../core/wantWhole.ts";
import { buildRows } from "./buildRows.ts";
import { compareIds } from "./compareIds.ts";
import type { Network } from "./Network.ts";
import { wantNetwork } from "./wantNetwork.ts";
import { wantSize } from "./wantSize.ts";

/** For how long agents are observed, and how long treatment acts. */
export interface TimeOptions {
  /** Number of periods, from 1. */
  readonly periods: number;
  /** Periods after its own in which treatment still acts, from 0 to periods − 1. Default 0: only in its own. */
  readonly carryOver?: number;
}

/** More arrows than this do not fit into memory. */
const MOST_ARROWS = 2 ** 25;

/**
 * The network of (agent, period) pairs: unit i@t hears from j@s when j is i or an in-neighbour of i, and s is t or one of the
 * `carryOver` periods before. So exposures, probabilities and estimators take an agent in a period as their unit, and what
 * an agent met earlier is part of its exposure. Edges keep their weights at every delay; an agent's own past weighs 1.
 *
 * Periods count from 1 and are written with as many digits as the last, `ann@03`, so that ids sort by time. With one agent
 * and no edges this is the time series of a switchback experiment (Bojinov, Simchi-Levi and Zhao 2023).
 *
 * Cost: O(periods × (n + edges) × (carryOver + 1)).
 * @throws SpillwayError for numbers out of range, and when there would be more than 2²⁸ arrows.
 */
export function overTime(network: Network, options: TimeOptions): Network {
  wantNetwork("overTime", network);
  wantArgument("overTime", "options", options, { fields: ["periods"] });
  const { periods, carryOver = 0 } = options;
  wantWhole("overTime: periods", periods, 1);
  if (!Number.isInteger(carryOver) || carryOver < 0 || carryOver >= periods)
    throw new SpillwayError(
      `overTime: carryOver must be a whole number from 0 to ${periods - 1} (one less than the periods), got ${shown(carryOver)}`,
    );
  const { n, offsets, sources, weights, ids } = network;
  wantSize("overTime", n * periods, 0);
  // Delays that period t can look back on, counted from 0, bring all arrows each; all but delay 0 bring an agent's own past.
  let arrows = 0;
  for (let t = 0; t < periods; t++) {
    const delays = Math.min(t, carryOver) + 1;
    arrows += delays * sources.length + (delays - 1) * n;
  }
  if (arrows > MOST_ARROWS)
    throw new SpillwayError(
      `overTime: ${periods} periods with carryOver ${carryOver} would make ${arrows} arrows, more than 2^25: take fewer periods or a smaller network`,
    );
  // Unit of agent i in period t stands at i × periods + t − 1 here, and at `place` of that in the order of ids.
  const names = ids.flatMap((id) => Array.from({ length: periods }, (_, t) => unitId(id, t + 1, periods)));
  const order = Array.from(names.keys()).sort((a, b) => compareIds(names[a]!, names[b]!));
  const place = new Uint32Array(order.length);
  order.forEach((unit, at) => {
    place[unit] = at;
  });
  const from = new Uint32Array(arrows);
  const to = new Uint32Array(arrows);
  const weight = new Float64Array(arrows);
  let size = 0;
  const add = (j: number, s: number, i: number, t: number, w: number): void => {
    from[size] = place[j * periods + s]!;
    to[size] = place[i * periods + t]!;
    weight[size++] = w;
  };
  for (let i = 0; i < n; i++) {
    for (let t = 0; t < periods; t++) {
      for (let s = Math.max(0, t - carryOver); s <= t; s++) {
        for (let e = offsets[i]!; e < offsets[i + 1]!; e++)
          add(sources[e]!, s, i, t, weights ? weights[e]! : 1);
        if (s < t) add(i, s, i, t, 1);
      }
    }
  }
  const rows = buildRows(names.length, { from, to, weight }, true);
  // Influence within a period goes both ways where the network's does; from one period to the next it goes one way only.
  const directed = network.directed || carryOver > 0;
  return {
    n: names.length,
    edges: directed ? rows.sources.length : rows.sources.length / 2,
    directed,
    ids: order.map((unit) => names[unit]!),
    offsets: rows.offsets,
    sources: rows.sources,
    ...(rows.weights ? { weights: rows.weights } : {}),
    notes: network.notes,
  };
}

/** The id of an agent in a period, from 1: `ann@3`, or `ann@03` when there are 10 to 99 periods. */
export function unitId(id: string, period: number, periods: number): string {
  return `${id}@${String(period).padStart(String(periods).length, "0")}`;
}
