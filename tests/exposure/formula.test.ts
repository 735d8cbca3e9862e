import fc from "fast-check";
import { evaluate, type MathNode, parse } from "mathjs/number";
import { describe, expect, test } from "vitest";
import { compileFormula } from "../../src/core/formula/compileFormula.ts";
import { SpillwayError } from "../../src/core/SpillwayError.ts";

const NAMES = ["own", "treated", "degree", "share"];
const value = (text: string, values: readonly number[] = [1, 2, 4, 0.5]): number =>
  compileFormula(text, NAMES)(values);

function refusal(text: string, names: readonly string[] = NAMES): string {
  try {
    compileFormula(text, names);
  } catch (error) {
    expect(error).toBeInstanceOf(SpillwayError);
    return (error as Error).message;
  }
  return "accepted";
}

describe("a formula computes", () => {
  test.each([
    ["1", 1],
    ["own", 1],
    ["true", 1],
    ["false", 0],
    ["pi", Math.PI],
    ["e", Math.E],
    [".5", 0.5],
    ["5.", 5],
    ["1.5e-3", 0.0015],
    ["-2 ^ 2", -4],
    ["2 ^ 3 ^ 2", 512],
    ["2 ^ -1", 0.5],
    ["7 % 4 % 2", 1],
    ["-1 mod 3", 2],
    ["1 + 2 * 3", 7],
    ["(1 + 2) * 3", 9],
    ["8 / 4 / 2", 1],
    ["not own == 1", 0],
    ["2 and 3", 1],
    ["0 or 0", 0],
    ["own xor true", 0],
    ["0 < share < 1", 1],
    ["1 < share < 2", 0],
    ["treated != 2", 0],
    ["treated >= 2 and degree <= 4", 1],
    ["own ? treated : degree", 2],
    ["own ? (0 ? 1 : 2) : 3", 2],
    ["0 ? 1 : 0 ? 2 : 3", 3],
    ["own?.5:1", 0.5],
    ["1.*2", 2],
    ["min(3, 1, 2) + max(3, 1, 2) + min(7)", 11],
    ["abs(-2) + sqrt(9) + exp(0) + log(1)", 6],
    ["floor(-1.5)", -2],
    ["ceil(-1.5)", -1],
    ["round(2.5)", 3],
    ["round(-2.5)", -3],
    ["sign(-3)", -1],
    ["0.1 + 0.2 == 0.3", 1],
    ["0.1 + 0.2 > 0.3", 0],
    ["floor(0.1 * 3 * 10)", 3],
    ["own\n  + treated\n", 3],
  ])("%s is %d", (text, wanted) => {
    expect(value(text)).toBe(wanted);
  });

  test("with the names it uses, in the order they appear", () => {
    expect(compileFormula("treated / degree > own + treated", NAMES).used).toEqual([
      "treated",
      "degree",
      "own",
    ]);
    expect(compileFormula("1", NAMES).used).toEqual([]);
  });

  test("with a name of the caller before a constant of the same name", () => {
    expect(compileFormula("e + pi", ["e"])([1])).toBe(1 + Math.PI);
  });

  test("with names in accented Latin and Greek", () => {
    expect(compileFormula("größe * α", ["größe", "α"])([2, 3])).toBe(6);
  });

  test("without reading the sides that do not matter", () => {
    const isolated = [0, 0, 0, 0];
    expect(value("degree > 0 and treated / degree > 0.5", isolated)).toBe(0);
    expect(value("degree == 0 or treated / degree > 0.5", isolated)).toBe(1);
    expect(value("degree == 0 ? 0 : treated / degree", isolated)).toBe(0);
    expect(value("1 < degree < 1 / degree", isolated)).toBe(0);
  });
});

