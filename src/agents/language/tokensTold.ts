import { present } from "../../core/present.ts";

/** Tokens as an endpoint tells them: both numbers, one of them, or none. */
interface ToldTokens {
  readonly input?: number;
  readonly output?: number;
}

const INPUT = [
  "prompt_tokens",
  "input_tokens",
  "inputTokens",
  "promptTokens",
  "prompt_eval_count",
  "promptTokenCount",
];
const OUTPUT = [
  "completion_tokens",
  "output_tokens",
  "outputTokens",
  "completionTokens",
  "eval_count",
  "candidatesTokenCount",
];
const TOTAL = ["total_tokens", "totalTokens", "totalTokenCount"];

/**
 * Reads a usage under the names of any of the usual interfaces, numbers written as texts too. Where a total is told, what it has above the sum of the parts
 * (thoughts, usually) counts as output, and it gives the half that is missing. A number that is none, or below 0, is not told.
 */
function usageOf(given: unknown): ToldTokens {
  if (typeof given !== "object" || given === null) return {};
  const fields = given as Readonly<Record<string, unknown>>;
  const first = (names: readonly string[]): number | undefined =>
    names
      .map((name) => (Object.hasOwn(fields, name) ? count(fields[name]) : undefined))
      .find((n) => n !== undefined);
  const [input, output, total] = [first(INPUT), first(OUTPUT), first(TOTAL)];
  if (input !== undefined) {
    // A sum in words may be two numbers that somebody wrote one behind the other.
    const summed = output === undefined || typeof totalOf(fields) === "number";
    const rest = total === undefined || total < input || !summed ? undefined : total - input;
    const most = output === undefined ? rest : Math.max(output, rest ?? 0);
    return most === undefined ? { input } : { input, output: most };
  }
  if (output === undefined) return {};
  return total !== undefined && total >= output ? { input: total - output, output } : { output };
}

const totalOf = (fields: Readonly<Record<string, unknown>>): unknown =>
  TOTAL.filter((name) => Object.hasOwn(fields, name)).map((name) => fields[name])[0];

function count(value: unknown): number | undefined {
  const number = typeof value === "string" && /^\d{1,15}$/.test(value.trim()) ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

/** A usage as a reply has it: as `usage` when it is whole, and the half that is told as `atMost`. */
export function tokensTold(given: unknown): {
  readonly usage?: { readonly input: number; readonly output: number };
  readonly atMost?: ToldTokens;
} {
  const { input, output } = usageOf(given);
  if (input !== undefined && output !== undefined) return { usage: { input, output } };
  return input === undefined && output === undefined ? {} : { atMost: present({ input, output }) };
}
