import { drawsChance } from "../agents/drawsChance.ts";
import type { Population, PopulationSetting, PotentialOutcomes } from "../agents/Population.ts";
import { normalDraw } from "../core/numbers/normalDraw.ts";
import type { Rng } from "../core/rng.ts";
import { replay } from "../run/world/replay.ts";
import { changesOf } from "../study/networkOf.ts";
import type { Study } from "../study/study.ts";

/** Outcomes of the last round of a world, by agent; 0 where `observed` is 0. */
export interface Played {
  readonly outcome: Float64Array;
  readonly observed: Uint8Array;
  /** What was measured in every round, where an estimator reads several. */
  readonly rounds?: readonly PlayedRound[];
}

/** Outcomes of one round of a world, by agent. */
interface PlayedRound {
  readonly round: number;
  readonly outcome: Float64Array;
  readonly observed: Uint8Array;
}

/** The synthetic agents of a study, ready to live through world after world. */
export interface Player {
  /** The table of potential outcomes, of agents that have one. */
  readonly table?: PotentialOutcomes;
  /** Whether two worlds with the same arms can differ, because turns or messages draw chance. */
  readonly chance: boolean;
  /**
   * Plays one world in memory.
   *
   * @param condition condition of each agent under these arms.
   * @param stream the stream of the run; with it the outcomes are those of {@link replay}, to the bit.
   * @param world number of the world, from 0. Default 0.
   */
  play(arms: Uint8Array, condition: Uint8Array, stream: Rng, world?: number): Played;
}

/** Whether the outcomes of these agents in this study are those of their table: it says all only where they hear all that their condition is about. */
export function hasTable({ table }: Population, { model, data }: Pick<Study, "model" | "data">): boolean {
  const { interact, aa } = data;
  return table !== undefined && interact === undefined && !aa && changesOf(model.network) === undefined;
}

/**
 * Makes the agents of a study. Agents with a table of potential outcomes are not asked: what they would hear is what the
 * assignment says, so their outcomes are read from the table, with the noise that their last turn would have drawn. All others are
 * replayed. Cost of a world: O(n) with a table and without noise, else that of {@link replay}.
 *
 * @param agents those of the study, or others in their place.
 * @throws SpillwayError when the agents do not fit network, arms or exposure.
 */
export function playerOf(
  study: Study,
  setting: PopulationSetting,
  agents: Population = study.model.agents,
): Player {
  const { network, arms: armNames } = setting;
  const { rounds, interact, aa } = study.data;
  const several = readsRounds(study);
  const table = hasTable(agents, study) ? agents.table!(setting) : undefined;
  if (table && !several) return tablePlayer(table, study, setting);
  const agentOf = agents.create(setting);
  return {
    ...(table ? { table } : {}),
    chance: drawsChance(agents) || interact?.chance === true,
    play(arms, _, stream, world = 0) {
      const played: PlayedRound[] = [];
      const { outcomes, present } = replay({
        ...(several
          ? {
              afterRound: (round: number, outcome: Float64Array, observed: Uint8Array) =>
                void played.push({ round, outcome: outcome.slice(), observed: observed.slice() }),
            }
          : {}),
        ...{ network, world, rounds, agentOf, rng: stream, arms, armNames },
        ...(interact ? { interaction: interact } : {}),
        ...(aa ? { givenArm: armNames[0]! } : {}),
      });
      return { outcome: outcomes, observed: present, ...(several ? { rounds: played } : {}) };
    },
  };
}

/** Whether an estimator of the study reads outcomes of several rounds. */
function readsRounds({ answer }: Study): boolean {
  return answer.some(({ needs }) => needs?.rounds !== undefined && needs.rounds.length > 0);
}

function tablePlayer(
  table: PotentialOutcomes,
  { data }: Study,
  { network, arms: names }: PopulationSetting,
): Player {
  const { n, ids } = network;
  // Agents act on the study's own network, whatever others the exposure is asked on.
  const base = (data.expose.forArms?.(names) ?? data.expose).candidates?.base;
  const { noise } = table;
  const rows = table.conditions.map((name) => Float64Array.from({ length: n }, (_, i) => table.of(i, name)));
  const observed = new Uint8Array(n).fill(1);
  return {
    table,
    chance: noise !== 0,
    play(arms, agreed, stream, world = 0) {
      const condition = base ? base.of(network, arms) : agreed;
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
