import { compareIds } from "./compareIds.ts";
import type { Network } from "./Network.ts";
import { wantNetwork } from "./wantNetwork.ts";

/** The agents and periods behind the units of a network over time. */
export interface AgentTimes {
  /** Ids of the agents, in their order. */
  readonly agents: readonly string[];
  /** Number of periods: the last that a unit is in. */
  readonly periods: number;
  /** Agent of each unit, an index into `agents`. */
  readonly agent: Uint32Array;
  /** Period of each unit, from 1. */
  readonly period: Uint32Array;
  /** The longest time between the ends of an edge, in periods. */
  readonly carryOver: number;
}

/**
 * Who and when each unit of a network over time is, from ids such as `ann@3` ({@link overTime} makes them; a network from a
 * file may have them, too). Undefined for any other network: when an id does not end in @ and a period, or when an edge
 * goes back in time. Cost: O(n log n + edges).
 */
export function agentTimes(network: Network): AgentTimes | undefined {
  wantNetwork("agentTimes", network);
  const { n, ids, offsets, sources } = network;
  const names: string[] = [];
  const period = new Uint32Array(n);
  for (const [unit, id] of ids.entries()) {
    const at = id.lastIndexOf("@");
    const time = id.slice(at + 1);
    if (at < 0 || !/^\d{1,9}$/.test(time) || Number(time) === 0) return undefined;
    names.push(id.slice(0, at));
    period[unit] = Number(time);
  }
  let carryOver = 0;
  for (let i = 0; i < n; i++) {
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++) {
      const delay = period[i]! - period[sources[e]!]!;
      if (delay < 0) return undefined;
      carryOver = Math.max(carryOver, delay);
    }
  }
  const agents = [...new Set(names)].sort(compareIds);
  const number = new Map(agents.map((name, k) => [name, k]));
  return {
    agents,
    periods: period.reduce((last, t) => Math.max(last, t), 0),
    agent: Uint32Array.from(names, (name) => number.get(name)!),
    period,
    carryOver,
  };
}
