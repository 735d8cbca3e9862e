import { existsSync } from "node:fs";
import type { Message } from "../../agents/Population.ts";
import { present } from "../../core/present.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import { suggest } from "../../core/suggest.ts";
import { wantArgument } from "../../core/wantArgument.ts";
import { wantText } from "../../core/wantText.ts";
import { scanJournal } from "../../log/journal/scanJournal.ts";
import type { Attempt, Turn } from "../../log/Turn.ts";
import { readPlan } from "../keepPlan.ts";
import { runFolder } from "../runFolder.ts";

/** Which turns are wanted; all that is given must hold. */
export interface TranscriptWanted {
  readonly world?: number;
  /** Id of the agent. */
  readonly agent?: string;
  /** From 1. */
  readonly round?: number;
  /** Two agents: turns of either in which it heard the other, or was not reached by it. */
  readonly edge?: readonly [from: string, to: string];
}

/** A turn with the attempts before it. */
export interface TranscriptTurn {
  readonly turn: Turn;
  readonly attempts: readonly Attempt[];
  /** What was asked in each call, attempts first, where that is looked up and was asked in words: see withPrompts. */
  readonly asked?: readonly AskedCall[];
}

/** What was asked in one call of a turn. */
export interface AskedCall {
  /** Number of the attempt, from 1. */
  readonly attempt: number;
  readonly messages: readonly Message[];
}

/** What was said in a run, in the order of its journal. */
export interface Transcript {
  readonly turns: readonly TranscriptTurn[];
  /** Turns that the run has so far, whether they are wanted or not. */
  readonly all: number;
  /** Whether the run is complete. */
  readonly complete: boolean;
  readonly rounds: number;
  readonly worlds: number;
  /** By which rule the edges of the network change over rounds, in words; absent where they stay. */
  readonly changes?: string;
}

/**
 * What agents heard, answered and said in a run, complete or not. Cost: linear in the journal; only wanted turns are kept.
 *
 * @param folder of a run.
 * @throws SpillwayError when there is no run, its journal was changed, and for agents, rounds and worlds that it has not.
 */
export function readTranscript(folder: string, wanted: TranscriptWanted = {}): Transcript {
  wantText("readTranscript", "the folder of a run", folder);
  wantArgument("readTranscript", "which turns", wanted);
  const files = runFolder(folder);
  if (!existsSync(files.journal))
    throw new SpillwayError(
      `transcript: there is no run in "${folder}": wanted a folder that spillway run has written`,
    );
  const plan = existsSync(files.plan) ? readPlan(files.plan) : undefined;
  const { world, agent, round, edge } = wanted;
  for (const id of [agent, ...(edge ?? [])])
    if (id !== undefined && plan && !plan.agents.includes(id))
      throw new SpillwayError(`transcript: there is no agent ${shown(id)}${near(id, plan.agents)}`);
  const turns: TranscriptTurn[] = [];
  const before = new Map<string, Attempt[]>();
  const found = scanJournal(
    files.journal,
    {
      attempt(attempt) {
        const key = keyOf(attempt);
        before.set(key, [...(before.get(key) ?? []), attempt]);
      },
      turn(turn) {
        const key = keyOf(turn);
        const attempts = before.get(key) ?? [];
        before.delete(key);
        if (world !== undefined && turn.world !== world) return;
        if (round !== undefined && turn.round !== round) return;
        if (agent !== undefined && turn.agent !== agent) return;
        if (edge && !isAlong(turn, edge)) return;
        turns.push({ turn, attempts });
      },
    },
    plan,
  );
  const { rounds = 0, worlds = 0, changes } = found.run ?? {};
  if (round !== undefined && !(round >= 1 && round <= rounds))
    throw new SpillwayError(
      `transcript: round must be a whole number from 1 to ${rounds}, got ${shown(round)}`,
    );
  if (world !== undefined && !(world >= 0 && world < worlds))
    throw new SpillwayError(
      `transcript: world must be a whole number from 0 to ${worlds - 1}, got ${shown(world)}`,
    );
  return {
    turns,
    all: found.turns,
    complete: found.end !== undefined,
    rounds,
    worlds,
    ...present({ changes }),
  };
}

const keyOf = ({ callId }: Pick<Turn, "callId">): string => callId;

function isAlong({ agent, heard, dropped = [] }: Turn, [one, other]: readonly [string, string]): boolean {
  if (agent !== one && agent !== other) return false;
  const from = agent === one ? other : one;
  return heard.some((message) => message.from === from) || dropped.includes(from);
}

/** A network may have too many agents to list. */
function near(id: string, ids: readonly string[]): string {
  const words = suggest(id, ids);
  return words.startsWith(" (did you mean") ? words : ` among its ${ids.length} agents`;
}
