import { SpillwayError } from "../core/SpillwayError.ts";
import { wantKnownArms } from "../run/interaction.ts";
import { worldState } from "../run/world/worldState.ts";
import type { PreparedStudy } from "./prepareStudy.ts";

/**
 * Looks whether the interaction of a study fits its network and the arms of its design.
 *
 * @throws SpillwayError when it does not, or when a journal that it names cannot be read.
 */
export function fitInteraction({ study, network, law, streams }: PreparedStudy): void {
  const { interact: interaction, rounds, worlds } = study.data;
  if (!interaction) return;
  wantKnownArms(interaction, law.arms);
  if ((interaction.until ?? 0) > rounds)
    throw new SpillwayError(
      `interact: until must be a round from 0 to ${rounds}, the last, got ${interaction.until}: leave it out where all rounds interact`,
    );
  const setting = { network, rounds, rng: streams.run, interaction, agentOf: () => () => ({}) };
  for (const arm of law.arms) {
    const arms = network.ids.map(() => arm);
    for (const world of new Set([0, worlds - 1])) worldState({ ...setting, world }, arms).moments(1);
  }
}