describe("a formula refuses, with the column", () => {
  const functions = "one of min, max, abs, sqrt, exp, log, floor, ceil, round, sign";
  test.each([
    ["ones(1e9)", `formula: "ones" is not an allowed function (column 1 of "ones(1e9)"): ${functions}`],
    ["1 + cos(1)", `formula: "cos" is not an allowed function (column 5 of "1 + cos(1)"): ${functions}`],
    [
      "range(1,1e8)",
      `formula: "range" is not an allowed function (column 1 of "range(1,1e8)"): ${functions}`,
    ],
    ["own(2)", `formula: "own" is not an allowed function (column 1 of "own(2)"): ${functions}`],
    [
      "toString(1)",
      `formula: "toString" is not an allowed function (column 1 of "toString(1)"): ${functions}`,
    ],
    [
      "f(x)=x",
      'formula: "=" is not allowed (column 5 of "f(x)=x"): a formula assigns nothing; write == to compare',
    ],
    [
      "x=1",
      'formula: "=" is not allowed (column 2 of "x=1"): a formula assigns nothing; write == to compare',
    ],
    ["own.constructor", 'formula: "." is not allowed (column 4 of "own.constructor")'],
    ["own[1]", 'formula: "[" is not allowed (column 4 of "own[1]"): a formula is about single numbers'],
    [
      'own["a"]',
      'formula: "[" is not allowed (column 4 of "own[\\"a\\"]"): a formula is about single numbers',
    ],
    ["[1,2]", 'formula: "[" is not allowed (column 1 of "[1,2]"): a formula is about single numbers'],
    ["import({})", 'formula: "{" is not allowed (column 8 of "import({})")'],
    ['createUnit("x")', 'formula: "\\"" is not allowed (column 12 of "createUnit(\\"x\\")")'],
    ["1:10", 'formula: ":" without "?" is not allowed (column 2 of "1:10"): a formula has no ranges'],
    [
      "own ? (1:2) : 3",
      'formula: ":" without "?" is not allowed (column 9 of "own ? (1:2) : 3"): a formula has no ranges',
    ],
    [
      "own ? 1 : 2 : 3",
      'formula: ":" without "?" is not allowed (column 13 of "own ? 1 : 2 : 3"): a formula has no ranges',
    ],
    ['"a"', 'formula: "\\"" is not allowed (column 1 of "\\"a\\"")'],
    [
      "share > tretaed",
      'formula: there is no name "tretaed" (did you mean "treated"?) (column 9 of "share > tretaed")',
    ],
    ["zzz", 'formula: there is no name "zzz" (one of own, treated, degree, share) (column 1 of "zzz")'],
    [
      "constructor",
      'formula: there is no name "constructor" (one of own, treated, degree, share) (column 1 of "constructor")',
    ],
    [
      "__proto__",
      'formula: there is no name "__proto__" (one of own, treated, degree, share) (column 1 of "__proto__")',
    ],
    [
      "0x10",
      'formula: "0x10" is not a decimal number (column 1 of "0x10"): write * between the factors of a product',
    ],
    [
      "2own",
      'formula: "2own" is not a decimal number (column 1 of "2own"): write * between the factors of a product',
    ],
    [
      "1e",
      'formula: "1e" is not a decimal number (column 1 of "1e"): write * between the factors of a product',
    ],
    [
      "5 cm",
      'formula: an operator is missing between "5" and "cm" (column 3 of "5 cm"): a product is written with *',
    ],
    [
      "(own)(2)",
      'formula: an operator is missing between ")" and "(" (column 6 of "(own)(2)"): a product is written with *',
    ],
    ["own in 2", 'formula: "in" is not an allowed operator (column 5 of "own in 2")'],
    ["own'", 'formula: "\'" is not allowed (column 4 of "own\'")'],
    ["own!", 'formula: "!" is not allowed (column 4 of "own!"): write "not", or != to compare'],
    ["own && 1", 'formula: "&" is not allowed (column 5 of "own && 1"): write "and"'],
    ["own; 1", 'formula: ";" is not allowed (column 4 of "own; 1")'],
    ["own # note", 'formula: "#" is not allowed (column 5 of "own # note"): a formula has no comments'],
    ["own << 2", 'formula: value expected (column 6 of "own << 2")'],
    ["own == ", 'formula: unexpected end of expression (column 7 of "own == ")'],
    ["5 %", 'formula: unexpected end of expression (column 4 of "5 %")'],
    ["1 % * 2", 'formula: value expected (column 5 of "1 % * 2")'],
    ["(own", 'formula: parenthesis ) expected (column 5 of "(own")'],
    ["own)", 'formula: ")" closes nothing (column 4 of "own)")'],
    ["max()", 'formula: max takes at least one number, got 0 (column 1 of "max()")'],
    ["own + sqrt(1,2)", 'formula: sqrt takes one number, got 2 (column 7 of "own + sqrt(1,2)")'],
    ["null", 'formula: "null" is not a finite number (column 1 of "null")'],
    ["NaN", 'formula: "NaN" is not a finite number (column 1 of "NaN")'],
    ["-Infinity", 'formula: "Infinity" is not a finite number (column 2 of "-Infinity")'],
    ["1e400", 'formula: "1e400" is not a finite number (column 1 of "1e400")'],
    ["own²", 'formula: "²" is not allowed (column 4 of "own²")'],
    ["own − 1", 'formula: "−" is not allowed (column 5 of "own − 1")'],
    ["😀", 'formula: "😀" is not allowed (column 1 of "😀")'],
    [
      "own + own + zz(own)",
      `formula: "zz" is not an allowed function (column 13 of "own + own + zz(own)"): ${functions}`,
    ],
    ["", "formula: the formula is empty"],
    [" \n ", "formula: the formula is empty"],
  ])("%s", (text, message) => {
    expect(refusal(text)).toBe(message);
  });

  test("a text that is too long, before it is parsed", () => {
    expect(refusal("1".repeat(1001))).toBe("formula: must have at most 1000 characters, got 1001");
    expect(value(`1${" + 1".repeat(249)}`)).toBe(250);
  });

  test("a text that is too deep, and takes one that is just as deep as allowed", () => {
    const nested = (open: string, close: string, depth: number): string =>
      `${open.repeat(depth)}1${close.repeat(depth)}`;
    expect(value(nested("(", ")", 99))).toBe(1);
    expect(value(nested("-", "", 98))).toBe(1);
    expect(refusal(nested("(", ")", 101))).toMatch(
      /^formula: brackets stand more than 100 deep \(column 101 of /,
    );
    expect(refusal(nested("-", "", 999))).toMatch(
      /^formula: the formula is more than 100 levels deep \(column 101 of /,
    );
    expect(refusal(nested("1?1:", "", 249))).toMatch(/more than 100 levels deep/);
    expect(refusal(nested("1^", "", 499))).toMatch(/more than 100 levels deep/);
    expect(refusal(nested("not ", "", 249))).toMatch(/more than 100 levels deep/);
  });

  test("nothing slowly: % in nested brackets would double the parser's work at each level", () => {
    expect(value(`${"1%(".repeat(45)}1${")".repeat(45)}`)).toBe(0);
  });

  test("anything that is no text", () => {
    expect(() => compileFormula(["1"] as unknown as string, [])).toThrow(
      "formula: must be a text, got a object",
    );
  });
});

test("a step that is no finite number is an error with the values", () => {
  const message = (text: string): string => {
    try {
      return String(value(text, [0, 0, 0, 0]));
    } catch (error) {
      return (error as Error).message;
    }
  };
  const remedy = "test for it first, as in degree == 0 ? 0 : treated / degree";
  expect(message("treated / degree > 0.5")).toBe(
    `formula: "/" gives NaN where treated is 0, degree is 0 (column 9 of "treated / degree > 0.5"): ${remedy}`,
  );
  expect(message("1 / own")).toBe(
    `formula: "/" gives Infinity where own is 0 (column 3 of "1 / own"): ${remedy}`,
  );
  expect(message("1 + log(0)")).toBe(`formula: "log" gives -Infinity (column 5 of "1 + log(0)"): ${remedy}`);
  expect(message("(own - 1) ^ 0.5")).toContain('"^" gives NaN where own is 0 (column 11 of');
  expect(() => compileFormula("age > 3", ["age"])([Number.NaN])).toThrow(
    '"age" gives NaN where age is NaN (column 1 of',
  );
  expect(() => compileFormula("b", ["a", "b"])([1])).toThrow('"b" gives NaN where b is undefined');
});

/** Texts of allowed formulas. Sides are often without brackets, so that precedence is tested too. */
const formulas: fc.Arbitrary<string> = fc.letrec<{ whole: string; part: string; leaf: string }>((tie) => ({
  leaf: fc.oneof(
    fc.constantFrom(...NAMES, "true", "false", "pi", "e"),
    fc.integer({ min: 0, max: 9 }).map(String),
    fc.integer({ min: 0, max: 40 }).map((n) => String(n / 8)),
  ),
  part: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    tie("leaf"),
    fc
      .tuple(
        tie("part"),
        fc.constantFrom(..."+ - * / ^ % mod == != < <= > >= and or xor".split(" ")),
        tie("part"),
      )
      .map((side) => side.join(" ")),
    fc.tuple(fc.constantFrom("-", "+", "not "), tie("part")).map((side) => side.join("")),
    tie("whole").map((inner) => `(${inner})`),
    fc
      .tuple(fc.constantFrom(..."abs sqrt exp log floor ceil round sign".split(" ")), tie("whole"))
      .map(([name, inner]) => `${name}(${inner})`),
    fc
      .tuple(fc.constantFrom("min", "max"), fc.array(tie("whole"), { minLength: 1, maxLength: 3 }))
      .map(([name, inner]) => `${name}(${inner.join(", ")})`),
  ),
  whole: fc.oneof(
    tie("part"),
    fc.tuple(tie("part"), tie("part"), tie("part")).map(([a, b, c]) => `${a} ? ${b} : ${c}`),
  ),
})).whole;

test("formulas agree with mathjs's own evaluation wherever every step is finite", () => {
  const values = fc.tuple(
    fc.integer({ min: 0, max: 1 }),
    fc.nat(9),
    fc.nat(9),
    fc.nat(8).map((k) => k / 8),
  );
  let compared = 0;
  fc.assert(
    fc.property(formulas, values, (text, given) => {
      fc.pre(text.length <= 1000);
      const scope = Object.fromEntries(NAMES.map((name, i) => [name, given[i]!]));
      let parsed: MathNode;
      try {
        parsed = parse(text);
      } catch {
        expect(refusal(text)).not.toBe("accepted");
        return;
      }
      const compiled = compileFormula(text, NAMES);
      let own: number;
      try {
        own = compiled(given);
      } catch (error) {
        expect((error as Error).message).toMatch(/ gives (NaN|-?Infinity)/);
        const steps = parsed.filter((node) => {
          if (
            node.type === "SymbolNode" &&
            !(NAMES.includes(node.toString()) || /^(pi|e)$/.test(node.toString()))
          )
            return false;
          return !Number.isFinite(Number(node.evaluate({ ...scope })));
        });
        expect(steps.length).toBeGreaterThan(0);
        return;
      }
      const theirs = Number(evaluate(text, { ...scope }));
      expect(Math.abs(own - theirs)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(theirs)));
      compared++;
    }),
    { numRuns: 2000, seed: 1 },
  );
  expect(compared).toBeGreaterThan(1000);
});
