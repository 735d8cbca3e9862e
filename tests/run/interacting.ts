import type { Agent } from "../../src/agents/Agent.ts";
import { rng } from "../../src/core/rng.ts";
import type { Turn } from "../../src/log/Turn.ts";
import { fromEdges } from "../../src/network/fromEdges.ts";
import type { Network } from "../../src/network/Network.ts";
import { type Interaction, type InteractionSettings, interaction } from "../../src/run/interaction.ts";
import { playWorld } from "../../src/run/world/playWorld.ts";
import { deskOf } from "./deskOf.ts";
import { planOf } from "./ring.ts";

/** n agents who all hear each other. */
export function everyone(n: number): Network {
  const edges = Array.from({ length: n }, (_, i) =>
    Array.from({ length: i }, (_, j) => [`${j}`, `${i}`] as const),
  ).flat();
  return fromEdges(edges, { agents: Array.from({ length: n }, (_, i) => `${i}`) });
}

/** Says in each turn who it is and in which round. */
export const clerk: Agent = ({ agent, round, heard }) => ({
  said: `${agent}@${round}`,
  outcome: heard.length,
});

export interface Played {
  readonly network: Network;
  readonly how: InteractionSettings;
  readonly agentOf?: (i: number) => Agent;
  readonly rounds?: number;
  readonly world?: number;
  readonly seed?: number;
  /** Arm of each agent; default all control. */
  readonly arms?: readonly number[];
}

/** The turns of one world, in the order of a journal. */
export async function turnsOf(played: Played): Promise<Turn[]> {
  const { network, how, agentOf = () => clerk, rounds = 3, world = 0, seed = 1 } = played;
  const arms = played.arms ?? network.ids.map(() => 0);
  const turns: Turn[] = [];
  await playWorld({
    ...{ network, agentOf, rounds, world, rng: rng(seed), desk: deskOf() },
    plan: planOf(
      network,
      Array.from({ length: world + 1 }, () => arms),
    ),
    interaction: settled(how),
    write: (turn) => void turns.push(turn),
  });
  return turns;
}

/** An interaction that differs from the defaults, or fails to. */
export function settled(how: InteractionSettings): Interaction {
  const made = interaction(how);
  if (made) return made;
  throw new Error("this interaction is the default");
}

/** Ids of those whom each agent heard, by round. */
export function sourcesIn(turns: readonly Turn[], round: number): Map<string, string[]> {
  return new Map(
    turns
      .filter((turn) => turn.round === round)
      .map(({ agent, heard }) => [agent, heard.map(({ from }) => from)]),
  );
}
