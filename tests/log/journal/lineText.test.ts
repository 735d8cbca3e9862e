import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json } from "../../../src/core/canonicalJson.ts";
import { canonicalJson } from "../../../src/core/canonicalJson.ts";
import { lineText } from "../../../src/log/journal/lineText.ts";
import { takeCheck } from "../../../src/log/journal/withCheck.ts";
import type { Turn } from "../../../src/log/Turn.ts";
import { frozenJson } from "../../../src/run/world/frozenJson.ts";
import { message } from "../../../src/run/world/message.ts";

/** Keys that are numbers among them, whose order is not that of their letters. */
const numbered = fc.dictionary(
  fc.constantFrom("", "9", "10", "a", "01"),
  fc.oneof(fc.integer(), fc.dictionary(fc.constantFrom("2", "10", "-"), fc.string())),
);
const json = fc.oneof(
  { weight: 3, arbitrary: fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json> },
  { weight: 1, arbitrary: numbered as fc.Arbitrary<Json> },
);
const words = fc.oneof(
  json,
  json.map((value) => frozenJson(value).value!),
);
const maybe = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.option(value, { nil: undefined, freq: 1 });
const given = <Value>(key: string, value: Value | undefined): object =>
  value === undefined ? {} : { [key]: value };

describe("lineText", () => {
  it("writes every line as JSON.stringify does, and a check behind it, with whatever is heard, said, kept, measured and added", () => {
    const fields = fc.record({
      world: fc.nat({ max: 2 }),
      round: fc.integer({ min: 1, max: 2 }),
      phase: fc.constantFrom("act", "ask:belief", 'ask:"'),
      attempts: fc.constantFrom(1, 2),
      agent: fc.string({ unit: "binary" }),
      arm: fc.string(),
      heard: fc.array(
        fc
          .tuple(fc.string({ unit: "binary" }), words, fc.boolean())
          .map(([from, said, frozen]) => (frozen ? message(from, frozenJson(said).value!) : { from, said })),
        { maxLength: 3 },
      ),
      said: maybe(words),
      state: maybe(words),
      outcome: maybe(fc.double({ noNaN: true, noDefaultInfinity: true })),
      because: maybe(fc.string()),
      model: maybe(fc.string()),
      usage: maybe(fc.constant({ input: 1, output: 2 })),
      crowd: maybe(json),
      ms: fc.double({ min: 0, max: 1e6, noNaN: true }),
    });
    fc.assert(
      fc.property(fields, ({ said, state, outcome, because, model, usage, crowd, ...rest }) => {
        const turn = {
          type: "turn",
          world: rest.world,
          round: rest.round,
          phase: rest.phase,
          agent: rest.agent,
          arm: rest.arm,
          heard: rest.heard,
          action: { ...given("said", said), ...given("state", state) },
          ...given("outcome", outcome),
          status: "ok",
          ...given("because", because),
          attempts: rest.attempts,
          ...given("model", model),
          ...given("usage", usage),
          ...given("crowd", crowd),
          callId: "c",
          contentHash: "h",
          ms: rest.ms,
          at: "t",
        } as Turn;
        expect(takeCheck(lineText(turn))).toEqual({ text: JSON.stringify(turn), fits: true });
        const { action: _, ...failed } = { ...turn, status: "failed" } as Turn;
        expect(takeCheck(lineText(failed))).toEqual({ text: JSON.stringify(failed), fits: true });
      }),
      { numRuns: 2000 },
    );
  });
});

describe("frozenJson", () => {
  it("is canonical JSON and back, frozen all through, with nothing to see of how it is written", () => {
    fc.assert(
      fc.property(json, (value) => {
        const { value: copy, text } = frozenJson(value);
        expect(text).toBe(canonicalJson(value));
        expect(copy).toEqual(JSON.parse(text));
        expect(JSON.stringify(copy)).toBe(JSON.stringify(JSON.parse(text)));
        const frozen = (inner: unknown): boolean =>
          typeof inner !== "object" ||
          inner === null ||
          (Object.isFrozen(inner) && Object.values(inner).every(frozen));
        expect(frozen(copy)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("takes what is plain data in other clothes, and refuses the rest, as canonical JSON does", () => {
    const odd: readonly (readonly [unknown, string])[] = [
      [new Float64Array([1, 2]), "[1,2]"],
      [[undefined, 1], "[null,1]"],
      [{ b: undefined, a: -0 }, '{"a":0}'],
      [{ 10: 1, 9: 2, a: 3 }, '{"10":1,"9":2,"a":3}'],
      [JSON.parse('{"__proto__":{"x":1}}'), '{"__proto__":{"x":1}}'],
      [Object.assign(Object.create(null) as object, { x: 1 }), '{"x":1}'],
      ["\ud800", '"\\ud800"'],
      [undefined, "null"],
    ];
    for (const [value, text] of odd) expect(frozenJson(value).text).toBe(text);
    expect(Object.keys(frozenJson(odd[4]![0]).value as object)).toEqual(["__proto__"]);
    for (const bad of [Number.NaN, () => 1, new Map(), { x: { y: 1n } }, new Date(0)])
      expect(() => frozenJson(bad)).toThrow("canonicalJson: ");
  });
});
