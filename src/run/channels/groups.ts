import { z } from "zod";
import { defineKind, type Kind } from "../../core/defineKind.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import type { Network } from "../../network/Network.ts";
import type { Channel } from "../Channel.ts";

export interface GroupsSettings {
  /** Group of each agent: a list in the order of the network's ids, or a mapping from id to group; agents that it leaves out hear nobody. */
  readonly groups: readonly (string | number)[] | Readonly<Record<string, string | number>>;
}

const WHO = "groups";
const label = (): z.ZodUnion<readonly [z.ZodString, z.ZodNumber]> =>
  z.union([z.string(), z.number()], { error: "must be a text or a number" });

/**
 * Agents of a group hear each other, whatever the network: discussion groups, households, teams. Groups are those of the
 * study; the exposures of a study are about the network, so let the network join the members of each group.
 */
export const groups: Kind<GroupsSettings, Channel> = defineKind({
  kind: WHO,
  summary: "the words of all other members of an agent's group",
  settings: z.strictObject({
    groups: z.union([z.array(label()).readonly(), z.record(z.string(), label())], {
      error: "must be a list of groups, or a mapping from agent to group",
    }),
  }),
  make: (params): Channel => ({
    name: WHO,
    params,
    chance: false,
    chooses: true,
    beyond(network) {
      const members = othersOf(network, params.groups);
      let missing = 0;
      for (let i = 0; i < network.n; i++) {
        const edges = new Set(network.sources.subarray(network.offsets[i]!, network.offsets[i + 1]!));
        for (const j of members(i)) if (!edges.has(j)) missing++;
      }
      return missing;
    },
    start({ network }) {
      return { sources: othersOf(network, params.groups) };
    },
  }),
});

/** The other members of the group of each agent, in ascending order. */
function othersOf(network: Network, given: GroupsSettings["groups"]): (i: number) => readonly number[] {
  const { n, ids } = network;
  const group = labelsOf(network, given);
  const members = new Map<string | number, number[]>();
  for (let i = 0; i < n; i++) {
    const name = group[i];
    if (name === undefined) continue;
    const list = members.get(name);
    if (list) list.push(i);
    else members.set(name, [i]);
  }
  const others = ids.map((_, i) => {
    const name = group[i];
    return name === undefined ? [] : members.get(name)!.filter((j) => j !== i);
  });
  return (i) => others[i]!;
}

function labelsOf(
  { n, ids }: Network,
  given: GroupsSettings["groups"],
): readonly (string | number | undefined)[] {
  if (isList(given)) {
    if (given.length === n) return given;
    throw new SpillwayError(
      `${WHO}: groups must have an entry for each of the ${n} agents, got ${given.length}`,
    );
  }
  const named = new Map(Object.entries(given));
  const known = new Set(ids);
  const stranger = [...named.keys()].find((id) => !known.has(id));
  if (stranger !== undefined)
    throw new SpillwayError(`${WHO}: groups names agent ${shown(stranger)}, who is not in the network`);
  return ids.map((id) => named.get(id));
}

const isList = (given: GroupsSettings["groups"]): given is readonly (string | number)[] =>
  Array.isArray(given);
