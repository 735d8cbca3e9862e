import { describe, expect, test } from "vitest";
import { z } from "zod";
import { defineKind } from "../../src/core/defineKind.ts";
import { explainIssue, knownKeys } from "../../src/core/explainIssue.ts";
import { finite, probability, seed, wholeNumber } from "../../src/core/fields.ts";
import { shown } from "../../src/core/shown.ts";

const toy = defineKind({
  kind: "toy",
  summary: "a toy",
  settings: z.strictObject({
    treated: wholeNumber(1),
    p: probability().optional(),
    x: finite().optional(),
    seed: seed().optional(),
    name: z.string().min(1).optional(),
    list: z.array(z.number()).min(2).optional(),
    flag: z.boolean().optional(),
    mode: z.enum(["a", "b"]).optional(),
    inner: z.strictObject({ depth: z.number().positive(), k: z.int().max(5).optional() }).optional(),
    open: z.number().gt(0).lt(1).default(0.5),
  }),
  make: (settings) => settings,
});

const lazy = defineKind({
  kind: "lazy",
  summary: "all settings have defaults",
  settings: z.strictObject({ k: wholeNumber(0).default(3) }),
  make: ({ k }) => k,
});

describe("a kind", () => {
  test("is a function that knows its name, its summary and its settings", () => {
    expect([toy.kind, toy.summary]).toEqual(["toy", "a toy"]);
    expect(knownKeys(toy.settings, [])).toContain("treated");
    expect(knownKeys(toy.settings, ["inner"])).toEqual(["depth", "k"]);
    expect(knownKeys(toy.settings, ["list", 0])).toEqual([]);
  });

  test("fills in defaults, and needs no argument when all settings have one", () => {
    expect(toy({ treated: 2 })).toEqual({ treated: 2, open: 0.5 });
    expect(lazy()).toBe(3);
    expect(lazy({ k: 5 })).toBe(5);
    expect(lazy.from(undefined)).toBe(3);
    expect(lazy.from(null)).toBe(3);
  });

  test.each([
    [undefined, "toy: treated is missing: it must be a whole number of at least 1"],
    [{}, "toy: treated is missing: it must be a whole number of at least 1"],
    ["text", 'toy: settings must be a mapping, got "text"'],
    [[], "toy: settings must be a mapping, got []"],
    [{ treated: "x" }, 'toy: treated must be a whole number of at least 1, got "x"'],
    [{ treated: 1.5 }, "toy: treated must be a whole number of at least 1, got 1.5"],
    [{ treated: 0 }, "toy: treated must be a whole number of at least 1, got 0"],
    [{ treated: Number.NaN }, "toy: treated must be a whole number of at least 1, got NaN"],
    [{ treated: 10n }, "toy: treated must be a whole number of at least 1, got 10"],
    [{ treated: null }, "toy: treated must be a whole number of at least 1, got null"],
    [{ treated: 1, p: 2 }, "toy: p must be a probability from 0 to 1, got 2"],
    [{ treated: 1, p: Number.NaN }, "toy: p must be a probability from 0 to 1, got NaN"],
    [{ treated: 1, x: Number.POSITIVE_INFINITY }, "toy: x must be a finite number, got Infinity"],
    [{ treated: 1, seed: true }, "toy: seed must be a text or a number, got true"],
    [{ treated: 1, name: "" }, 'toy: name must have at least 1 character, got ""'],
    [{ treated: 1, name: 3 }, "toy: name must be a text, got 3"],
    [{ treated: 1, list: [] }, "toy: list must have at least 2 entries, got []"],
    [{ treated: 1, list: "a" }, 'toy: list must be a list, got "a"'],
    [{ treated: 1, list: [1, "b"] }, 'toy: list.1 must be a number, got "b"'],
    [{ treated: 1, flag: "yes" }, 'toy: flag must be true or false, got "yes"'],
    [{ treated: 1, mode: "c" }, 'toy: mode must be one of a, b, got "c"'],
    [{ treated: 1, open: 0 }, "toy: open must be more than 0, got 0"],
    [{ treated: 1, open: 1 }, "toy: open must be less than 1, got 1"],
    [{ treated: 1, inner: { depth: 0 } }, "toy: inner.depth must be more than 0, got 0"],
    [{ treated: 1, inner: { depth: 1, k: 6 } }, "toy: inner.k must be at most 5, got 6"],
    [{ treated: 1, inner: { depth: 1, k: 1.5 } }, "toy: inner.k must be a whole number, got 1.5"],
    [{ treated: 1, inner: {} }, "toy: inner.depth is missing: it must be a number"],
    [
      { treated: 1, inner: { dpeth: 1 } },
      'toy: there is no setting "dpeth" in inner (did you mean "depth"?)',
    ],
    [{ treatd: 1 }, 'toy: there is no setting "treatd" (did you mean "treated"?)'],
    [
      { treated: 1, zebra: 1 },
      'toy: there is no setting "zebra" (one of treated, p, x, seed, name, list, flag, mode, inner, open)',
    ],
  ])("refuses %o", (settings, message) => {
    let got = "nothing";
    try {
      toy.from(settings);
    } catch (error) {
      got = (error as Error).message;
    }
    expect(got).toBe(message);
  });
});

test("an issue without a schema names the unknown key alone", () => {
  const given = { a: 1 };
  const { error } = z.strictObject({}).safeParse(given);
  expect(explainIssue(error!.issues[0]!, given)).toBe('there is no setting "a"');
});

test("values are shown as JSON, cut at 60 characters, and never make the message fail", () => {
  expect(shown("a")).toBe('"a"');
  expect(shown(Number.NaN)).toBe("NaN");
  expect(shown(undefined)).toBe("undefined");
  expect(shown(10n)).toBe("10");
  expect(shown({ a: 10n })).toBe("[object Object]");
  const circle: { self?: unknown } = {};
  circle.self = circle;
  expect(shown(circle)).toBe("[object Object]");
  expect(shown("x".repeat(100))).toBe(`"${"x".repeat(56)}…`);
});
