import {
  type ConditionalNode,
  type FunctionNode,
  isConditionalNode,
  isConstantNode,
  isFunctionNode,
  isOperatorNode,
  isParenthesisNode,
  isRelationalNode,
  isSymbolNode,
  type MathNode,
  type RelationalNode,
} from "mathjs/number";
import { shown } from "../shown.ts";
import { suggest } from "../suggest.ts";
import type { FormulaFault } from "./formulaFault.ts";
import { constants, extremes, functions, operators, signs } from "./operators.ts";
import type { Token } from "./readTokens.ts";

/** One part of a compiled formula: its value for given values of the names. */
type Step = (values: ArrayLike<number>) => number;

/** What the walk over a formula's tree needs. */
export interface Walk {
  readonly names: readonly string[];
  /** Names met so far. */
  readonly used: Set<string>;
  readonly fault: FormulaFault;
  /** The error for a step that gives NaN or an infinity. */
  readonly notFinite: (token: Token, result: number, values: ArrayLike<number>) => Error;
  /** The next word of the text that is no punctuation. The walk goes in the order of the text, so it belongs to the node at hand. */
  readonly take: () => Token;
}

/** Levels of a formula's tree. A left side is on the level of its operator, so a long sum is not deep. */
const MOST_LEVELS = 100;

/** Turns a node of mathjs's tree into a function of the values, if it is one of the few kinds that a formula may hold. */
export function compileNode(node: MathNode, walk: Walk, level = 1): Step {
  if (isParenthesisNode(node)) return compileNode(node.content, walk, level + 1);
  if (isOperatorNode(node) && node.args.length === 2) return operation(node.fn, node.args, walk, level);
  if (isRelationalNode(node)) return chain(node, walk, level);
  if (isConditionalNode(node)) return choice(node, walk, level);
  const token = walk.take();
  if (level > MOST_LEVELS)
    throw walk.fault(token.column, `the formula is more than ${MOST_LEVELS} levels deep`);
  if (isConstantNode(node)) return constant(node.value, token, walk);
  if (isSymbolNode(node)) return symbol(token, walk);
  if (isFunctionNode(node)) return call(node, token, walk, level);
  const sign = isOperatorNode(node) ? signs.get(node.fn) : undefined;
  if (!isOperatorNode(node) || !sign)
    throw walk.fault(token.column, `${shown(token.text)} is not allowed (${node.type})`);
  const inner = compileNode(node.args[0]!, walk, level + 1);
  return (values) => sign(inner(values));
}

function constant(value: unknown, token: Token, walk: Walk): Step {
  const number = typeof value === "boolean" ? Number(value) : value;
  if (typeof number !== "number" || !Number.isFinite(number)) {
    throw walk.fault(token.column, `${shown(token.text)} is not a finite number`);
  }
  return () => number;
}

function symbol(token: Token, walk: Walk): Step {
  const name = token.text;
  const index = walk.names.indexOf(name);
  const fixed = constants.get(name);
  if (index < 0 && fixed !== undefined) return () => fixed;
  if (index < 0)
    throw walk.fault(token.column, `there is no name ${shown(name)}${suggest(name, walk.names)}`);
  walk.used.add(name);
  return (values) => checked(values[index] ?? Number.NaN, token, walk, values);
}

function operation(fn: string, args: readonly MathNode[], walk: Walk, level: number): Step {
  const left = compileNode(args[0]!, walk, level);
  const token = walk.take();
  const right = compileNode(args[1]!, walk, level + 1);
  if (fn === "and") return (values) => (left(values) === 0 ? 0 : Number(right(values) !== 0));
  if (fn === "or") return (values) => (left(values) !== 0 ? 1 : Number(right(values) !== 0));
  const operator = operators.get(fn);
  if (!operator) throw walk.fault(token.column, `${shown(token.text)} is not an allowed operator`);
  return (values) => checked(operator(left(values), right(values)), token, walk, values);
}

/** `0 < x < 1` holds when each comparison holds; those after the first that fails are not read. */
function chain(node: RelationalNode, walk: Walk, level: number): Step {
  const first = compileNode(node.params[0]!, walk, level);
  const links = node.conditionals.map((fn, i) => {
    const token = walk.take();
    const compare = operators.get(fn);
    if (!compare) throw walk.fault(token.column, `${shown(token.text)} is not an allowed operator`);
    return { compare, side: compileNode(node.params[i + 1]!, walk, level + 1) };
  });
  return (values) => {
    let left = first(values);
    for (const { compare, side } of links) {
      const right = side(values);
      if (compare(left, right) === 0) return 0;
      left = right;
    }
    return 1;
  };
}

function choice(node: ConditionalNode, walk: Walk, level: number): Step {
  const condition = compileNode(node.condition, walk, level);
  const yes = compileNode(node.trueExpr, walk, level + 1);
  const no = compileNode(node.falseExpr, walk, level + 1);
  return (values) => (condition(values) !== 0 ? yes(values) : no(values));
}

function call(node: FunctionNode, token: Token, walk: Walk, level: number): Step {
  const name = token.text;
  const single = functions.get(name);
  const extreme = extremes.get(name);
  const known = [...extremes.keys(), ...functions.keys()];
  if (!single && !extreme) {
    throw walk.fault(token.column, `${shown(name)} is not an allowed function`, `one of ${known.join(", ")}`);
  }
  const count = node.args.length;
  if (single ? count !== 1 : count === 0) {
    throw walk.fault(
      token.column,
      `${name} takes ${single ? "one number" : "at least one number"}, got ${count}`,
    );
  }
  const args = node.args.map((arg) => compileNode(arg, walk, level + 1));
  const first = args[0]!;
  if (single) return (values) => checked(single(first(values)), token, walk, values);
  return (values) =>
    args.reduce((best, arg, i) => (i === 0 ? best : extreme!(best, arg(values))), first(values));
}

/** NaN compares as false and infinity as large, so either would put an agent quietly into some condition. */
function checked(result: number, token: Token, walk: Walk, values: ArrayLike<number>): number {
  if (!Number.isFinite(result)) throw walk.notFinite(token, result, values);
  return result;
}
