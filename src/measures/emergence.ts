// Riedl (2025), "Emergent coordination in multi-agent language models", arXiv 2510.05174; the test by control worlds is that of any randomized experiment:
// Dwass (1957), "Modified randomization tests for nonparametric hypotheses", Annals of Mathematical Statistics 28.

import { pValue } from "../../estimators/hypotheses/pValue.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { wantArgument } from "../core/wantArgument.ts";
import { units } from "./cells/units.ts";
import type { Redundancy } from "./decomposition/decompose.ts";
import { groupStates } from "./groups/groupStates.ts";
import { groupSynergy } from "./groups/groupSynergy.ts";

/** What a group did: a number of each agent in each round. */
export type GroupRun = readonly (readonly number[])[];

/** Settings of {@link emergence}. */
export interface EmergenceOptions {
  /**
   * Other worlds of the same agents, in which they cannot coordinate: messages cut, or those of strangers. Which of all these worlds was the one in which agents
   * heard each other must have been drawn, or the worlds be independent replicates. Absent: no p-value.
   */
  readonly controls?: readonly GroupRun[];
  /** What of an agent is looked at: whether it moved up (`moves`), or is above its own median (`levels`). Default moves. */
  readonly states?: "moves" | "levels";
  /** What redundancy is. Default mmi. */
  readonly redundancy?: Redundancy;
  /** Default bits. */
  readonly unit?: "bits" | "nats";
}

/** Synergy of a group, and whether it is more than its agents have without each other. */
export interface Emergence {
  /** Mean over pairs of agents of what only both together say about their joint next state. */
  readonly synergy: number;
  readonly unit: string;
  readonly pairs: number;
  /** Steps from a round to the next. */
  readonly steps: number;
  /** Mean synergy of the control worlds. */
  readonly controls?: number;
  /** Synergy less that mean: what coordination adds. */
  readonly excess?: number;
  /** Rank of the group among itself and its controls: at most α with probability α where hearing each other changes nothing. */
  readonly p?: number;
  /** The smallest p that so many controls allow. */
  readonly least?: number;
  /** Why there is no p-value. */
  readonly withheld?: string;
}

/**
 * Synergy of a group of agents from the time-delayed decomposition of pairs, and an exact test of it against worlds of the same agents that cannot hear each other. Agents that learn at different speeds, have different
 * personas or share public feedback do so in the control worlds as well, so the test holds its size, where shuffled and time-shifted copies of one run do not. The claim is
 * about hearing each other, not about its benefit. Cost: worlds times pairs times rounds.
 *
 * @throws SpillwayError when worlds have different numbers of agents or rounds, fewer than two agents or three rounds, or a number that is not finite.
 */
export function emergence(group: GroupRun, options: EmergenceOptions = {}): Emergence {
  wantArgument("emergence", "a group's series", group, { fields: ["length"] });
  wantArgument("emergence", "options", options);
  const { controls, states = "moves", redundancy = "mmi", unit = "bits" } = options;
  wantGroup("the group", group, group);
  const synergyOf = (run: GroupRun): number =>
    units(groupSynergy(groupStates(run, states), redundancy), unit);
  const synergy = synergyOf(group);
  const agents = group.length;
  const head = {
    synergy,
    unit,
    pairs: (agents * (agents - 1)) / 2,
    steps: group[0]!.length - (states === "moves" ? 2 : 1),
  };
  if (!controls || controls.length === 0)
    return {
      ...head,
      withheld:
        "nothing was randomized: play the same agents in worlds in which they cannot hear each other, and give these as controls",
    };
  controls.forEach((run, k) => {
    wantGroup(`control ${k + 1}`, run, group);
  });
  const values = Float64Array.from(controls, synergyOf);
  const mean = values.reduce((all, one) => all + one, 0) / values.length;
  const { p, least } = pValue(synergy, { values }, "greater");
  return { ...head, controls: mean, excess: synergy - mean, p, least };
}

function wantGroup(name: string, run: GroupRun, group: GroupRun): void {
  const [agents, rounds] = [group.length, group[0]?.length ?? 0];
  if (agents < 2 || rounds < 3)
    throw new SpillwayError(
      `emergence: wanted at least 2 agents and 3 rounds, got ${agents} agents and ${rounds} rounds`,
    );
  if (run.length !== agents || run.some((one) => one.length !== rounds))
    throw new SpillwayError(
      `emergence: every world must have ${agents} agents with ${rounds} rounds each, got others in ${name}: leave out agents and rounds that are missing somewhere`,
    );
  for (const [i, numbers] of run.entries()) {
    const t = numbers.findIndex((one) => !Number.isFinite(one));
    if (t >= 0)
      throw new SpillwayError(
        `emergence: numbers must be finite, got ${numbers[t]} of agent ${i + 1} in round ${t + 1} of ${name}`,
      );
  }
}
