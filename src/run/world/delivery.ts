import { z } from "zod";
import type { Heard } from "../../agents/Agent.ts";
import { probability } from "../../core/fields.ts";
import type { Rng } from "../../core/rng.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import type { Network } from "../../network/Network.ts";

/** With which probability messages arrive. */
export interface DeliverySettings {
  /** Of each message, from 0 to 1, where `edges` says nothing else. Default 1. */
  readonly probability?: number | undefined;
  /** Probabilities of single edges. */
  readonly edges?:
    | readonly { readonly from: string; readonly to: string; readonly probability: number }[]
    | undefined;
  /** What is drawn: each `message` by itself, or once for a whole world whether an `edge` works. Default message. */
  readonly per?: "message" | "edge" | undefined;
}

/** The structure of {@link DeliverySettings}, or one probability for all. */
export const deliveryShape: z.ZodType<number | DeliverySettings> = z.union(
  [
    probability(),
    z.strictObject({
      probability: probability().optional().describe("with which a message arrives; default 1"),
      edges: z
        .array(z.strictObject({ from: z.string(), to: z.string(), probability: probability() }))
        .optional()
        .describe("probabilities of single edges"),
      per: z
        .enum(["message", "edge"], { error: "must be message or edge" })
        .optional()
        .describe("what is drawn: each message, or once for a world whether an edge works; default message"),
    }),
  ],
  { error: "must be a probability from 0 to 1, or a mapping with one" },
);

/** What arrives of the messages for one agent, and who sent those that do not. */
interface Delivered {
  readonly heard: readonly Heard[];
  readonly dropped: readonly string[];
}

/**
 * Lets messages arrive with known probabilities, each independently of all others. Draws of an agent depend on its id, the
 * world and the round, never on the order in which agents act.
 *
 * @param rng the stream of deliveries.
 * @throws SpillwayError when an edge names an agent that is not in the network, or stands twice.
 */
export function delivery(
  { probability: usual = 1, edges = [], per = "message" }: DeliverySettings,
  { ids }: Network,
  rng: Rng,
  world: number,
): (to: string, round: number, messages: readonly Heard[]) => Delivered {
  const known = new Set(ids);
  const special = new Map<string, Map<string, number>>();
  for (const edge of edges) {
    const stranger = [edge.from, edge.to].find((id) => !known.has(id));
    if (stranger !== undefined)
      throw new SpillwayError(`delivery: edges names agent ${shown(stranger)}, who is not in the network`);
    const row = special.get(edge.to) ?? new Map<string, number>();
    if (row.has(edge.from))
      throw new SpillwayError(
        `delivery: the edge from ${shown(edge.from)} to ${shown(edge.to)} stands twice`,
      );
    special.set(edge.to, row.set(edge.from, edge.probability));
  }
  const works = new Map<string, Map<string, boolean>>();
  const edgeWorks = (from: string, to: string, p: number): boolean => {
    const row = works.get(to) ?? new Map<string, boolean>();
    const drawn = row.get(from) ?? rng.fork(world).fork(to).fork(from).uniform() < p;
    works.set(to, row.set(from, drawn));
    return drawn;
  };
  return (to, round, messages) => {
    const row = special.get(to);
    let stream: Rng | undefined;
    const heard: Heard[] = [];
    const dropped: string[] = [];
    for (const message of messages) {
      const p = row?.get(message.from) ?? usual;
      let arrives = p === 1;
      if (per === "edge") arrives = edgeWorks(message.from, to, p);
      else if (p < 1) {
        // The id stands last: it alone may hold a colon.
        stream ??= rng.fork(`${world}:${round}:${to}`);
        arrives = stream.uniform() < p;
      }
      if (arrives) heard.push(message);
      else dropped.push(message.from);
    }
    return { heard, dropped };
  };
}
