import { expect, test } from "vitest";
import { SpillwayError } from "../../src/core/SpillwayError.ts";
import { catalogues } from "../../src/study/catalogues.ts";

const ODD: readonly unknown[] = [
  ...[undefined, null, {}, [], "", "x", true, -1, 0.5, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY],
  ...[
    { kind: "x" },
    { probability: Number.NaN },
    { treated: -1 },
    { n: 2 ** 53 },
    JSON.parse('{"__proto__": 1}'),
  ],
];

test("whatever is made by its kind takes odd settings with an error in words, or as its defaults", () => {
  const wrong: string[] = [];
  let made = 0;
  for (const [room, { entries }] of Object.entries(catalogues)) {
    for (const make of entries as unknown as readonly (((settings: unknown) => unknown) & {
      kind: string;
    })[]) {
      for (const odd of ODD) {
        made++;
        try {
          make(odd);
        } catch (cause) {
          if (!(cause instanceof SpillwayError))
            wrong.push(`${room} ${make.kind} of ${String(odd)}: ${String(cause)}`);
        }
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(made).toBeGreaterThan(500);
});
