import type { z } from "zod";
import { canonicalJson, type Json } from "../core/canonicalJson.ts";
import { explainIssue } from "../core/explainIssue.ts";
import { present } from "../core/present.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { suggest } from "../core/suggest.ts";
import { wantWhole } from "../core/wantWhole.ts";
import type { Network } from "../network/Network.ts";
import type { Channel } from "./Channel.ts";
import { neighbours } from "./channels/neighbours.ts";
import { oneWayArrows } from "./channels/oneWayArrows.ts";
import type { Schedule } from "./Schedule.ts";
import { simultaneous } from "./schedules/simultaneous.ts";
import { type DeliverySettings, deliveryShape } from "./world/delivery.ts";
import { type HistorySettings, historyShape } from "./world/historyShape.ts";

/** How agents interact, as it is given; what is absent is as it is in a study that says nothing. */
export interface InteractionSettings {
  /** Who hears what. Default neighbours: the words of every in-neighbour. */
  readonly channel?: Channel | undefined;
  /** By the name of the arm, channels of its agents that differ. */
  readonly hears?: Readonly<Record<string, Channel>> | undefined;
  /** Probability with which a message arrives; default 1. */
  readonly delivery?: number | DeliverySettings | undefined;
  /** Whether the messages of a round are permuted among those who receive any; default false. */
  readonly shuffle?: boolean | undefined;
  /** Who acts when. Default simultaneous. */
  readonly schedule?: Schedule | undefined;
  /** The last round in which anything is heard, from 0; after it all are isolated, which shows what interaction leaves behind. Default: all rounds. */
  readonly until?: number | undefined;
  /** What agents are told of the past. Default: nothing; agents keep what they need in their state. */
  readonly history?: HistorySettings | undefined;
  /** By the name of the arm, histories of its agents that differ. */
  readonly remembers?: Readonly<Record<string, HistorySettings>> | undefined;
}

/** How agents interact, settled. It can be given again. */
export interface Interaction extends InteractionSettings {
  readonly channel: Channel;
  readonly hears: Readonly<Record<string, Channel>>;
  /** Absent when every message arrives. */
  readonly delivery?: DeliverySettings;
  readonly shuffle: boolean;
  readonly schedule: Schedule;
  readonly remembers: Readonly<Record<string, HistorySettings>>;
  /** The channel of the agents of an arm. */
  channelOf(arm: string): Channel;
  /** What the agents of an arm are told of the past; nothing is kept when absent. */
  readonly historyOf?: (arm: string) => HistorySettings;
  /** True when anything of it is drawn, so that two replays of a world differ. */
  readonly chance: boolean;
  /** What differs from the defaults, as data. */
  readonly data: Readonly<Record<string, Json | undefined>>;
  /** The same, with files that it names taken from this folder. */
  inFolder(folder: string): Interaction;
}

/**
 * Settles how agents interact; undefined when it is as in a study that says nothing about it.
 *
 * @throws SpillwayError for settings that contradict each other.
 */
export function interaction(given: InteractionSettings | undefined): Interaction | undefined {
  const { channel = neighbours(), shuffle = false, schedule = simultaneous(), history, until } = given ?? {};
  const hears = new Map(Object.entries(given?.hears ?? {}));
  const remembers = new Map(Object.entries(given?.remembers ?? {}));
  for (const [name, one] of [["history", history] as const, ...remembers]) wantShape(name, one, historyShape);
  wantShape("delivery", given?.delivery, deliveryShape);
  if (until !== undefined) wantWhole("interact: until", until, 0);
  const delivery = settledDelivery(given?.delivery);
  const all = [channel, ...hears.values()];
  const chosen = all.find(({ chooses }) => chooses);
  if (schedule.meets && chosen) {
    throw new SpillwayError(
      `interact: with the schedule ${schedule.name} those who meet hear each other, got the channel ${chosen.name} too: take one of them`,
    );
  }
  const atOnce = shuffle ? "shuffle" : all.find((one) => one.atOnce)?.name;
  if (atOnce !== undefined && (schedule.meets || schedule.name === "sequential")) {
    throw new SpillwayError(
      `interact: ${atOnce} needs all messages of a round at once, got the schedule ${schedule.name}`,
    );
  }
  const histories = [...(history ? [history] : []), ...remembers.values()];
  const data = {
    ...(isPlain(channel, "neighbours") ? {} : { channel: described(channel) }),
    ...(hears.size === 0 ? {} : { hears: entries(hears, described) }),
    ...(delivery === undefined ? {} : { delivery: plain(delivery) }),
    ...(shuffle ? { shuffle } : {}),
    ...(isPlain(schedule, "simultaneous") ? {} : { schedule: described(schedule) }),
    ...(until === undefined ? {} : { until }),
    ...(history === undefined ? {} : { history: plain(history) }),
    ...(remembers.size === 0 ? {} : { remembers: entries(remembers, plain) }),
  };
  if (Object.keys(data).length === 0) return undefined;
  return {
    channel,
    hears: given?.hears ?? {},
    ...present({ delivery }),
    shuffle,
    schedule,
    ...present({ history, until }),
    remembers: given?.remembers ?? {},
    channelOf: (arm) => hears.get(arm) ?? channel,
    ...(histories.length === 0 ? {} : { historyOf: (arm: string) => remembers.get(arm) ?? history ?? {} }),
    chance:
      all.some(({ chance }) => chance) ||
      shuffle ||
      schedule.chance ||
      (delivery !== undefined && drops(delivery)) ||
      histories.some(({ whose }) => whose === "swapped"),
    data,
    inFolder: (folder) =>
      interaction({
        ...given,
        ...(given?.channel ? { channel: there(given.channel, folder) } : {}),
        ...(given?.hears
          ? { hears: Object.fromEntries([...hears].map(([arm, one]) => [arm, there(one, folder)])) }
          : {}),
      })!,
  };
}

