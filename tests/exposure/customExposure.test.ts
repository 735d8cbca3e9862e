import { describe, expect, it } from "vitest";
import { bernoulli } from "../../designs/index.ts";
import { type CustomExposureSettings, customExposure } from "../../src/exposure/customExposure.ts";
import { fromEdges } from "../../src/network/fromEdges.ts";
import type { Network } from "../../src/network/Network.ts";
import { exposureProbabilities } from "../../src/probability/exposureProbabilities.ts";
import { expectExactLaws } from "../support/exactLaws.ts";
import { tiny } from "../support/tinyWorlds.ts";

const near = ({ offsets, sources }: Network, i: number): number[] => [
  ...sources.subarray(offsets[i]!, offsets[i + 1]!),
];
const row = tiny(5, [
  [0, 1],
  [1, 2],
  [2, 3],
  [3, 4],
]);
const some = (settings: Partial<CustomExposureSettings> = {}) =>
  customExposure({
    name: "some",
    conditions: ["no", "yes"],
    condition: (i, arms, network) => (near(network, i).some((j) => arms[j] === 1) ? "yes" : "no"),
    ...settings,
  });

describe("the condition", () => {
  it("by name or by index", () => {
    const arms = Uint8Array.of(1, 0, 0, 0, 0);
    expect([...some().of(row, arms)]).toEqual([0, 1, 0, 0, 0]);
    expect([...some({ condition: (i, z) => z[i]! }).of(row, arms)]).toEqual([1, 0, 0, 0, 0]);
  });
  it("names such as __proto__ are names like others", () => {
    const exposure = some({ conditions: ["__proto__", "constructor"], condition: () => "constructor" });
    expect([...exposure.of(row, new Uint8Array(5))]).toEqual([1, 1, 1, 1, 1]);
    expect(() => some({ condition: () => "__proto__" }).of(row, new Uint8Array(5))).toThrow("__proto__");
  });
  it.each([
    ["yess", 'got "yess" (did you mean "yes"?)'],
    ["something else", 'got "something else"'],
    [2, "got 2"],
    [-1, "got -1"],
    [0.5, "got 0.5"],
    [Number.NaN, "got NaN"],
    [undefined as unknown as string, "got undefined"],
  ])("refuses %j, with the agent", (given, got) => {
    const named = fromEdges([["ann", "bob"]]);
    const exposure = some({ condition: (i) => (i === 1 ? given : "no") });
    expect(() => exposure.of(named, Uint8Array.of(0, 0))).toThrow(
      `some: the condition of agent "bob" must be one of no, yes, or its index from 0 to 1, ${got}`,
    );
  });
});

