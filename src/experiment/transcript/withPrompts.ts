import { existsSync } from "node:fs";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { wantArgument } from "../../core/wantArgument.ts";
import { journalLines } from "../../log/journal/journalLines.ts";
import type { Turn } from "../../log/Turn.ts";
import { prepareStudy } from "../../study/prepareStudy.ts";
import { readStudy } from "../../study-file/readStudy.ts";
import { readPlan } from "../keepPlan.ts";
import { runFolder } from "../runFolder.ts";
import type { AskedCall, Transcript } from "./readTranscript.ts";
import { remadePrompts } from "./remadePrompts.ts";

/** Characters of prompts that a transcript holds at most: a page of more opens in no browser. */
const MOST = 100_000_000;

/** A transcript with what was asked, and what of it cannot be told. */
export interface AskedTranscript extends Transcript {
  /** Why what was asked is not there, of all turns or of some. */
  readonly unasked?: string;
}

/**
 * A transcript with what was asked in each call. A journal holds no prompts: they are made again from the study of the folder and what agents did, and are those that were sent.
 * A study that was edited on the way has the prompts of all finished turns, because an edit that touches one is refused.
 *
 * Cost: linear in the journal, and one prompt for each call that the transcript holds.
 * @param folder of the run that the transcript was read from. @param most characters of all prompts at most. Default 100,000,000.
 */
export async function withPrompts(
  folder: string,
  transcript: Transcript,
  most: number = MOST,
): Promise<AskedTranscript> {
  wantArgument("withPrompts", "a transcript", transcript, { fields: ["turns"] });
  const files = runFolder(folder);
  if (!existsSync(files.plan) || !existsSync(files.study))
    return { ...transcript, unasked: "the folder has no plan or no study, of which prompts are made" };
  const plan = readPlan(files.plan);
  let promptOf: ReturnType<typeof remadePrompts>;
  try {
    promptOf = remadePrompts(prepareStudy(await readStudy(files.study, { still: true })), plan);
  } catch (cause) {
    if (!(cause instanceof SpillwayError)) throw cause;
    return { ...transcript, unasked: `the study of the folder cannot be read again: ${cause.message}` };
  }
  if (!promptOf) return transcript;
  const asked = new Map<string, AskedCall[]>(transcript.turns.map(({ turn }) => [turn.callId, []]));
  let characters = 0;
  let left = 0;
  for (const { line } of journalLines(files.journal, plan)) {
    if (line.type !== "turn" && line.type !== "attempt") continue;
    const calls = asked.get(line.callId);
    const full = characters > most;
    const messages = await promptOf(line, calls !== undefined && !full);
    if (full && calls !== undefined && line.type === "turn") left++;
    if (messages.length === 0 || (line.type === "turn" && isUncalled(line))) continue;
    for (const { content } of messages) characters += content.length;
    calls?.push({ attempt: line.type === "turn" ? line.attempts : line.attempt, messages });
  }
  return {
    ...transcript,
    turns: transcript.turns.map((one) => {
      const calls = asked.get(one.turn.callId) ?? [];
      return calls.length === 0 ? one : { ...one, asked: calls };
    }),
    ...(left === 0
      ? {}
      : {
          unasked: `prompts of more than ${most.toLocaleString("en")} characters are too many for one transcript: those of ${left.toLocaleString("en")} turns are left out; ask for fewer turns`,
        }),
  };
}

/** Whether a turn ended before anybody was called, as one does whose prompt is too long: nothing was used, and nothing came. */
function isUncalled({ status, model, usage, cost, atMost, text }: Turn): boolean {
  return status === "failed" && [model, usage, cost, atMost, text].every((part) => part === undefined);
}
