import { z } from "zod";
import { defineKind, type Kind } from "../../core/defineKind.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { networkInRound } from "../../network/changes/networkInRound.ts";
import { degree, type Network } from "../../network/Network.ts";
import type { Schedule } from "../Schedule.ts";

export interface OnePairSettings {
  /**
   * What is drawn with equal probability: an `agent` and then one of its in-neighbours, or an `edge`, which makes agents of
   * many neighbours meet more often. Default agent.
   */
  readonly draw?: "agent" | "edge";
}

const WHO = "one-pair";

/**
 * In each round two agents that share an edge meet, and only they act: a round is one tick of a naming game, and n of
 * them are what its literature calls a round of the population. Both act at the same time, knowing what they met before; each
 * hears in its own next turn what the other said in this one.
 */
export const onePair: Kind<OnePairSettings, Schedule> = defineKind({
  kind: WHO,
  summary: "two neighbours a round, who meet and then know what the other said",
  settings: z.strictObject({
    draw: z.enum(["agent", "edge"], { error: "must be agent or edge" }).default("agent"),
  }),
  make: (params): Schedule => ({
    name: WHO,
    params,
    chance: true,
    partial: true,
    meets: true,
    atOnce: () => 2,
    start({ network, world, rng }) {
      if (network.sources.length === 0 && !network.changes)
        throw new SpillwayError(`${WHO}: the network must have an edge for two to meet, got none`);
      const ready = new WeakMap<Network, Ready>();
      return (round) => {
        const now = networkInRound(network, round);
        const { offsets, sources } = now;
        // In a round without edges nobody meets.
        if (sources.length === 0) return [];
        const stream = rng.fork(`${world}:${round}`);
        const known = ready.get(now) ?? readyFor(now);
        ready.set(now, known);
        if (params.draw === "edge") {
          const e = stream.integer(sources.length);
          return [[known.target()[e]!, sources[e]!]];
        }
        const i = known.able[stream.integer(known.able.length)]!;
        return [[i, sources[offsets[i]! + stream.integer(degree(now, i))]!]];
      };
    },
  }),
});

interface Ready {
  /** Agents with an edge. */
  readonly able: Uint32Array;
  target(): Uint32Array;
}

function readyFor(network: Network): Ready {
  let target: Uint32Array | undefined;
  return {
    able: Uint32Array.from({ length: network.n }, (_, i) => i).filter((i) => degree(network, i) > 0),
    target: () => (target ??= targets(network)),
  };
}

/** Who hears along each entry of `sources`. */
function targets(network: Network): Uint32Array {
  const target = new Uint32Array(network.sources.length);
  for (let i = 0; i < network.n; i++) target.fill(i, network.offsets[i]!, network.offsets[i + 1]!);
  return target;
}
