import { z } from "zod";
import { defineKind, type Kind } from "../../core/defineKind.ts";
import { wholeNumber } from "../../core/fields.ts";
import { shuffle } from "../../core/numbers/shuffle.ts";
import type { Rng } from "../../core/rng.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import type { Network } from "../Network.ts";
import type { ChangeRule } from "./ChangeRule.ts";
import { withRows } from "./withRows.ts";

export interface PartnersSettings {
  /** Agents that hear each other in a round, from 2. Default 2: partners. */
  readonly size?: number;
  /** Rounds for which groups stay together, from 1. Default 1. */
  readonly every?: number;
  /** Whether nobody meets anybody twice (perfect strangers); for partners only, and as long as there are strangers left. Default false. */
  readonly strangers?: boolean;
  /** Session of each agent: only agents of one session meet. A list in the order of the network's ids, or a mapping from id to session. Default: one session. */
  readonly within?: readonly (string | number)[] | Readonly<Record<string, string | number>>;
}

const KIND = "partners";

/**
 * All agents are put into groups of `size` at random, anew every `every` rounds, whatever the edges of the network: every
 * division is equally likely (random matching). Those left over, fewer than `size` in a session, hear nobody in that round.
 *
 * With `strangers`, partners follow the circle method on agents in random order: in m − 1 draws (m, where m is odd)
 * everybody meets everybody of its session once. The order of agents is drawn once, and the order of the draws too, so each pair is
 * equally likely to meet in each.
 */
export const partners: Kind<PartnersSettings, ChangeRule> = defineKind({
  kind: KIND,
  summary: "random partners or groups, drawn anew every round or every few rounds (strangers' matching)",
  settings: z.strictObject({
    size: wholeNumber(2).default(2),
    every: wholeNumber(1).default(1),
    strangers: z.boolean({ error: "must be true or false" }).default(false),
    within: z
      .union(
        [
          z.array(z.union([z.string(), z.number()])).readonly(),
          z.record(z.string(), z.union([z.string(), z.number()])),
        ],
        { error: "must be a list of sessions, or a mapping from agent to session" },
      )
      .optional(),
  }),
  make(params): ChangeRule {
    const { size, every, strangers, within } = params;
    if (strangers && size !== 2)
      throw new SpillwayError(
        `${KIND}: strangers can be met in pairs only, got groups of ${size}: leave size or strangers out`,
      );
    return {
      name: KIND,
      params,
      start(network, rng) {
        const sessions = sessionsOf(network, within);
        const largest = Math.max(...sessions.map(({ length }) => length));
        if (largest < size)
          throw new SpillwayError(
            `${KIND}: no session has the ${size} agents of a group: the largest has ${largest}`,
          );
        const orders = strangers ? sessions.map((session, s) => strangerOrder(session, rng.fork(s))) : [];
        return (round, before) => {
          const draw = Math.floor((round - 1) / every);
          if (draw * every !== round - 1) return before;
          const groups = strangers
            ? orders.flatMap((order, s) => strangerPairs(order, draw, sessions[s]!.length, round))
            : sessions.flatMap((session, s) =>
                inGroups(shuffle(rng.fork(`${draw}:${s}`), Uint32Array.from(session)), size),
              );
          return amongMembers(network, groups);
        };
      },
    };
  },
});

function sessionsOf({ n, ids }: Network, within: PartnersSettings["within"]): number[][] {
  if (within === undefined) return [ids.map((_, i) => i)];
  const list = Array.isArray(within) ? (within as readonly (string | number)[]) : undefined;
  if (list && list.length !== n)
    throw new SpillwayError(
      `${KIND}: within must have an entry for each of the ${n} agents, got ${list.length}`,
    );
  const named = new Map(list ? [] : Object.entries(within));
  const known = new Set(ids);
  const stranger = [...named.keys()].find((id) => !known.has(id));
  if (stranger !== undefined)
    throw new SpillwayError(
      `${KIND}: within names agent ${JSON.stringify(stranger)}, who is not in the network`,
    );
  const sessions = new Map<string | number, number[]>();
  ids.forEach((id, i) => {
    const session = list ? list[i]! : named.get(id);
    if (session === undefined)
      throw new SpillwayError(
        `${KIND}: within must name the session of every agent, and has none for ${JSON.stringify(id)}`,
      );
    sessions.set(session, [...(sessions.get(session) ?? []), i]);
  });
  return [...sessions.values()];
}

function inGroups(order: Uint32Array, size: number): number[][] {
  return Array.from({ length: Math.floor(order.length / size) }, (_, g) => [
    ...order.subarray(g * size, (g + 1) * size),
  ]);
}

interface StrangerOrder {
  /** Agents in random order; −1 for nobody, where their number is odd. */
  readonly circle: readonly number[];
  /** Turns of the circle in random order. */
  readonly turns: readonly number[];
}

function strangerOrder(session: readonly number[], rng: Rng): StrangerOrder {
  const circle = [...shuffle(rng.fork("circle"), Uint32Array.from(session))];
  if (circle.length % 2 === 1) circle.push(-1);
  const turns = [
    ...shuffle(
      rng.fork("turns"),
      Uint32Array.from({ length: circle.length - 1 }, (_, k) => k),
    ),
  ];
  return { circle, turns };
}

/** The pairs of a draw: the last of the circle stands still, the others turn around it. */
function strangerPairs(
  { circle, turns }: StrangerOrder,
  draw: number,
  agents: number,
  round: number,
): number[][] {
  const turn = turns[draw];
  if (turn === undefined) {
    throw new SpillwayError(
      `${KIND}: a session of ${agents} agents has strangers for ${turns.length} draws of partners, and round ${round} needs draw ${draw + 1}: take fewer rounds, keep partners for longer (every), or leave strangers out`,
    );
  }
  const m = circle.length - 1;
  const at = (k: number): number => circle[(((turn + k) % m) + m) % m]!;
  const pairs = [[circle[m]!, at(0)]];
  for (let k = 1; k <= (m - 1) / 2; k++) pairs.push([at(k), at(-k)]);
  return pairs.filter((pair) => !pair.includes(-1));
}

/** Everybody of a group hears everybody else in it. */
function amongMembers(network: Network, groups: readonly (readonly number[])[]): Network {
  const from: number[] = [];
  const to: number[] = [];
  for (const members of groups)
    for (const a of members)
      for (const b of members)
        if (network.directed ? a !== b : a < b) {
          from.push(a);
          to.push(b);
        }
  return withRows(network, { from, to });
}
