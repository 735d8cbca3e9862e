import { shown } from "../core/shown.ts";
import type { AnswerSettings, PlainAnswer } from "./answerSettings.ts";

/** Why something is no answer of the kind that was wanted, or undefined when it is one. */
export function judgeAnswer(given: unknown, answer: AnswerSettings): string | undefined {
  if (answer.kind !== "object") return fits(given, answer) ? undefined : fault("the answer", answer, given);
  if (typeof given !== "object" || given === null || Array.isArray(given))
    return `the answer must be a mapping with ${answer.fields.map(({ name }) => name).join(", ")}, got ${shown(given)}`;
  const names = answer.fields.map(({ name }) => name);
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown !== undefined) return `the answer has no field ${shown(unknown)}`;
  const wrong = answer.fields.find((field) => !fits(ownValue(given, field.name), field));
  return wrong && fault(`the field ${wrong.name} of the answer`, wrong, ownValue(given, wrong.name));
}

function fits(given: unknown, part: PlainAnswer): boolean {
  switch (part.kind) {
    case "choice":
      return typeof given === "string" && part.options.includes(given);
    case "number":
      return (
        typeof given === "number" &&
        given >= part.from &&
        given <= part.to &&
        (part.whole !== true || Number.isInteger(given))
      );
    case "text":
      return typeof given === "string" && given.trim() !== "" && [...given].length <= (part.most ?? 280);
  }
}

function fault(what: string, part: PlainAnswer, given: unknown): string {
  const wanted = {
    choice: () => `one of ${part.kind === "choice" ? part.options.map((one) => `"${one}"`).join(", ") : ""}`,
    number: () =>
      part.kind === "number" ? `a ${part.whole ? "whole " : ""}number from ${part.from} to ${part.to}` : "",
    text: () => `a text of at most ${part.kind === "text" ? (part.most ?? 280) : 0} characters`,
  }[part.kind]();
  return `${what} must be ${wanted}, got ${shown(given)}`;
}

const ownValue = (given: object, name: string): unknown =>
  Object.hasOwn(given, name) ? (given as Readonly<Record<string, unknown>>)[name] : undefined;
