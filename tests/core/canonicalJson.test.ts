import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalJson } from "../../src/core/canonicalJson.ts";

describe("canonical JSON", () => {
  test("sorts keys by code unit at every depth, and leaves undefined out", () => {
    expect(canonicalJson({ b: 1, a: { d: [1, { z: 0, y: 0 }], c: undefined }, B: 2 })).toBe(
      '{"B":2,"a":{"d":[1,{"y":0,"z":0}]},"b":1}',
    );
    expect(canonicalJson({ é: 1, z: 2, "10": 3, "9": 4 })).toBe('{"10":3,"9":4,"z":2,"é":1}');
    expect(canonicalJson({ a: undefined })).toBe("{}");
  });

  test("writes numbers as ECMAScript does, with one zero", () => {
    expect(canonicalJson([0.1, 1e21, -0, 1e-7, 100])).toBe("[0.1,1e+21,0,1e-7,100]");
  });

  test("keeps gaps and undefined in lists as null, so that places stay", () => {
    const gap: unknown[] = [1];
    gap[2] = 3;
    expect(canonicalJson([undefined, null])).toBe("[null,null]");
    expect(canonicalJson(gap)).toBe("[1,null,3]");
  });

  test("writes typed arrays as lists", () => {
    expect(canonicalJson({ a: Uint8Array.of(1, 2), b: Float64Array.of(0.5) })).toBe('{"a":[1,2],"b":[0.5]}');
  });

  test("treats odd keys as any other", () => {
    expect(canonicalJson(JSON.parse('{"b":1,"__proto__":{"x":1},"constructor":2}'))).toBe(
      '{"__proto__":{"x":1},"b":1,"constructor":2}',
    );
    expect(canonicalJson(Object.assign(Object.create(null), { a: 1 }))).toBe('{"a":1}');
  });

  test.each([
    [Number.NaN, "canonicalJson: numbers must be finite, got NaN"],
    [[Number.POSITIVE_INFINITY], "canonicalJson: numbers must be finite, got Infinity"],
    [Float64Array.of(Number.NaN), "canonicalJson: numbers must be finite, got NaN"],
    [undefined, "canonicalJson: only data can be written, got a undefined"],
    [{ f: () => 1 }, "canonicalJson: only data can be written, got a function"],
    [10n, "canonicalJson: only data can be written, got a bigint"],
    [BigInt64Array.of(1n), "canonicalJson: only data can be written, got a bigint"],
    [new Map([[1, 2]]), "canonicalJson: only data can be written, got a Map"],
    [new Date(0), "canonicalJson: only data can be written, got a Date"],
    [new DataView(new ArrayBuffer(1)), "canonicalJson: only data can be written, got a DataView"],
    [Symbol("a"), "canonicalJson: only data can be written, got a symbol"],
  ])("refuses %s", (value, message) => {
    expect(() => canonicalJson(value)).toThrow(message);
  });

  test("means the same as the value, whatever the order of its keys", () => {
    const shuffled = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(shuffled);
      if (typeof value !== "object" || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([key, inner]) => [key, shuffled(inner)]),
      );
    };
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(shuffled(value))).toBe(text);
      }),
      { seed: 3 },
    );
  });
});
