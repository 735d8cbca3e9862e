import { shown } from "../../src/core/shown.ts";
import type { Law } from "../Design.ts";
import { conflictAssignment, conflictEvents, NO_DESIRE } from "./conflictEvents.ts";

/**
 * Why desires kept in a plan cannot be those that led to its assignment, in words; undefined when they can. Desires
 * decide the weights of agents, so desires that do not fit are worth an error.
 *
 * @param ids ids of the agents, for the message. Cost: O(n + edges + conflicts).
 */
export function desiresFault(
  { conflict, arms }: Law,
  desires: readonly unknown[],
  assignment: ArrayLike<number>,
  ids: readonly string[],
): string | undefined {
  if (!conflict) return "the plan holds desires, which the design does not draw";
  if (desires.length !== ids.length) {
    return `desires must have ${ids.length} entries, one per agent, got ${desires.length}`;
  }
  const odd = desires.findIndex((desire) => desire !== 0 && desire !== 1 && desire !== NO_DESIRE);
  if (odd >= 0) return `agent ${shown(ids[odd])} must desire 1, 0 or 2 (nothing), got ${shown(desires[odd])}`;
  const drawn = conflictAssignment(conflict, conflictEvents(conflict, desires as readonly number[]));
  const i = drawn.findIndex((arm, agent) => arm !== assignment[agent]);
  if (i < 0) return undefined;
  return `these desires put agent ${shown(ids[i])} in arm ${arms[drawn[i]!]}, but it is in ${arms[assignment[i]!] ?? assignment[i]}`;
}
