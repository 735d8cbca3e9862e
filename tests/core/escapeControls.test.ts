import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { escapeControls, unescapeControls } from "../../src/core/escapeControls.ts";
import { formatUnits } from "../../src/log/units/formatUnits.ts";
import { parseUnits } from "../../src/log/units/parseUnits.ts";

const HOSTILE = [
  "=cmd|'/c calc'!A0",
  "+1+1",
  "@SUM(A1)",
  "-2",
  "\u001b[31mred\u0007",
  "\u009b31m",
  "\u202eabc",
  "a\u2028b",
  "\\u001b",
  "\\u005cu001b",
  "C:\\users\\dead",
  'quo"te,comma;',
  "line\nbreak",
  "__proto__",
];

describe("control signs", () => {
  test("are written out, and come back, in any text", () => {
    const text = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom(...HOSTILE));
    fc.assert(
      fc.property(fc.array(text), (parts) => {
        const whole = parts.join("\\");
        const plain = escapeControls(whole);
        expect(plain).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
        expect(unescapeControls(plain)).toBe(whole);
      }),
    );
  });

  test("hostile names go through the table of units as they are", () => {
    const units = HOSTILE.map((agent, k) => ({ world: 0, round: 1, agent, arm: HOSTILE[k]!, outcome: 1 }));
    const text = formatUnits(units);
    expect(text.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
    const names = parseUnits(text).map(({ agent, arm }) => [agent, arm]);
    expect(names.sort()).toEqual(HOSTILE.map((name) => [name, name]).sort());
  });
});
