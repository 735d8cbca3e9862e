import type { Agent } from "../../agents/Agent.ts";
import type { Rng } from "../../core/rng.ts";
import type { Network } from "../../network/Network.ts";
import type { SurveySchedule } from "../../survey/surveySchedule.ts";
import type { Interaction } from "../interaction.ts";

/** What a world is played with. */
export interface WorldSetting {
  readonly network: Network;
  /** Number of this world, from 0; only its chance depends on it. */
  readonly world: number;
  /** Number of rounds, from 1. */
  readonly rounds: number;
  /** The agent of each number 0 … n − 1. */
  readonly agentOf: (i: number) => Agent;
  /** The stream of the run. Turns draw from its child "turn", the interaction from "channel", "schedule" and "history". */
  readonly rng: Rng;
  /** How agents interact. Absent: everybody acts in every round and hears what its in-neighbours said in the round before. */
  readonly interaction?: Interaction;
  /** What agents are asked outside their turns. Absent: nothing. */
  readonly asking?: SurveySchedule;
  /** The arm whose treatment every agent gets, whatever its own (A/A). Absent: each gets that of its own. */
  readonly givenArm?: string;
}
