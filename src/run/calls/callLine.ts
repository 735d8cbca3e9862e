import type { CallRecord } from "../../agents/Agent.ts";
import { canonicalJson, type Json } from "../../core/canonicalJson.ts";
import { present } from "../../core/present.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import { isAnswer } from "../../log/journal/wantShape.ts";
import type { CallLine } from "../../log/Turn.ts";

/** Warnings that a line holds at most. */
const MOST_WARNINGS = 20;

/**
 * What an agent tells of a call, as a journal can hold it; fields that nobody knows are dropped.
 *
 * @throws SpillwayError when usage or cost are no numbers from 0, model, fingerprint, warnings or text no texts, the fields of an answer
 * no texts, numbers or truths, or what was drawn no JSON.
 */
export function callLine(given: CallRecord | undefined): CallLine | undefined {
  if (given === undefined) return undefined;
  if (typeof given !== "object" || given === null) throw fault("a call", "an object", given);
  const { model, usage, cost, atMost, fingerprint, warnings, text, answer, drawn, left, step } = given;
  if (model !== undefined && typeof model !== "string") throw fault("model", "a text", model);
  if (text !== undefined && typeof text !== "string") throw fault("text", "a text", text);
  if (cost !== undefined && !atLeast0(cost)) throw fault("cost", "a number of at least 0", cost);
  if (usage !== undefined && !(atLeast0(usage?.input) && atLeast0(usage?.output)))
    throw fault("usage", "{ input, output } in tokens", usage);
  if (atMost !== undefined && !isAtMost(atMost))
    throw fault("atMost", "{ input, output, cost }, each a number of at least 0", atMost);
  if (fingerprint !== undefined && typeof fingerprint !== "string")
    throw fault("fingerprint", "a text", fingerprint);
  if (warnings !== undefined && !isTexts(warnings)) throw fault("warnings", "a list of texts", warnings);
  if (answer !== undefined && !isAnswer(answer))
    throw fault("answer", "an object of texts, numbers, true and false", answer);
  if (left !== undefined && !(Number.isSafeInteger(left) && left > 0))
    throw fault("left", "a whole number of at least 1", left);
  return {
    ...(model === undefined ? {} : { model }),
    ...(usage === undefined ? {} : { usage: { input: usage.input, output: usage.output } }),
    ...(cost === undefined ? {} : { cost }),
    ...(atMost === undefined ? {} : { atMost: present(atMost) }),
    ...(fingerprint === undefined ? {} : { fingerprint }),
    ...(warnings === undefined || warnings.length === 0
      ? {}
      : { warnings: warnings.slice(0, MOST_WARNINGS) }),
    ...(text === undefined ? {} : { text }),
    ...(answer === undefined ? {} : { answer: JSON.parse(canonicalJson(answer)) as typeof answer }),
    ...(drawn === undefined ? {} : { drawn: JSON.parse(canonicalJson(drawn)) as Json }),
    ...(left === undefined ? {} : { left }),
    ...(step === undefined ? {} : { step: JSON.parse(canonicalJson(step)) as Json }),
  };
}

/** As {@link callLine}, but nothing when what is told makes no sense. */
export function callLineIfAny(given: CallRecord | undefined): CallLine | undefined {
  try {
    return callLine(given);
  } catch {
    return undefined;
  }
}

const isTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.every((one) => typeof one === "string");

const isAtMost = (value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  Object.entries(value).every(([key, one]) => AT_MOST.has(key) && (one === undefined || atLeast0(one)));

const AT_MOST: ReadonlySet<string> = new Set(["input", "output", "cost"]);

const atLeast0 = (value: unknown): boolean => Number.isFinite(value) && Number(value) >= 0;

const fault = (what: string, wanted: string, got: unknown): SpillwayError =>
  new SpillwayError(`what the agent tells of its call: ${what} must be ${wanted}, got ${shown(got)}`);

/** Usage and cost of several calls together, and all else of the last that has it, but for steps: they stand in lines of their own. */
export function sumOfCalls(calls: readonly (CallLine | undefined)[]): CallLine {
  let sum: CallLine = {};
  for (const call of calls) {
    if (!call) continue;
    const { usage, cost, atMost } = call;
    sum = {
      ...sum,
      ...withoutStep(call),
      ...(usage && sum.usage
        ? { usage: { input: sum.usage.input + usage.input, output: sum.usage.output + usage.output } }
        : {}),
      ...(cost !== undefined && sum.cost !== undefined ? { cost: sum.cost + cost } : {}),
      ...(atMost && sum.atMost ? { atMost: sumOf(sum.atMost, atMost) } : {}),
    };
  }
  return sum;
}

/** The words of a step are no answer of the turn. */
function withoutStep(call: CallLine): CallLine {
  if (call.step === undefined) return call;
  const { step: _, text: __, drawn: ___, left: ____, ...told } = call;
  return told;
}

type AtMost = NonNullable<CallLine["atMost"]>;

function sumOf(a: AtMost, b: AtMost): AtMost {
  const add = (x: number | undefined, y: number | undefined): number | undefined =>
    x === undefined ? y : x + (y ?? 0);
  return present({
    input: add(a.input, b.input),
    output: add(a.output, b.output),
    cost: add(a.cost, b.cost),
  });
}
