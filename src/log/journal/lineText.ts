import type { JournalLine, Turn } from "../Turn.ts";
import { withCheck } from "./withCheck.ts";
import { quoted, textOf, wordsText } from "./wordsText.ts";

/** Fields that a plain turn has, beside an outcome. */
const PLAIN = 14;

/**
 * A line of a journal as JSON, as JSON.stringify writes it, with its check ({@link withCheck}). Turns of agents that compute, which make up journals of
 * millions of lines, are put together field by field: what an agent said is written once for all who hear it.
 */
export function lineText(line: JournalLine): string {
  const ready = textOf(line);
  if (ready !== undefined) return ready;
  return withCheck(line.type === "turn" && isPlain(line) ? turnText(line) : JSON.stringify(line));
}

/** Whether a turn has an action, a number if any outcome, and nothing that {@link turnText} does not know. */
function isPlain(turn: Turn): boolean {
  let fields = turn.outcome === undefined ? 0 : -1;
  for (const _ in turn) fields++;
  const measured = turn.outcome === undefined || Number.isFinite(turn.outcome);
  return fields === PLAIN && measured && turn.action !== undefined && !("because" in turn);
}

function turnText(turn: Turn): string {
  const { agent, arm, heard, action, outcome, status, attempts, callId, contentHash, ms, at } = turn;
  let words = "";
  for (const one of heard) words += `${words === "" ? "" : ","}${textOf(one) ?? heardText(one)}`;
  const said = action!.said === undefined ? "" : `"said":${wordsText(action!.said)}`;
  const state = action!.state === undefined ? "" : `"state":${wordsText(action!.state)}`;
  const measured = outcome === undefined ? "" : `"outcome":${outcome},`;
  const ended = status === "ok" && attempts === 1 ? WELL : `"status":"${status}","attempts":${attempts}`;
  return `${headOf(turn)}${quoted(agent)},"arm":${quoted(arm)},"heard":[${words}],"action":{${said}${said && state ? "," : ""}${state}},${measured}${ended},"callId":"${callId}","contentHash":"${contentHash}","ms":${ms},"at":"${at}"}`;
}

/** What is heard of one neighbour, as it stands in a line. */
export function heardText({ from, said }: Turn["heard"][number]): string {
  return `{"from":${quoted(from)},"said":${wordsText(said)}}`;
}

const WELL = '"status":"ok","attempts":1';

/** The beginning of the lines of one moment, made once for all of them. */
let head = "";
let headOfWorld = -1;
let headOfRound = -1;
let headOfPhase = "";

function headOf({ world, round, phase }: Turn): string {
  if (world !== headOfWorld || round !== headOfRound || phase !== headOfPhase) {
    head = `{"type":"turn","world":${world},"round":${round},"phase":${quoted(phase)},"agent":`;
    [headOfWorld, headOfRound, headOfPhase] = [world, round, phase];
  }
  return head;
}
