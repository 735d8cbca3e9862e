import type { MathNode } from "mathjs/number";
import { SpillwayError } from "../SpillwayError.ts";
import { compileNode, type Walk } from "./compileNode.ts";
import { type FormulaFault, formulaFault } from "./formulaFault.ts";
import { formulaLibrary } from "./formulaLibrary.ts";
import { readTokens, type Token } from "./readTokens.ts";

/** A compiled formula: give it the values of the names, in the order of the names, and it gives a finite number. */
interface Formula {
  (values: ArrayLike<number>): number;
  /** The names that occur in the formula, in the order of their first occurrence. */
  readonly used: readonly string[];
}

/** Characters that a formula may have. */
const LONGEST_FORMULA = 1000;

/**
 * Compiles a formula such as `own == 0 and share > 0.5` into a function of numbers, without ever evaluating its text.
 * The words are cut and checked here, mathjs (https://mathjs.org) parses them, and the tree is turned into closures by
 * an allow-list. So a formula from a stranger's file can do arithmetic and nothing else, and its cost is bounded.
 *
 * Allowed: decimal numbers, the given names, `true` (1), `false` (0), `pi`, `e`; `+ - * / ^ % mod`, `== != < <= > >=` also
 * chained as in `0 < share < 1`, `and or xor not`, `a ? b : c`, brackets; `min` and `max` of any number of values, `abs sqrt exp
 * log floor ceil round sign` of one. Precedence is that of mathjs: `-2 ^ 2` is −4, `2 ^ 3 ^ 2` is 2 ^ 9, `%` is the remainder.
 * Zero is false and any other number true; comparisons give 1 or 0, and forgive rounding (see {@link operators}).
 * A product needs its sign: `2 own` is refused. A choice in the middle of a choice needs brackets: `a ? (b ? 1 : 2) : 3`.
 *
 * @param text at most 1,000 characters; line ends count as spaces.
 * @param names what the formula may speak of; a name `e` or `pi` goes before the constant.
 * @param who begins the error messages, "formula" unless told otherwise.
 * @throws SpillwayError with the column of the fault, for everything else. The compiled formula throws, with the values of the
 *   names, when a step gives NaN or an infinity (1 / 0, log(0), sqrt(-1)); sides of `and`, `or` and `? :` that do not matter are
 *   not computed, so `degree > 0 and treated / degree > 0.5` is safe.
 */
export function compileFormula(text: string, names: readonly string[], who = "formula"): Formula {
  if (typeof text !== "string") throw new SpillwayError(`${who}: must be a text, got a ${typeof text}`);
  if (text.length > LONGEST_FORMULA) {
    throw new SpillwayError(`${who}: must have at most ${LONGEST_FORMULA} characters, got ${text.length}`);
  }
  const fault = formulaFault(who, text);
  const tokens = readTokens(text, fault);
  if (tokens.length === 0) throw new SpillwayError(`${who}: the formula is empty`);
  const used = new Set<string>();
  const words = tokens.filter(({ kind }) => kind !== "mark").values();
  const walk: Walk = {
    names,
    used,
    fault,
    take: () => words.next().value!,
    notFinite(token, result, values) {
      const where = [...used].map((name) => `${name} is ${values[names.indexOf(name)]}`).join(", ");
      const what = `"${token.text}" gives ${result}${where ? ` where ${where}` : ""}`;
      return fault(token.column, what, "test for it first, as in degree == 0 ? 0 : treated / degree");
    },
  };
  const step = compileNode(parseTokens(tokens, text, fault), walk);
  return Object.assign((values: ArrayLike<number>) => step(values), { used: [...used] });
}

function parseTokens(tokens: readonly Token[], text: string, fault: FormulaFault): MathNode {
  // To tell the remainder 7 % 4 from the percentage 7 %, mathjs parses what follows % twice: 2^k times in k nested
  // brackets. Its other spelling, mod, is parsed once.
  const words = tokens.map((token) => (token.text === "%" ? "mod" : token.text));
  try {
    return formulaLibrary().parse(words.join(" "));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw fault(1, "the formula is too deep");
    const char = Number((error as { char?: unknown }).char);
    let start = 1;
    let index = 0;
    while (index < words.length && start < char) start += words[index++]!.length + 1;
    const column = tokens[index]?.column ?? text.trimEnd().length + 1;
    throw fault(column, plain(error.message, tokens[index]));
  }
}

/** mathjs's message in our style: no capital, no position of its own, and the user's % where it read mod. */
function plain(message: string, token: Token | undefined): string {
  const text = message.replace(/ \(char \d+\)$/, "");
  const own = token?.text === "%" ? text.replace(/mod$/, "%") : text;
  return own.charAt(0).toLowerCase() + own.slice(1);
}
