import type { JournalLine, Turn } from "./Turn.ts";
import { quoted, TEXT, wordsText } from "./wordsText.ts";

/** Fields that a plain turn has, beside an outcome. */
const PLAIN = 14;

/**
 * A line of a journal as JSON, exactly as JSON.stringify writes it. Turns of agents that compute, which make up journals of
 * millions of lines, are put together field by field: what an agent said is written once for all who hear it.
 */
export function lineText(line: JournalLine): string {
  const ready = (line as { readonly [TEXT]?: string })[TEXT];
  if (ready !== undefined) return ready;
  return line.type === "turn" && isPlain(line) ? turnText(line) : JSON.stringify(line);
}

/** Whether a turn has an action, a number if any outcome, and nothing that {@link turnText} does not know. */
function isPlain(turn: Turn): boolean {
  let fields = turn.outcome === undefined ? 0 : -1;
  for (const _ in turn) fields++;
  const measured = turn.outcome === undefined || Number.isFinite(turn.outcome);
  return fields === PLAIN && measured && turn.action !== undefined && !("because" in turn);
}

function turnText(turn: Turn): string {
  const { world, round, phase, agent, arm, heard, action, outcome, status, attempts, callId, contentHash } =
    turn;
  let words = "";
  for (const { from, said } of heard)
    words += `${words === "" ? "" : ","}{"from":${quoted(from)},"said":${wordsText(said)}}`;
  const said = action!.said === undefined ? "" : `"said":${wordsText(action!.said)}`;
  const state = action!.state === undefined ? "" : `"state":${wordsText(action!.state)}`;
  const measured = outcome === undefined ? "" : `"outcome":${outcome},`;
  return `{"type":"turn","world":${world},"round":${round},"phase":${quoted(phase)},"agent":${quoted(agent)},"arm":${quoted(arm)},"heard":[${words}],"action":{${said}${said && state ? "," : ""}${state}},${measured}"status":"${status}","attempts":${attempts},"callId":"${callId}","contentHash":"${contentHash}","ms":${turn.ms},"at":"${turn.at}"}`;
}
