import { SpillwayError } from "../../../core/SpillwayError.ts";
import { shown } from "../../../core/shown.ts";
import type { CharacterSet, PatternNode } from "./PatternNode.ts";

/** Characters of a pattern, groups inside each other, and times that a part may be said to repeat, at most. */
const LONGEST = 500;
const DEEPEST = 20;
const MOST_TIMES = 100;

const DIGITS = [[48, 57]] as const;
const WORDS = [
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122],
] as const;
const SPACES = [
  [9, 13],
  [32, 32],
  [160, 160],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
] as const;
const LINE_ENDS = [
  [10, 10],
  [13, 13],
  [0x2028, 0x2029],
] as const;
const LETTERS: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, f: 12, v: 11, "0": 0 };

/**
 * Reads a pattern in the notation of JavaScript's regular expressions, as far as it can be matched in linear time: characters, `.`,
 * `[...]`, `\d \w \s \b` and their opposites, groups, `|`, `* + ? {2,5}` also lazy, `^` and `$`.
 *
 * @throws SpillwayError, with the column, for what is none, for back references and looks around, and for more than 500 characters.
 */
export function parsePattern(
  text: string,
  who: string,
): { readonly tree: PatternNode; readonly groups: number } {
  const fault = (what: string, at: number): SpillwayError =>
    new SpillwayError(`${who}: ${what} (column ${at + 1} of the pattern ${shown(text)})`);
  if (text.length > LONGEST)
    throw new SpillwayError(`${who}: a pattern must have at most ${LONGEST} characters, got ${text.length}`);
  const signs = [...text];
  let at = 0;
  let groups = 0;
  const choice = (depth: number): PatternNode => {
    if (depth > DEEPEST) throw fault(`groups stand more than ${DEEPEST} deep`, at);
    const parts: PatternNode[] = [list(depth)];
    while (signs[at] === "|") {
      at++;
      parts.push(list(depth));
    }
    return parts.length === 1 ? parts[0]! : { kind: "choice", parts };
  };
  const list = (depth: number): PatternNode => {
    const parts: PatternNode[] = [];
    while (at < signs.length && signs[at] !== "|" && signs[at] !== ")") parts.push(repeated(depth));
    return { kind: "list", parts };
  };
  const repeated = (depth: number): PatternNode => {
    const began = at;
    const part = atom(depth);
    const times = counted();
    if (times === undefined) return part;
    if (part.kind !== "set" && part.kind !== "group" && part.kind !== "list" && part.kind !== "choice")
      throw fault("there is nothing to repeat", began);
    const greedy = signs[at] !== "?";
    if (!greedy) at++;
    if (counted() !== undefined) throw fault("a repetition is repeated: put the inner one in brackets", at);
    return { kind: "repeat", part, ...times, greedy };
  };
  const counted = (): { readonly least: number; readonly most?: number } | undefined => {
    const sign = signs[at];
    if (sign === "*" || sign === "+" || sign === "?") {
      at++;
      return sign === "?" ? { least: 0, most: 1 } : { least: sign === "+" ? 1 : 0 };
    }
    const found = sign === "{" ? /^\{(\d{1,6})(,(\d{0,6}))?\}/.exec(signs.slice(at, at + 16).join("")) : null;
    if (found === null) return undefined;
    const least = Number(found[1]);
    const most = found[2] === undefined ? least : found[3] === "" ? undefined : Number(found[3]);
    if (Math.max(least, most ?? 0) > MOST_TIMES || (most ?? least) < least)
      throw fault(`a repetition must be from 0 to ${MOST_TIMES} times, the smaller number first`, at);
    at += found[0].length;
    return { least, ...(most === undefined ? {} : { most }) };
  };
  const atom = (depth: number): PatternNode => {
    const sign = signs[at]!;
    if (sign === "(") return group(depth);
    if (sign === "[") return { kind: "set", set: characters() };
    if (sign === "*" || sign === "+" || sign === "?") throw fault("there is nothing to repeat", at);
    at++;
    if (sign === "^") return { kind: "start" };
    if (sign === "$") return { kind: "end" };
    if (sign === ".") return { kind: "set", set: { ranges: LINE_ENDS, negated: true } };
    if (sign === "\\") {
      const next = signs[at];
      if (next === "b" || next === "B") {
        at++;
        return { kind: next === "b" ? "word-edge" : "no-word-edge" };
      }
      return { kind: "set", set: escaped() };
    }
    const code = sign.codePointAt(0)!;
    return { kind: "set", set: { ranges: [[code, code]], negated: false } };
  };
  const group = (depth: number): PatternNode => {
    const began = at++;
    const head = signs.slice(at, at + 3).join("");
    if (head.startsWith("?:")) at += 2;
    else if (head.startsWith("?"))
      throw fault("looking ahead, looking behind and named groups are not allowed", began);
    const number = head.startsWith("?:") ? undefined : ++groups;
    const part = choice(depth + 1);
    if (signs[at] !== ")") throw fault("a bracket is opened and never closed", began);
    at++;
    return number === undefined ? { kind: "list", parts: [part] } : { kind: "group", number, part };
  };
  /** What stands behind a backslash. */
  const escaped = (): CharacterSet => {
    const sign = signs[at++];
    if (sign === undefined) throw fault("a backslash stands at the end", at - 2);
    const known = { d: DIGITS, w: WORDS, s: SPACES }[sign.toLowerCase()];
    if (known && /[dwsDWS]/.test(sign)) return { ranges: known, negated: sign !== sign.toLowerCase() };
    if (/[1-9k]/.test(sign)) throw fault("references back are not allowed", at - 2);
    const hex = sign === "u" || sign === "x" ? signs.slice(at, at + (sign === "u" ? 4 : 2)).join("") : "";
    if (sign === "u" || sign === "x") {
      if (!/^(?:[0-9a-f]{2}|[0-9a-f]{4})$/i.test(hex))
        throw fault(`\\${sign} needs hexadecimal digits`, at - 2);
      at += hex.length;
      return one(Number.parseInt(hex, 16));
    }
    const letter = LETTERS[sign];
    if (letter === undefined && /[A-Za-z]/.test(sign)) throw fault(`\\${sign} is not allowed`, at - 2);
    return one(letter ?? sign.codePointAt(0)!);
  };
  const characters = (): CharacterSet => {
    const began = at++;
    const negated = signs[at] === "^";
    if (negated) at++;
    const ranges: (readonly [number, number])[] = [];
    while (at < signs.length && signs[at] !== "]") {
      const low = inside();
      if (signs[at] !== "-" || signs[at + 1] === "]" || at + 1 >= signs.length) {
        ranges.push(...low);
        continue;
      }
      at++;
      const high = inside();
      const [from, to] = [low[0]?.[0] ?? 0, high[0]?.[1] ?? 0];
      if (low.length !== 1 || high.length !== 1 || from > to)
        throw fault("a range of characters is in disorder", began);
      ranges.push([from, to]);
    }
    if (signs[at] !== "]") throw fault("[ is opened and never closed", began);
    at++;
    return { ranges, negated };
  };
  const inside = (): CharacterSet["ranges"] => {
    const sign = signs[at++]!;
    if (sign !== "\\") return one(sign.codePointAt(0)!).ranges;
    if (signs[at] === "b") {
      at++;
      return one(8).ranges;
    }
    const { ranges, negated } = escaped();
    if (negated) throw fault("an opposite such as \\D cannot stand in [ ]", at - 2);
    return ranges;
  };
  const tree = choice(0);
  if (at < signs.length) throw fault('")" closes nothing', at);
  return { tree, groups };
}

const one = (code: number): CharacterSet => ({ ranges: [[code, code]], negated: false });
