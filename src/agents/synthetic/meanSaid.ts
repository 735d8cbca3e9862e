import { SpillwayError } from "../../core/SpillwayError.ts";
import type { Heard } from "../Agent.ts";

/**
 * Mean of one number (or true/false, as 1/0) over what was heard: the sum in the order of the speakers' ids, over their
 * number. Absent when nothing was heard, because the mean of nothing is not 0.
 *
 * @param field the key of the number in each message.
 * @param who the kind of agent that asks, for the error message.
 * @throws SpillwayError when a message has no such number: these agents understand only agents of their own kind.
 */
export function meanSaid(heard: readonly Heard[], field: string, who: string): number | undefined {
  if (heard.length === 0) return undefined;
  let total = 0;
  for (const { from, said } of heard) {
    const value =
      typeof said === "object" && said !== null ? (said as Record<string, unknown>)[field] : undefined;
    if (typeof value === "number") total += value;
    else if (typeof value === "boolean") total += value ? 1 : 0;
    else throw new SpillwayError(`${who}: wanted a number "${field}" in what agent ${from} said, got none`);
  }
  return total / heard.length;
}
