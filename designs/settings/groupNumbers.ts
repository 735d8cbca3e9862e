import { z } from "zod";
import { SpillwayError } from "../../src/core/SpillwayError.ts";
import { shown } from "../../src/core/shown.ts";
import type { Network } from "../../src/network/Network.ts";

type Label = string | number;

/** Group of each agent: a list in the order of the network's ids, or a mapping from id to group. */
export type GroupLabels = readonly Label[] | Readonly<Record<string, Label>>;

const label = z.union([z.string(), z.number()]);

/** The setting that says which group each agent is in. */
export const groupLabels = (noun = "group"): z.ZodType<GroupLabels, GroupLabels> =>
  z.union([z.array(label).readonly(), z.record(z.string(), label).readonly()], {
    error: `must be a list of ${noun}s, one per agent, or a mapping from agent to ${noun}`,
  });

/** The groups of a network's agents, numbered in the order of their first agents. */
interface Groups {
  /** Group of each agent: 0 … number of groups − 1. */
  readonly group: Uint32Array;
  readonly labels: readonly string[];
}

/**
 * Numbers the groups that a user named. Cost: O(n).
 *
 * @param noun what a group is called in messages. Default group.
 * @throws SpillwayError when an agent has no group, or the list does not have one entry per agent.
 */
export function groupNumbers(who: string, groups: GroupLabels, { n, ids }: Network, noun = "group"): Groups {
  const list = Array.isArray(groups) ? (groups as readonly Label[]) : undefined;
  if (list && list.length !== n) {
    throw new SpillwayError(`${who}: ${noun}s must have ${n} entries, one per agent, got ${list.length}`);
  }
  const labelOf = new Map(list ? list.map((one, i) => [ids[i]!, one]) : Object.entries(groups));
  const number = new Map<string, number>();
  const group = Uint32Array.from(ids, (id) => {
    const given = labelOf.get(id);
    if (given === undefined)
      throw new SpillwayError(`${who}: every agent needs a ${noun}, but ${shown(id)} has none`);
    const key = String(given);
    if (!number.has(key)) number.set(key, number.size);
    return number.get(key)!;
  });
  return { group, labels: [...number.keys()] };
}
