import fc from "fast-check";
import { expect, test } from "vitest";
import { childKeys } from "../../src/core/childKeys.ts";
import { sha256 } from "../../src/core/sha256.ts";

const key = sha256("a key");

test("are the SHA-256 of key and label, for labels of every length, many blocks included", () => {
  const of = childKeys(key);
  const lengths = Array.from({ length: 200 }, (_, length) => "/string:".padEnd(length, "x"));
  expect(lengths.map(of)).toEqual(lengths.map((label) => sha256(key + label)));
});

test("are the SHA-256 of key and label, in whatever characters and order, and between those of other keys", () => {
  const other = sha256("another key");
  const [of, ofOther] = [childKeys(key), childKeys(other)];
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 80 }), fc.string({ maxLength: 80 }), (any, plain) => {
      for (const label of [any, plain, `/number:${plain.length}`]) {
        if (of(label) !== sha256(key + label) || ofOther(label) !== sha256(other + label)) return false;
      }
      return true;
    }),
    { numRuns: 500 },
  );
});

test("of labels with half a character are those of its replacement", () => {
  expect(childKeys(key)("\ud800")).toBe(sha256(`${key}\ufffd`));
  expect(childKeys(key)("\u0080")).toBe(sha256(`${key}\u0080`));
});
