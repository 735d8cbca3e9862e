import type { Rng } from "../../core/rng.ts";
import type { Network } from "../../network/Network.ts";
import type { SurveySchedule } from "../../survey/surveySchedule.ts";
import type { Interaction } from "../interaction.ts";
import type { Moment } from "../Schedule.ts";

interface TurnCountSetting {
  readonly network: Network;
  readonly rounds: number;
  /** The stream of the run. */
  readonly rng: Rng;
  readonly interaction?: Interaction | undefined;
  readonly asking?: SurveySchedule | undefined;
}

/**
 * How many turns a world has, answers to questions included, exactly: the schedule is drawn for it. Cost: O(rounds × n) where a round may pass over
 * agents, else none.
 */
export function turnsInWorld(setting: TurnCountSetting, world: number): number {
  const { network, rounds, interaction, asking } = setting;
  const answers = asking?.perWorld ?? 0;
  if (!interaction?.schedule.partial) return network.n * rounds + answers;
  const moments = momentsOf(setting, interaction, world);
  let turns = answers;
  for (let round = 1; round <= rounds; round++) for (const moment of moments(round)) turns += moment.length;
  return turns;
}

/** Who acts in each round of a world. */
export function momentsOf(
  { network, rng }: Pick<TurnCountSetting, "network" | "rng">,
  { schedule }: Interaction,
  world: number,
): (round: number) => readonly Moment[] {
  return schedule.start({ network, world, rng: rng.fork("schedule") });
}
