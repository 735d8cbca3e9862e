import { expect, test } from "vitest";
import { normalPower } from "../../../estimators/interval/normalPower.ts";
import { readGolden } from "../../support/readGolden.ts";

test("power, type S, exaggeration and detectable effect are those of the reference f03", () => {
  const { input, expected } = readGolden<{
    input: { tau: number; se: number; alpha: number };
    expected: { power: number; typeS: number; exaggeration: number; mdeMultiplier: number; mde: number };
  }>("f03-power-mde-type-s-m");
  const found = normalPower(input.tau, input.se, { alpha: input.alpha });
  expect(found.power).toBeCloseTo(expected.power, 10);
  expect(found.typeS).toBeCloseTo(expected.typeS, 10);
  expect(found.exaggeration).toBeCloseTo(expected.exaggeration, 8);
  expect(found.detectable).toBeCloseTo(expected.mde, 10);
  expect(found.detectable / input.se).toBeCloseTo(expected.mdeMultiplier, 10);
  expect(normalPower(-input.tau, input.se)).toEqual(found);
});

test("without an effect power is the level, and with a detectable one it is what was wanted", () => {
  expect(normalPower(0, 2)).toEqual({
    power: expect.closeTo(0.05, 12),
    detectable: expect.closeTo(5.6032, 4),
  });
  const { detectable } = normalPower(1, 1, { wanted: 0.9 });
  expect(normalPower(detectable, 1).power).toBeCloseTo(0.9, 6);
  expect(normalPower(50, 1).exaggeration).toBeCloseTo(1, 12);
});

test.each([
  [() => normalPower(Number.NaN, 1), "normalPower: effect must be a finite number, got NaN"],
  [() => normalPower(1, 0), "normalPower: se must be a number above 0, got 0"],
  [() => normalPower(1, 1, { alpha: 1 }), "normalPower: alpha must be between 0 and 1, got 1"],
])("bad input %#", (call, message) => {
  expect(call).toThrow(message);
});
