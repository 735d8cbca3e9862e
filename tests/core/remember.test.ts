import { expect, test } from "vitest";
import { remember } from "../../src/core/remember.ts";

test("what was used longest ago is forgotten, and nothing else is made twice", () => {
  const known = new Map<string, string>();
  const made: string[] = [];
  const ask = (key: string): string =>
    remember(
      known,
      key,
      () => {
        made.push(key);
        return key.toUpperCase();
      },
      2,
    );
  expect(["a", "b", "a", "c", "a", "b"].map(ask)).toEqual(["A", "B", "A", "C", "A", "B"]);
  expect(made).toEqual(["a", "b", "c", "b"]);
});
