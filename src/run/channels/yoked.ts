import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { z } from "zod";
import { defineKind, type Kind } from "../../core/defineKind.ts";
import { wholeNumber } from "../../core/fields.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { isAct } from "../../log/journal/isAct.ts";
import { scanJournal } from "../../log/journal/scanJournal.ts";
import type { Channel, Inbox } from "../Channel.ts";

export interface YokedSettings {
  /** The journal of another run, relative to the study file. */
  readonly journal: string;
  /** World of that journal whose messages are heard, from 0. Default: each world hears that of its own number. */
  readonly world?: number;
  /** SHA-256 of that file: a file that has changed is then refused. Default: it is not looked at. */
  readonly sha256?: string;
}

const hash = "must be a SHA-256 in 64 hexadecimal digits";

/**
 * Every agent hears in each round what the agent of the same id heard in that round of another run, which is read from its
 * journal: the same inputs without any interaction, because nothing that is said now changes what anybody hears. An agent
 * that was not asked in that round there hears nothing.
 */
export const yoked: Kind<YokedSettings, Channel> = defineKind({
  kind: "yoked",
  summary: "what the same agent heard in another run, from its journal",
  settings: z.strictObject({
    journal: z.string({ error: "must be the name of a file" }).min(1, { error: "must not be empty" }),
    world: wholeNumber(0).optional(),
    sha256: z
      .string({ error: hash })
      .regex(/^[0-9a-f]{64}$/, { error: hash })
      .optional(),
  }),
  make: (params): Channel => fromJournal(params, "."),
});

type Settings = {
  readonly journal: string;
  readonly world?: number | undefined;
  readonly sha256?: string | undefined;
};

function fromJournal(params: Settings, folder: string): Channel {
  const { journal } = params;
  const path = isAbsolute(journal) ? journal : join(folder, journal);
  let worlds: ReadonlyMap<number, ReadonlyMap<string, Inbox>> | undefined;
  return {
    name: "yoked",
    params,
    chance: false,
    chooses: false,
    beyond: ({ n, sources }) => n * (n - 1) - sources.length,
    inFolder: (elsewhere) => fromJournal(params, elsewhere),
    start({ network, world }) {
      worlds ??= inboxes(path, params.sha256);
      const there = params.world ?? world;
      const inboxOf = worlds.get(there);
      if (!inboxOf) {
        throw new SpillwayError(
          `yoked: there is no turn of world ${there} in ${path}, which has the worlds ${[...worlds.keys()].join(", ")}: name one for all to hear`,
        );
      }
      return { inbox: (i, round) => inboxOf.get(key(round, network.ids[i]!)) ?? NOTHING };
    },
  };
}

const NOTHING: Inbox = Object.freeze({ heard: Object.freeze([]) });

const key = (round: number, id: string): string => `${round}:${id}`;

/** What everybody heard, by world. */
function inboxes(path: string, sha256: string | undefined): Map<number, Map<string, Inbox>> {
  const worlds = new Map<number, Map<string, Inbox>>();
  scanJournal(path, {
    turn(turn) {
      if (!isAct(turn)) return;
      const { world, round, agent, heard, crowd } = turn;
      const inbox = { heard: Object.freeze(heard), ...(crowd === undefined ? {} : { crowd }) };
      const rest = worlds.get(world) ?? new Map<string, Inbox>();
      worlds.set(world, rest.set(key(round, agent), Object.freeze(inbox)));
    },
  });
  const found = sha256 === undefined ? sha256 : createHash("sha256").update(readFileSync(path)).digest("hex");
  if (found === sha256) return worlds;
  throw new SpillwayError(`yoked: the file ${path} has the SHA-256 ${found}, and the study wants ${sha256}`);
}
