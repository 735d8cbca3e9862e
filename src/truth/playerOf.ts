import type { PopulationSetting } from "../agents/Population.ts";
import {
  type PotentialOutcomes,
  potentialOutcomes,
  type ResponseTable,
} from "../agents/synthetic/potentialOutcomes.ts";
import { normalDraw } from "../core/numbers/normalDraw.ts";
import type { Rng } from "../core/rng.ts";
import { replay } from "../run/world/replay.ts";
import type { Study } from "../study/study.ts";

/** Outcomes of the last round of a world, by agent; 0 where `observed` is 0. */
export interface Played {
  readonly outcome: Float64Array;
  readonly observed: Uint8Array;
}

/** The synthetic agents of a study, ready to live through world after world. */
export interface Player {
  /** The table of potential outcomes, of agents that have one. */
  readonly table?: PotentialOutcomes;
  /**
   * Plays one world in memory.
   *
   * @param condition condition of each agent under these arms.
   * @param stream the stream of the run; with it the outcomes are those of {@link replay}, to the bit.
   * @param world number of the world, from 0. Default 0.
   */
  play(arms: Uint8Array, condition: Uint8Array, stream: Rng, world?: number): Played;
}

/**
 * Whether the agents answer by their exposure condition alone, the same in all arms, and hear all that it is about: then the
 * table says all.
 */
export function hasTable({ model, data }: Study): boolean {
  return (
    model.agents.name === "exposure-response" &&
    data.treat === undefined &&
    data.interact === undefined &&
    !data.aa
  );
}

/**
 * Makes the agents of a study. Agents with a table of potential outcomes are not asked: what they would hear is what the
 * assignment says, so their outcomes are read from the table, with the noise that their last turn would have drawn. All others are
 * replayed. Cost of a world: O(n) with a table and without noise, else that of {@link replay}.
 *
 * @throws SpillwayError when the agents do not fit network, arms or exposure.
 */
export function playerOf(study: Study, setting: PopulationSetting): Player {
  const { network, arms: armNames } = setting;
  const { agents } = study.model;
  const { rounds, interact, aa } = study.data;
  if (hasTable(study)) return tablePlayer(study, setting);
  const agentOf = agents.create(setting);
  return {
    play(arms, _, stream, world = 0) {
      const { outcomes, present } = replay({
        ...{ network, world, rounds, agentOf, rng: stream, arms, armNames },
        ...(interact ? { interaction: interact } : {}),
        ...(aa ? { givenArm: armNames[0]! } : {}),
      });
      return { outcome: outcomes, observed: present };
    },
  };
}

function tablePlayer({ model, data }: Study, setting: PopulationSetting): Player {
  const { network } = setting;
  const { n, ids } = network;
  const table = potentialOutcomes(model.agents.params as unknown as ResponseTable, setting);
  const noise = Number(model.agents.params.noise ?? 0);
  const rows = table.conditions.map((name) => Float64Array.from({ length: n }, (_, i) => table.of(i, name)));
  const observed = new Uint8Array(n).fill(1);
  return {
    table,
    play(_, condition, stream, world = 0) {
      const turn = noise === 0 ? undefined : stream.fork("turn");
      const outcome = new Float64Array(n);
      for (let i = 0; i < n; i++) {
        const level = rows[condition[i]!]![i]!;
        outcome[i] = turn
          ? level + noise * normalDraw(turn.fork(`${world}:${data.rounds}:${ids[i]}`))
          : level;
      }
      return { outcome, observed };
    },
  };
}
