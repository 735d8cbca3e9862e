import { expect, test } from "vitest";
import { suggest } from "../../src/core/suggest.ts";

test("a near word is suggested, whatever the case", () => {
  expect(suggest("hajk", ["hajek", "ols"])).toBe(' (did you mean "hajek"?)');
  expect(suggest("HAJEK", ["hajek", "ols"])).toBe(' (did you mean "hajek"?)');
  expect(suggest("tretaed", ["own", "treated"])).toBe(' (did you mean "treated"?)');
  expect(suggest("dpeth", ["depth", "k"])).toBe(' (did you mean "depth"?)');
});

test("without a near word all are listed, and without words nothing is said", () => {
  expect(suggest("zebra", ["hajek", "ols"])).toBe(" (one of hajek, ols)");
  expect(suggest("", ["hajek", "ols"])).toBe(" (one of hajek, ols)");
  expect(suggest("zebra", [])).toBe("");
});
