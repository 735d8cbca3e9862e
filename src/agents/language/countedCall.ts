import { present } from "../../core/present.ts";
import type { CallRecord } from "../Agent.ts";
import type { Message } from "../Population.ts";
import type { LanguageSettings } from "./languageSettings.ts";

/** Bytes of ordinary text that a token stands for at most: four or five on average, and more only for blanks and rows of one sign. */
const BYTES = 12;

/** What a call to a language model may use at most, with its cost where prices are given. */
export interface ModelBound {
  readonly input: number;
  readonly output: number;
  readonly cost?: number;
}

/** What is known before a call. */
interface Asked {
  readonly messages: readonly Message[];
  readonly bound: ModelBound;
}

/**
 * What was told of a call, with its cost. A usage that is told by half, or that is less than the words which went and came can have
 * been, is not taken for the usage: the call then has `atMost`, the larger of what is told and of the bound, and a warning.
 */
export function countedCall(
  call: CallRecord,
  { messages, bound }: Asked,
  { price }: LanguageSettings,
): CallRecord {
  const { usage, atMost, ...rest } = call;
  const least = {
    input: leastTokens(messages.map(({ content }) => content).join("")),
    output: leastTokens(call.text ?? ""),
  };
  const believed = usage !== undefined && usage.input >= least.input && usage.output >= least.output;
  if (believed) return { ...call, ...present({ cost: costOf(usage, price) }) };
  const told = usage ?? atMost;
  // Nothing told at all counts at the bound too; that is for the run to say.
  if (told === undefined) return call;
  const most = {
    input: Math.max(told.input ?? bound.input, usage ? bound.input : 0),
    output: Math.max(told.output ?? bound.output, usage ? bound.output : 0),
  };
  const warning = usage
    ? `the usage told (${usage.input} and ${usage.output} tokens) is less than the words can have been: the call counts with at most ${most.input} and ${most.output}`
    : `only half of the usage was told: the call counts with at most ${most.input} and ${most.output} tokens`;
  return {
    ...rest,
    atMost: { ...most, ...present({ cost: costOf(most, price) }) },
    warnings: [...(call.warnings ?? []), warning],
  };
}

/** Money for tokens, where prices are given. */
export function costOf(
  { input, output }: { readonly input: number; readonly output: number },
  price: LanguageSettings["price"],
): number | undefined {
  return price && (input * price.input + output * price.output) / 1e6;
}

const leastTokens = (text: string): number => Math.ceil(Buffer.byteLength(text.trim()) / BYTES);
