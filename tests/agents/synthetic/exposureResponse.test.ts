import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exposureResponse, potentialOutcomes } from "../../../src/agents/index.ts";
import { rng } from "../../../src/core/rng.ts";
import { fromEdges } from "../../../src/network/fromEdges.ts";
import { replay } from "../../../src/run/world/replay.ts";
import { anyTreated, armNames, outcomesOf, row, settingOf } from "../lineNetwork.ts";

const outcomes = { none: 10, indirect: 11, direct: 13, both: 17 };

describe("exposureResponse", () => {
  it("gives each agent the outcome of its condition", () => {
    const agentOf = exposureResponse({ outcomes }).create(settingOf(row));
    expect(outcomesOf(row, agentOf, [0, 0, 0, 0], 2)).toEqual([10, 10, 10, 10]);
    expect(outcomesOf(row, agentOf, [1, 0, 0, 0], 2)).toEqual([13, 11, 10, 10]);
    expect(outcomesOf(row, agentOf, [1, 1, 0, 0], 2)).toEqual([17, 17, 11, 10]);
    expect(outcomesOf(row, agentOf, [1, 1, 1, 1], 5)).toEqual([17, 17, 17, 17]);
  });

  it("has no outcome in round 1, when nobody has heard anything", () => {
    const agentOf = exposureResponse({ outcomes }).create(settingOf(row));
    const { present, failures } = replay({
      network: row,
      agentOf,
      arms: [1, 0, 0, 0],
      armNames,
      rounds: 1,
      world: 0,
      rng: rng(1),
    });
    expect([...present]).toEqual([0, 0, 0, 0]);
    expect(failures).toBe(0);
    expect(exposureResponse({ outcomes }).leastRounds).toBe(2);
  });

  it("takes one outcome for each agent in the order of ids", () => {
    const agentOf = exposureResponse({ outcomes: { ...outcomes, direct: [1, 2, 3, 4] } }).create(
      settingOf(row),
    );
    expect(outcomesOf(row, agentOf, [1, 0, 0, 1], 2)).toEqual([1, 11, 11, 4]);
  });

  it("gives exactly the potential outcome of the condition, on any network and assignment", () => {
    const edge = fc
      .tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 }))
      .filter(([a, b]) => a !== b);
    const arm = fc.integer({ min: 0, max: 1 });
    fc.assert(
      fc.property(
        fc.array(edge, { maxLength: 12 }),
        fc.array(arm, { minLength: 6, maxLength: 6 }),
        (edges, arms) => {
          const agents = ["0", "1", "2", "3", "4", "5"];
          const network = fromEdges(
            edges.map(([a, b]) => [`${a}`, `${b}`] as const),
            { agents, directed: true },
          );
          const table = { outcomes, spread: 2, effectSpread: 0.3 };
          const truth = potentialOutcomes(table, settingOf(network));
          const got = outcomesOf(network, exposureResponse(table).create(settingOf(network)), arms, 3);
          got.forEach((outcome, i) => {
            const exposed = edges.some(([a, b]) => b === i && arms[a] === 1);
            const condition = anyTreated.of(armNames[arms[i]!]!, exposed ? 1 : 0, 1);
            expect(outcome).toBe(truth.of(i, condition));
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  it("adds noise with the given standard deviation and mean 0 to each turn", () => {
    const agentOf = exposureResponse({ outcomes, noise: 2 }).create(settingOf(row));
    const sample: number[] = [];
    for (let world = 0; world < 500; world++) {
      const { outcomes: y } = replay({
        network: row,
        agentOf,
        arms: [0, 0, 0, 0],
        armNames,
        rounds: 2,
        world,
        rng: rng(1),
      });
      sample.push(...y);
    }
    const mean = sample.reduce((a, b) => a + b) / 2000;
    const variance = sample.reduce((total, y) => total + (y - mean) ** 2, 0) / 1999;
    // Four standard errors: 2 / √2000 for the mean, 4 √(2 / 1999) for the variance.
    expect(Math.abs(mean - 10)).toBeLessThan((4 * 2) / Math.sqrt(2000));
    expect(Math.abs(variance - 4)).toBeLessThan(4 * 4 * Math.sqrt(2 / 1999));
  });

  it("says what is wrong with its settings", () => {
    expect(() => exposureResponse.from({})).toThrow("exposure-response: outcomes is missing");
    expect(() => exposureResponse({ outcomes, spread: -1 })).toThrow(
      "exposure-response: spread must be a finite number of at least 0, got -1",
    );
    expect(() => exposureResponse({ outcomes, noise: Number.NaN })).toThrow(
      "exposure-response: noise must be a finite number of at least 0, got NaN",
    );
    expect(() => exposureResponse.from({ outcomes, sprad: 1 })).toThrow(
      'exposure-response: there is no setting "sprad" (did you mean "spread"?)',
    );
  });
});
