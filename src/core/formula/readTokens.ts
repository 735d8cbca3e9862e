import { shown } from "../shown.ts";
import type { FormulaFault } from "./formulaFault.ts";

/** One word of a formula. `mark` is punctuation: ( ) , ? and : */
export interface Token {
  readonly kind: "number" | "name" | "operator" | "mark";
  readonly text: string;
  /** Column of the first character, from 1. */
  readonly column: number;
}

/** Brackets that may stand inside each other. The parser calls itself about twenty times for each, and the stack is finite. */
const MOST_BRACKETS = 100;

const SPACE = /[ \t\r\n\u00A0]+/y;
const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
// Letters as mathjs has them: Latin with accents and Greek.
const NAME = /[A-Za-z_$\u00C0-\u02AF\u0370-\u03FF][\w$\u00C0-\u02AF\u0370-\u03FF]*/y;
const AFTER_NUMBER = /[\w.$\u00C0-\u02AF\u0370-\u03FF]+/y;
const OPERATOR = /==|!=|<=|>=|[-+*/^%<>]/y;
const MARK = /[(),?:]/y;

const WORD_OPERATORS: ReadonlySet<string> = new Set(["and", "or", "xor", "not", "mod"]);
/** Words that the parser would take for operators on units. */
const UNIT_OPERATORS: ReadonlySet<string> = new Set(["to", "in"]);

const REMEDIES: ReadonlyMap<string, string> = new Map([
  ["=", "a formula assigns nothing; write == to compare"],
  ["&", 'write "and"'],
  ["|", 'write "or"'],
  ["!", 'write "not", or != to compare'],
  ["#", "a formula has no comments"],
  ["[", "a formula is about single numbers"],
]);

/**
 * Cuts a formula into words and refuses every character that an allowed formula cannot hold: quotes, brackets of
 * lists and objects, dots of properties, assignments, ranges, factors side by side without a sign. What is left for
 * the parser is numbers, names, and operators. Cost: linear in the text.
 */
export function readTokens(text: string, fault: FormulaFault): readonly Token[] {
  const tokens: Token[] = [];
  // For each open bracket (and for the whole), how many "?" still wait for their ":".
  const waiting = [0];
  let at = 0;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  while (at < text.length) {
    const column = at + 1;
    const space = match(SPACE);
    if (space) {
      at += space.length;
      continue;
    }
    const token = wordAt(match, column);
    if (!token) {
      const found = String.fromCodePoint(text.codePointAt(at)!);
      throw fault(column, `${JSON.stringify(found)} is not allowed`, REMEDIES.get(found));
    }
    at += token.text.length;
    if (token.kind === "number" && match(AFTER_NUMBER)) {
      const all = token.text + match(AFTER_NUMBER);
      throw fault(
        column,
        `${shown(all)} is not a decimal number`,
        "write * between the factors of a product",
      );
    }
    if (UNIT_OPERATORS.has(token.text))
      throw fault(column, `${shown(token.text)} is not an allowed operator`);
    refuseSilentProduct(tokens.at(-1), token, fault);
    countMarks(token, waiting, fault);
    tokens.push(token);
  }
  return tokens;
}

function wordAt(match: (pattern: RegExp) => string | undefined, column: number): Token | undefined {
  const number = match(NUMBER);
  if (number) return { kind: "number", text: number, column };
  const name = match(NAME);
  if (name) return { kind: WORD_OPERATORS.has(name) ? "operator" : "name", text: name, column };
  const operator = match(OPERATOR);
  if (operator) return { kind: "operator", text: operator, column };
  const mark = match(MARK);
  return mark ? { kind: "mark", text: mark, column } : undefined;
}

/** `2 own` is 2 · own to mathematicians and a slip of the keys to others, so the sign must be written. */
function refuseSilentProduct(before: Token | undefined, token: Token, fault: FormulaFault): void {
  const operand = token.kind === "number" || token.kind === "name";
  const ends = before?.kind === "number" || before?.kind === "name" || before?.text === ")";
  const opens = token.text === "(" && before?.kind !== "name";
  if (before && ends && (operand || opens)) {
    throw fault(
      token.column,
      `an operator is missing between ${shown(before.text)} and ${shown(token.text)}`,
      "a product is written with *",
    );
  }
}

/** Keeps count of brackets and of `?` with `:`; a `:` without its `?` would be a range. */
function countMarks({ text, column }: Token, waiting: number[], fault: FormulaFault): void {
  if (text === "(" && waiting.push(0) > MOST_BRACKETS + 1) {
    throw fault(column, `brackets stand more than ${MOST_BRACKETS} deep`);
  }
  if (text === ")" && waiting.pop() !== undefined && waiting.length === 0) {
    throw fault(column, '")" closes nothing');
  }
  if (text === "?") waiting[waiting.length - 1]! += 1;
  if (text === ":") {
    if (waiting.at(-1) === 0)
      throw fault(column, '":" without "?" is not allowed', "a formula has no ranges");
    waiting[waiting.length - 1]! -= 1;
  }
}