describe("dependsOn", () => {
  it("makes probabilities exact", () => {
    const pi = exposureProbabilities(row, bernoulli({ probability: 0.3 }), some({ dependsOn: near }));
    expect(pi.method).toBe("exact");
    expect(pi.of(1, "no")).toBeCloseTo(0.49, 14);
    expectExactLaws(pi);
  });
  it("is given without order or with repetitions", () => {
    const exposure = some({ dependsOn: () => [3, 0, 3, 4, 1, 2] });
    expect([...exposure.dependence!.agents(row, 2)]).toEqual([0, 1, 2, 3, 4]);
  });
  it("an agent that is not named but matters is found, whatever its condition looks at", () => {
    const claims: readonly Partial<CustomExposureSettings>[] = [
      { dependsOn: (network, i) => near(network, i).slice(1) },
      { dependsOn: near, condition: (i, arms) => (arms[i] === 1 ? "yes" : "no") },
      { dependsOn: () => [], condition: (_, arms) => (arms.every((arm) => arm === 1) ? "yes" : "no") },
      { dependsOn: () => [], condition: (_, arms) => (arms.every((arm) => arm === 0) ? "yes" : "no") },
    ];
    for (const claim of claims)
      expect(() => some(claim).of(row, new Uint8Array(5))).toThrow(/which dependsOn does not name for it/);
  });
  it("says whose arm changed whose condition", () => {
    const named = fromEdges([
      ["ann", "bob"],
      ["bob", "cid"],
    ]);
    const exposure = some({
      dependsOn: (_, i) => [i],
      condition: (i, arms) => (i === 1 ? arms[2]! : arms[i]!),
    });
    const message =
      'some: the condition of agent "bob" changes with the arm of agent "cid", which dependsOn does not name for it: add it there';
    expect(() => exposure.of(named, Uint8Array.of(0, 0, 0))).toThrow(message);
    expect(() => exposure.dependence!.agents(named, 0)).toThrow(message);
    expect(() => exposureProbabilities(named, bernoulli(), exposure)).toThrow(message);
  });
  it("is tried once for a network, with the same trials every time, and not at all with checks: 0", () => {
    const seen: string[] = [];
    const record = (checks?: number) => {
      seen.length = 0;
      const exposure = some({
        dependsOn: near,
        condition(i, arms, network) {
          seen.push(`${i}:${arms.join("")}`);
          return near(network, i).some((j) => arms[j] === 1) ? 1 : 0;
        },
        ...(checks === undefined ? {} : { checks }),
      });
      exposure.of(row, new Uint8Array(5));
      const first = seen.slice();
      seen.length = 0;
      exposure.of(row, new Uint8Array(5));
      expect(seen.length).toBe(5);
      return first;
    };
    const first = record();
    // Two conditions a trial and one for each agent.
    expect(first.length).toBe(605);
    expect(record()).toEqual(first);
    expect(record(0).length).toBe(5);
  });
  it("is tried in all arms of the design", () => {
    const exposure = some({
      dependsOn: () => [],
      condition: (i, arms) => (arms[(i + 1) % 5] === 2 ? "yes" : "no"),
    });
    expect([...exposure.of(row, new Uint8Array(5))]).toEqual([0, 0, 0, 0, 0]);
    expect(() => exposure.forArms!(["a", "b", "c"]).of(row, new Uint8Array(5))).toThrow(
      "dependsOn does not name",
    );
  });
  it("is tried on large networks around the named agents", () => {
    const n = 5000;
    const ring = tiny(
      n,
      Array.from({ length: n }, (_, i) => [i, (i + 1) % n] as const),
    );
    const twoAway = some({
      dependsOn: near,
      condition: (i, arms) => (arms[i] === 1 || arms[(i + 2) % n] === 1 ? "yes" : "no"),
    });
    expect(() => twoAway.of(ring, new Uint8Array(n))).toThrow("dependsOn does not name");
    expect(some({ dependsOn: near }).of(ring, new Uint8Array(n)).length).toBe(n);
  });
  it.each([[5], [-1], [0.5]])("refuses agent %j", (agent) => {
    expect(() => some({ dependsOn: () => [agent] }).of(row, new Uint8Array(5))).toThrow(
      `some: dependsOn must give numbers of agents from 0 to 4, got ${agent} for agent "0"`,
    );
  });
});

it.each([
  [{ name: " " }, 'custom exposure: name must be a text, got " "'],
  [{ conditions: [] }, "some: conditions must be 1 to 256 names, got 0"],
  [{ conditions: ["a", ""] }, 'some: names of conditions must not be empty, got ""'],
  [{ conditions: ["a", "b", "a"] }, 'some: names of conditions must differ, got "a" twice'],
  [{ checks: -1 }, "some: checks must be a whole number of at least 0, got -1"],
  [{ checks: 1.5 }, "some: checks must be a whole number of at least 0, got 1.5"],
])("refuses %j", (settings, message) => {
  expect(() => some(settings)).toThrow(message);
});

it("says what it is", () => {
  expect(some().params).toEqual({ conditions: ["no", "yes"] });
  expect(some({ dependsOn: near, checks: 10 }).params).toEqual({ conditions: ["no", "yes"], checks: 10 });
  expect(some().dependence).toBeUndefined();
});