/**
 * How many ordered pairs of agents may exchange messages without an edge from the one to the other: what the exposures of
 * a study, which are about its network, know nothing of.
 */
export function beyondEdges({ channel, hears, shuffle, schedule }: Interaction, network: Network): number {
  const { n, sources } = network;
  if (shuffle) return n * (n - 1) - sources.length;
  const met = schedule.meets ? oneWayArrows(network) : 0;
  // Channels of different arms may differ in their pairs; the most that one of them has is told.
  return [channel, ...Object.values(hears)].reduce(
    (most, one) => Math.max(most, one.beyond?.(network) ?? 0),
    met,
  );
}

/**
 * The rounds in which anything is heard. Where all act at the same time nothing was said before round 1, so the edges of round 1
 * carry nothing; one after the other, the later hear the earlier already there.
 */
export function heardRounds(
  how: Pick<Interaction, "schedule" | "until"> | undefined,
  rounds: number,
): { readonly from: number; readonly until: number } {
  const first = how?.schedule.name === "sequential" ? 1 : 2;
  const until = Math.max(1, Math.min(rounds, how?.until ?? rounds));
  return { from: Math.min(first, until), until };
}

/** @throws SpillwayError when a channel or a history is for an arm that the design has not. */
export function wantKnownArms({ hears, remembers }: Interaction, arms: readonly string[]): void {
  for (const [key, given] of [["hears", hears] as const, ["remembers", remembers] as const]) {
    const unknown = Object.keys(given).find((arm) => !arms.includes(arm));
    if (unknown === undefined) continue;
    throw new SpillwayError(
      `interact.${key}: there is no arm "${unknown}"${suggest(unknown, arms)}; the arms of the design are ${arms.join(", ")}`,
    );
  }
}

function settledDelivery(given: InteractionSettings["delivery"]): DeliverySettings | undefined {
  const settings = typeof given === "number" ? { probability: given } : (given ?? {});
  const { probability = 1, edges = [] } = settings;
  return probability === 1 && edges.length === 0 ? undefined : settings;
}

/** What comes from TypeScript is looked at like what comes from a file. */
function wantShape(name: string, value: unknown, shape: z.ZodType): void {
  if (value === undefined) return;
  const parsed = shape.safeParse(value);
  if (parsed.success) return;
  throw new SpillwayError(`interact: ${name}: ${explainIssue(parsed.error.issues[0]!, value, shape)}`);
}

const drops = ({ probability = 1, edges = [] }: DeliverySettings): boolean =>
  [probability, ...edges.map((edge) => edge.probability)].some((p) => p > 0 && p < 1);

const there = (channel: Channel, folder: string): Channel => channel.inFolder?.(folder) ?? channel;

const isPlain = ({ name }: { readonly name: string }, usual: string): boolean => name === usual;

/** As a study file says it: a bare kind where there are no settings. */
const described = ({ name, params }: Pick<Channel, "name" | "params">): Json =>
  Object.keys(params).length === 0 ? name : plain({ kind: name, ...params });

const plain = (value: object): Json => JSON.parse(canonicalJson(value)) as Json;

const entries = <Value>(map: ReadonlyMap<string, Value>, to: (value: Value) => Json): Json =>
  Object.fromEntries([...map].map(([key, value]) => [key, to(value)]));
