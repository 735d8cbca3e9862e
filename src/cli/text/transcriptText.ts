import type { Json } from "../../core/canonicalJson.ts";
import type { AskedCall, Transcript, TranscriptTurn } from "../../experiment/transcript/readTranscript.ts";
import { stepTexts } from "../../experiment/transcript/stepTexts.ts";
import { questionOfPhase } from "../../log/journal/isAct.ts";
import { colors } from "../output.ts";
import { plainText } from "./plainText.ts";
import { quoted } from "./previewText.ts";
import { wrapped } from "./textTable.ts";

/**
 * Turns for people. What agents said stands behind a line at the left, so that it cannot pass for words of Spillway's, and without anything
 * that a terminal would obey.
 */
export function transcriptText(turns: Transcript["turns"], edge?: readonly [string, string]): string {
  return turns.map((one) => turnText(one, edge)).join("\n\n");
}

function turnText(
  { turn, attempts, asked: calls = [] }: TranscriptTurn,
  edge: readonly [string, string] | undefined,
): string {
  const { world, round, phase, agent, arm, heard, dropped = [], crowd, historyOf, status, because } = turn;
  const asked = questionOfPhase(phase);
  const head = `world ${world}, round ${round}, ${asked === undefined ? "" : `asked ${asked}, `}agent ${agent} (${arm})`;
  const other = edge && (agent === edge[0] ? edge[1] : edge[0]);
  const fact = (name: string, text: string): string =>
    `${name.padEnd(9)}${wrapped(plainText(text), " ".repeat(9)).trimStart()}`;
  const messages = heard.filter(({ from }) => other === undefined || from === other);
  return [
    colors.bold(plainText(head)),
    ...messages.flatMap(({ from, said }) => [fact("heard", `${from}:`), quoted(wordsOf(said))]),
    ...(crowd === undefined ? [] : [fact("crowd", wordsOf(crowd))]),
    ...(dropped.length === 0 ? [] : [fact("lost", `what ${dropped.join(", ")} said`)]),
    ...(historyOf === undefined ? [] : [fact("history", `of ${historyOf}`)]),
    ...attempts.flatMap((one) => [
      // What a step was asked is its own; an answer that was no good stands in the messages of the next call.
      ...(one.kind === "step" ? askedText(calls.find(({ attempt }) => attempt === one.attempt)) : []),
      fact("attempt", `${one.attempt} (${one.kind}): ${one.because}`),
      ...stepTexts(one).map(quoted),
    ]),
    ...askedText(calls.find(({ attempt }) => attempt === turn.attempts)),
    ...(turn.text === undefined ? [] : [fact("reply", ""), quoted(turn.text)]),
    ...(turn.answer === undefined ? [] : [fact("answer", JSON.stringify(turn.answer))]),
    ...(turn.action?.said === undefined ? [] : [fact("said", ""), quoted(wordsOf(turn.action.said))]),
    ...(turn.outcome === undefined ? [] : [fact("outcome", String(turn.outcome))]),
    ...(status === "ok" && because === undefined
      ? []
      : [fact("status", [status, because ?? []].flat().join(": "))]),
    ...spent(turn).map((text) => fact("call", text)),
  ].join("\n");
}

/** The messages of a call, as they were sent. */
function askedText(call: AskedCall | undefined): string[] {
  return (call?.messages ?? []).flatMap(({ role, content }, k) => [
    `${(k === 0 ? "asked" : "").padEnd(9)}${role}:`,
    quoted(content),
  ]);
}

function spent({ model, usage, cost, ms, attempts }: TranscriptTurn["turn"]): string[] {
  if (model === undefined && usage === undefined && cost === undefined) return [];
  const parts = [
    ...(model === undefined ? [] : [model]),
    ...(usage === undefined ? [] : [`${usage.input} tokens in, ${usage.output} out`]),
    ...(cost === undefined ? [] : [`cost ${Number(cost.toPrecision(4))}`]),
    `${Math.round(ms)} ms`,
    ...(attempts > 1 ? [`${attempts} attempts`] : []),
  ];
  return [parts.join(", ")];
}

const wordsOf = (said: Json): string => (typeof said === "string" ? said : JSON.stringify(said));
