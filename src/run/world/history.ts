import type { Heard, Play } from "../../agents/Agent.ts";
import { canonicalJson, type Json } from "../../core/canonicalJson.ts";
import { shuffle } from "../../core/numbers/shuffle.ts";
import type { Rng } from "../../core/rng.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import type { Network } from "../../network/Network.ts";
import { frozenJson } from "./frozenJson.ts";
import type { GivenPlay, HistorySettings } from "./historyShape.ts";

/** The histories of a world. */
interface Histories {
  /** What agent i is told now. */
  of(i: number): readonly Play[];
  /** Whose turns it is told of, when they are not its own. */
  whose(i: number): string | undefined;
  /** Takes a turn that ended well, for the time after the moment. */
  add(i: number, play: Play): void;
  /** Ends a moment: what was taken is now told. */
  turnPage(): void;
}

/**
 * Keeps what agents are told of the past. Turns that did not end well are no part of it. Memory: as many turns as `last`
 * for each agent, or all.
 *
 * @param settingsOf settings of each agent.
 * @param rng the stream of histories; who is told whose is drawn from its child of the world.
 * @throws SpillwayError when there is nobody to swap with, or `given` names an agent that is not in the network.
 */
export function history(
  settingsOf: (i: number) => HistorySettings,
  { n, ids }: Network,
  rng: Rng,
  world: number,
): Histories {
  const settings = ids.map((_, i) => settingsOf(i));
  const anySwapped = settings.some(({ whose }) => whose === "swapped");
  const teller = anySwapped ? swap(n, rng.fork(world)) : undefined;
  const given = givenPlays(settings, ids);
  const kept: Play[][] = ids.map(() => []);
  let fresh: (readonly [i: number, play: Play])[] = [];
  const most = settings.reduce((longest, { last = Number.POSITIVE_INFINITY }) => Math.max(longest, last), 0);
  return {
    of(i) {
      const { whose = "own", last, paraphrase } = settings[i]!;
      const own = whose === "nobody" ? [] : kept[whose === "swapped" ? teller![i]! : i]!;
      const all = [...given[i]!, ...own];
      const told = last === undefined ? all : all.slice(Math.max(0, all.length - last));
      return Object.freeze(paraphrase ? told.map((one) => paraphrased(one, paraphrase)) : told);
    },
    whose: (i) => (settings[i]!.whose === "swapped" ? ids[teller![i]!] : undefined),
    add: (i, play) => void fresh.push([i, play]),
    turnPage() {
      for (const [i, play] of fresh) {
        const list = kept[i]!;
        list.push(play);
        if (list.length > most) list.shift();
      }
      fresh = [];
    },
  };
}

/** A turn in other words: each text of its messages that the table has, in fields and lists too. */
function paraphrased(one: Play, table: Readonly<Record<string, string>>): Play {
  const otherwise = (value: Json): Json => {
    if (typeof value === "string") return Object.hasOwn(table, value) ? table[value]! : value;
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map(otherwise);
    return Object.fromEntries(
      Object.entries(value).map(([key, part]) => [key, part === undefined ? undefined : otherwise(part)]),
    );
  };
  const { round, heard, crowd, said } = one;
  return frozenJson({
    round,
    heard: heard.map(({ from, said: words }) => ({ from, said: otherwise(words) })),
    ...(crowd === undefined ? {} : { crowd: otherwise(crowd) }),
    ...(said === undefined ? {} : { said: otherwise(said) }),
  }).value as unknown as Play;
}

/** Everybody's teller, never themselves: the next in a circle in random order. */
function swap(n: number, rng: Rng): Uint32Array {
  if (n < 2) throw new SpillwayError(`history: swapped needs at least 2 agents, got ${n}`);
  const order = shuffle(
    rng,
    Uint32Array.from({ length: n }, (_, i) => i),
  );
  const teller = new Uint32Array(n);
  order.forEach((i, k) => {
    teller[i] = order[(k + 1) % n]!;
  });
  return teller;
}

function givenPlays(
  settings: readonly HistorySettings[],
  ids: readonly string[],
): readonly (readonly Play[])[] {
  const known = new Set(ids);
  const made = new Map<readonly GivenPlay[], readonly Play[]>();
  const ofList = (list: readonly GivenPlay[]): readonly Play[] => {
    const found = made.get(list) ?? list.map(playOf);
    made.set(list, found);
    return found;
  };
  const mappings = new Map<object, ReadonlyMap<string, readonly GivenPlay[]>>();
  return settings.map(({ given = [] }, i) => {
    if (isList(given)) return ofList(given);
    let mapping = mappings.get(given);
    if (!mapping) {
      mapping = new Map(Object.entries(given));
      const stranger = [...mapping.keys()].find((id) => !known.has(id));
      if (stranger !== undefined)
        throw new SpillwayError(`history: given names agent ${shown(stranger)}, who is not in the network`);
      mappings.set(given, mapping);
    }
    return ofList(mapping.get(ids[i]!) ?? []);
  });
}

function playOf({ heard = [], crowd, said }: GivenPlay): Play {
  const play = { round: 0, heard, crowd, said };
  return frozenJson(JSON.parse(canonicalJson(play))).value as unknown as Play;
}

const isList = (given: object): given is readonly GivenPlay[] => Array.isArray(given);

/** A turn of the run as a play. */
export function play(
  round: number,
  heard: readonly Heard[],
  crowd: Json | undefined,
  said: Json | undefined,
): Play {
  return Object.freeze({
    round,
    heard,
    ...(crowd === undefined ? {} : { crowd }),
    ...(said === undefined ? {} : { said }),
  });
}
