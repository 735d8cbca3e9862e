import { shown as picture } from "../../core/shown.ts";
import type { Answer } from "../../survey/answerSettings.ts";
import type { ShownAnswer, ShownChoice, ShownPart } from "../../survey/shownAnswer.ts";
import { AgentFault } from "../AgentFault.ts";
import { partWords } from "./answerWords.ts";
import { jsonIn } from "./jsonIn.ts";
import { withoutThought } from "./withoutThought.ts";

/** Longer texts are not looked at. */
const LONGEST = 50_000;
const LEAD = /^(?:my |the )?(?:final )?(?:answer|choice|vote)\b(?: is)? ?[:=]? ?/i;
const NUMBER = /^[+-]?(?:\d{1,400}(?:\.\d{0,400})?|\.\d{1,400})(?:e[+-]?\d{1,4})?$/i;
const WRAPS = ['""', "''", "“”", "‘’", "``", "**", "__", "()", "[]", "{}"];

/**
 * Reads a model's text as the answer that was asked for. Structured JSON is read strictly; failing that, JSON in a
 * fenced block or among other words, the bare word or number, and one after `Answer:` on the last line. Thoughts up to
 * `</think>` are left out. Nothing is guessed: a text that says two things, or says them in a sentence, is no answer.
 * Cost: linear in the text.
 *
 * @throws AgentFault `invalid` that says what was wanted and what came, in words that the model can be told.
 */
export function answerOf(text: string, answer: ShownAnswer): Answer {
  if (text.length > LONGEST)
    throw unusable(`wanted ${wish(answer)}, got a text of ${text.length} characters`);
  const said = withoutThought(text);
  if (answer.kind === "object") return objectOf(said, answer);
  const [parsed] = jsonIn(said, answer.kind !== "text");
  const found = inner(parsed);
  // Of text that happens to be JSON only a text inside it counts: 42 may be what was said.
  const given = answer.kind === "text" && typeof found !== "string" ? undefined : found;
  const value = given === undefined ? undefined : valueOfPart(given, answer);
  if (value !== undefined) return value;
  const words = answer.kind === "text" ? [said] : [said, ...conclusion(said)];
  for (const word of given === undefined || answer.kind !== "text" ? words : []) {
    const read = valueOfPart(word, answer);
    if (read !== undefined) return read;
  }
  throw unusable(`wanted ${wish(answer)}, got ${lengthOr(given ?? said, answer)}`);
}

const unusable = (message: string): AgentFault => new AgentFault("invalid", message);

const wish = (answer: ShownAnswer): string =>
  answer.kind === "object"
    ? `a JSON object with the keys ${answer.fields.map(({ name }) => name).join(", ")}`
    : partWords(answer);

function objectOf(said: string, answer: Extract<ShownAnswer, { readonly kind: "object" }>): Answer {
  const [parsed] = jsonIn(said, true);
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed))
    throw unusable(`wanted ${wish(answer)}, got ${picture(parsed ?? said)}`);
  return Object.fromEntries(
    answer.fields.map((field) => {
      const { name } = field;
      if (!Object.hasOwn(parsed, name))
        throw unusable(`the key "${name}" is missing: it must be ${partWords(field)}`);
      const given = (parsed as Readonly<Record<string, unknown>>)[name];
      const value = valueOfPart(given, field);
      if (value === undefined)
        throw unusable(`the key "${name}" must be ${partWords(field)}, got ${lengthOr(given, field)}`);
      return [name, value];
    }),
  );
}

/** The value in what was parsed: at `answer`, at the only key, or the value itself. */
function inner(parsed: unknown): unknown {
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) return parsed ?? undefined;
  if (Object.hasOwn(parsed, "answer")) return (parsed as { readonly answer: unknown }).answer ?? undefined;
  const values = Object.values(parsed);
  return values.length === 1 ? (values[0] ?? undefined) : undefined;
}

function valueOfPart(given: unknown, part: ShownPart): string | number | undefined {
  const isPlain = typeof given === "string" || typeof given === "number" || typeof given === "boolean";
  if (!isPlain) return undefined;
  if (part.kind === "choice") return optionOf(String(given), part);
  if (part.kind === "text") {
    if (typeof given !== "string") return undefined;
    const text = given.trim();
    return text !== "" && lengthOf(text) <= part.most ? text : undefined;
  }
  const number = typeof given === "number" ? given : typeof given === "string" ? numberIn(given) : Number.NaN;
  const fits = number >= part.from && number <= part.to && (!part.whole || Number.isInteger(number));
  // −0 is written 0 in a journal, so it is 0 here too.
  return fits ? number + 0 : undefined;
}

function numberIn(text: string): number {
  const word = bare(text).replace("−", "-");
  return NUMBER.test(word) ? Number(word) : Number.NaN;
}

/** The option that a word names: by itself or by its letter, exactly or but for capitals and marks around it. */
function optionOf(text: string, { shown, labels }: ShownChoice): string | undefined {
  const exact = shown.find(({ mark, option }) => mark === text || option === text);
  if (exact) return exact.option;
  const word = plain(text);
  const near = shown.find(({ mark, option }) => word === plain(mark) || word === plain(option));
  if (near || !labels) return near?.option;
  // `A) yes`, `A: yes`, `(A) yes`: letter and option must agree.
  const [, letter, rest] = /^(?:option )?\(?([a-z])[).:]{0,2} ?(.{0,300})$/s.exec(word) ?? [];
  const lettered = shown.find(({ mark }) => mark.toLowerCase() === letter);
  return lettered && (rest === "" || plain(rest!) === plain(lettered.option)) ? lettered.option : undefined;
}

const plain = (text: string): string => bare(text).normalize("NFC").toLowerCase().split(/\s+/).join(" ");

/** A word without the quotes, stars and brackets around it, and without a full stop after it. */
function bare(text: string): string {
  let word = text.trim();
  for (let layer = 0; layer < 6; layer++) {
    const before = word;
    if (/[.!,;]$/.test(word)) word = word.slice(0, -1).trimEnd();
    const wrap =
      word.length > 2 && WRAPS.find((pair) => word.startsWith(pair[0]!) && word.endsWith(pair[1]!));
    if (wrap) word = word.slice(1, -1).trim();
    if (word === before) break;
  }
  return word;
}

/** What stands after `Answer:` or its like on the last line. */
function conclusion(text: string): string[] {
  const line = bare(text.slice(text.lastIndexOf("\n") + 1).replaceAll("*", ""));
  const rest = line.replace(LEAD, "");
  return rest === line ? [] : [rest];
}

const lengthOf = (text: string): number => [...text].length;

function lengthOr(given: unknown, part: ShownPart): string {
  return part.kind === "text" && typeof given === "string" && given.trim() !== ""
    ? `${lengthOf(given.trim())} characters`
    : picture(given);
}
