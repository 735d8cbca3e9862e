import type { Json } from "../core/canonicalJson.ts";
import { sum } from "../core/numbers/sum.ts";
import type { Rng } from "../core/rng.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { shown } from "../core/shown.ts";
import { suggest } from "../core/suggest.ts";
import type { AnswerMeasure } from "./answerMeasures.ts";
import type { Answer, AnswerSettings, ChoiceAnswer, PlainAnswer } from "./answerSettings.ts";
import { judgeAnswer } from "./judgeAnswer.ts";

/** What agents answer that cannot answer for themselves. */
export interface AnswerRule {
  draw(rng: Rng): Answer;
  /** The mean of a measure over all draws. */
  expected(measure: AnswerMeasure): number;
}

/** Values with their probabilities. */
type Spread = readonly (readonly [value: string | number, probability: number])[];

/** Shares that add up to one but for this are those of a person who rounded. */
const ROUNDED = 1e-9;

/**
 * A rule for answers, as a study gives it: the answer itself; for a number also a list of numbers that are equally likely;
 * for a choice also a mapping from option to share; for an object a mapping from field to any of these.
 *
 * @param who asks, for messages.
 * @throws SpillwayError for answers that the question does not take, and shares that do not add up to 1.
 */
export function answerRule(who: string, given: Json, answer: AnswerSettings): AnswerRule {
  if (answer.kind !== "object") {
    const spread = spreadOf(who, given, answer);
    return { draw: (rng) => drawn(spread, rng), expected: ({ option }) => mean(spread, option) };
  }
  const parts = isMapping(given) ? given : {};
  const names = answer.fields.map(({ name }) => name);
  const unknown = Object.keys(parts).find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new SpillwayError(`${who}: there is no field "${unknown}"${suggest(unknown, names)}`);
  const spreads = new Map(
    answer.fields.map((field) => {
      const part = Object.hasOwn(parts, field.name) ? parts[field.name] : undefined;
      if (part === undefined)
        throw new SpillwayError(`${who}: wanted a mapping with ${names.join(", ")}, got ${shown(given)}`);
      return [field.name, spreadOf(`${who}: ${field.name}`, part, field)] as const;
    }),
  );
  return {
    draw: (rng) =>
      Object.fromEntries([...spreads].map(([name, spread]) => [name, drawn(spread, rng.fork(name))])),
    expected: ({ field, option }) => mean(spreads.get(field ?? "") ?? [], option),
  };
}

function spreadOf(who: string, given: Json, part: PlainAnswer): Spread {
  if (part.kind === "choice" && isMapping(given)) return sharesOf(who, given, part);
  const list = part.kind === "number" && Array.isArray(given) ? (given as readonly Json[]) : [given];
  if (list.length === 0) throw new SpillwayError(`${who}: wanted at least one number, got an empty list`);
  return list.map((value) => {
    const fault = judgeAnswer(value, part);
    if (fault !== undefined) throw new SpillwayError(`${who}: ${fault}`);
    return [value as string | number, 1 / list.length];
  });
}

function sharesOf(
  who: string,
  given: { readonly [option: string]: Json | undefined },
  { options }: ChoiceAnswer,
): Spread {
  const spread = Object.entries(given).map(([option, share]) => {
    if (!options.includes(option))
      throw new SpillwayError(`${who}: there is no option "${option}"${suggest(option, options)}`);
    if (typeof share !== "number" || !(share >= 0 && share <= 1))
      throw new SpillwayError(`${who}: the share of "${option}" must be from 0 to 1, got ${shown(share)}`);
    return [option, share] as const;
  });
  const total = sum(spread.map(([, share]) => share));
  if (Math.abs(total - 1) > ROUNDED)
    throw new SpillwayError(`${who}: the shares must add up to 1, got ${Number(total.toPrecision(12))}`);
  return spread;
}

function drawn(spread: Spread, rng: Rng): string | number {
  if (spread.length === 1) return spread[0]![0];
  let left = rng.uniform();
  for (const [value, probability] of spread) {
    left -= probability;
    if (left < 0) return value;
  }
  return spread.findLast(([, probability]) => probability > 0)![0];
}

const mean = (spread: Spread, option: string | undefined): number =>
  sum(spread.map(([value, p]) => p * (option === undefined ? Number(value) : Number(value === option))));

const isMapping = (given: Json): given is { readonly [key: string]: Json | undefined } =>
  typeof given === "object" && given !== null && !Array.isArray(given);
