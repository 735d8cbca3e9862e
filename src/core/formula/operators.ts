import { formulaLibrary } from "./formulaLibrary.ts";

type Unary = (x: number) => number;
type Binary = (x: number, y: number) => number;

/**
 * Operators with two sides, by the name mathjs gives them, doing what mathjs does with numbers; true is 1 and false is 0.
 * Numbers that differ by rounding only (by 1e-12 of the larger one, or by 1e-15) count as equal in every comparison and
 * in floor, ceil, round and mod, so 0.1 + 0.2 == 0.3 holds, and a last digit that differs between two computers
 * moves no agent into another condition. `and`, `or` and `? :` are not here: they leave a side unread.
 */
export const operators: ReadonlyMap<string, Binary> = new Map<string, Binary>([
  ["add", (x, y) => x + y],
  ["subtract", (x, y) => x - y],
  ["multiply", (x, y) => x * y],
  ["divide", (x, y) => x / y],
  ["pow", (x, y) => x ** y],
  ["mod", (x, y) => formulaLibrary().mod(x, y)],
  ["xor", (x, y) => Number((x !== 0) !== (y !== 0))],
  ["equal", (x, y) => Number(same(x, y))],
  ["unequal", (x, y) => Number(!same(x, y))],
  ["smaller", (x, y) => Number(x < y && !same(x, y))],
  ["smallerEq", (x, y) => Number(x <= y || same(x, y))],
  ["larger", (x, y) => Number(x > y && !same(x, y))],
  ["largerEq", (x, y) => Number(x >= y || same(x, y))],
]);

/** Operators with one side. */
export const signs: ReadonlyMap<string, Unary> = new Map<string, Unary>([
  ["unaryMinus", (x) => -x],
  ["unaryPlus", (x) => x],
  ["not", (x) => Number(x === 0)],
]);

/** Functions of one number. */
export const functions: ReadonlyMap<string, Unary> = new Map<string, Unary>([
  ["abs", (x) => formulaLibrary().abs(x)],
  ["sqrt", Math.sqrt],
  ["exp", Math.exp],
  ["log", Math.log],
  ["floor", (x) => formulaLibrary().floor(x)],
  ["ceil", (x) => formulaLibrary().ceil(x)],
  ["round", (x) => formulaLibrary().round(x)],
  ["sign", (x) => formulaLibrary().sign(x)],
]);

/** Functions of one number or more. */
export const extremes: ReadonlyMap<string, Binary> = new Map<string, Binary>([
  ["min", Math.min],
  ["max", Math.max],
]);

/** Names that stand for numbers in every formula; a name of the caller's own goes before. */
export const constants: ReadonlyMap<string, number> = new Map([
  ["pi", Math.PI],
  ["e", Math.E],
]);

function same(x: number, y: number): boolean {
  return x === y || Math.abs(x - y) <= Math.max(1e-12 * Math.max(Math.abs(x), Math.abs(y)), 1e-15);
}
