import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Law } from "../../../designs/Design.ts";
import { rng } from "../../../src/core/rng.ts";
import type { Exposure, LocalMapping } from "../../../src/exposure/Exposure.ts";
import { exposures } from "../../../src/exposure/exposures.ts";
import type { Network } from "../../../src/network/Network.ts";
import type { SimulatedConditions } from "../../../src/probability/PairProbabilities.ts";
import type { SimulationSubject } from "../../../src/probability/simulation/conditionSimulator.ts";
import { conditionSlices } from "../../../src/probability/simulation/conditionSlices.ts";
import { simulateConditions } from "../../../src/probability/simulation/simulateConditions.ts";
import { tiny, tinyNetworks } from "../../support/tinyWorlds.ts";

/** Every agent in any arm, independently. */
function anyArms(n: number, arms: number): Law {
  return {
    n,
    arms: Array.from({ length: arms }, (_, a) => `arm ${a}`),
    structure: { kind: "sampler-only" },
    draw: (stream) => Uint8Array.from({ length: n }, () => stream.integer(arms)),
    marginal: () => undefined,
  };
}

/** The same by asking the exposure for each draw: slow on purpose. */
function drawByDraw({ network, law, exposure }: SimulationSubject, seed: number, draws: number): Uint32Array {
  const conditions = exposure.conditions.length;
  const words = Math.ceil(draws / 32);
  const bits = new Uint32Array(network.n * conditions * words);
  for (let r = 0; r < draws; r++) {
    const found = exposure.of(network, law.draw(rng(seed).fork("probabilities").fork(r)));
    found.forEach((c, i) => {
      bits[(i * conditions + c) * words + (r >>> 5)]! |= 1 << (r & 31);
    });
  }
  return bits;
}

/** An exposure from nothing but its mapping, agent by agent. */
function ofMapping(mapping: LocalMapping, conditions: number): Exposure {
  const { network, doses, rule } = mapping;
  const join = (a: number, b: number): number => (rule.combine === "bits" ? a | b : a + b);
  return {
    name: "drawn",
    params: {},
    conditions: Array.from({ length: conditions }, (_, c) => `c${c}`),
    local: () => mapping,
    of: (_, arms) =>
      Uint8Array.from({ length: network.n }, (_, i) => {
        let treated = 0;
        let total = 0;
        for (let e = network.offsets[i]!; e < network.offsets[i + 1]!; e++) {
          const dose = doses?.[e] ?? 1;
          total = join(total, dose);
          if (arms[network.sources[e]!] === rule.focal) treated = join(treated, dose);
        }
        return rule.condition(arms[i]!, treated, total);
      }),
  };
}

const networks: fc.Arbitrary<Network> = fc
  .tuple(
    fc.integer({ min: 1, max: 12 }),
    fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 60 }),
    fc.boolean(),
  )
  .map(([n, edges, directed]) =>
    tiny(
      n,
      edges.filter(([a, b]) => a < n && b < n && a !== b),
      directed,
    ),
  );

describe("conditions simulated 32 draws at a time are those of asking the exposure for each draw", () => {
  test("for any rule over doses, added up or as bits, with two to four arms", () => {
    fc.assert(
      fc.property(
        networks,
        fc.record({
          arms: fc.integer({ min: 2, max: 4 }),
          focal: fc.nat(4),
          bits: fc.boolean(),
          dosed: fc.boolean(),
          most: fc.constantFrom(1, 3, 7, 20),
          conditions: fc.integer({ min: 1, max: 5 }),
          salt: fc.nat(1000),
          draws: fc.integer({ min: 2, max: 100 }),
        }),
        (network, { arms, focal, bits, dosed, most, conditions, salt, draws }) => {
          const stream = rng(salt);
          const rule: LocalMapping["rule"] = {
            focal,
            ...(bits ? { combine: "bits" as const } : {}),
            // Runs of doses with one condition, so that counters may end early.
            condition: (own, treated, total) =>
              (own * 7 + Math.min(Math.floor(treated / (1 + (salt % 3))), salt % 11) * 5 + total) %
              conditions,
          };
          const doses = Uint32Array.from(network.sources, () => 1 + stream.integer(most));
          const mapping: LocalMapping = { network, rule, ...(dosed || bits ? { doses } : {}) };
          const subject = {
            network,
            law: anyArms(network.n, arms),
            exposure: ofMapping(mapping, conditions),
          };
          expect(conditionSlices(mapping, arms, conditions)).toBeDefined();
          expect(simulateConditions(subject, salt, draws).bits).toEqual(drawByDraw(subject, salt, draws));
        },
      ),
      { numRuns: 300 },
    );
  });

  test.each(exposures.filter(({ settings }) => settings.safeParse({}).success).map(({ kind }) => kind))(
    "for the exposure %s of the catalogue",
    (kind) => {
      const exposure = exposures.find((entry) => entry.kind === kind)!.from({});
      for (const network of Object.values(tinyNetworks)) {
        const law = anyArms(network.n, 2);
        const subject = { network, law, exposure: exposure.forArms?.(law.arms) ?? exposure };
        expect(simulateConditions(subject, 3, 70).bits).toEqual(drawByDraw(subject, 3, 70));
      }
    },
  );

  test("for exposures without a local form, which are asked", () => {
    const network = tinyNetworks.star!;
    const parity: Exposure = {
      name: "parity",
      params: {},
      conditions: ["even", "odd"],
      of: (_, arms) => new Uint8Array(arms.length).fill(arms.reduce((total, arm) => total + arm, 0) % 2),
    };
    const subject = { network, law: anyArms(6, 2), exposure: parity };
    expect(simulateConditions(subject, 1, 33).bits).toEqual(drawByDraw(subject, 1, 33));
  });

  test("for doses of so many bits that they cannot be tabulated", () => {
    const network = tinyNetworks.star!;
    const doses = Uint32Array.from(network.sources, (_, e) => 0x3ff >>> (e % 2));
    const mapping: LocalMapping = {
      network,
      doses,
      rule: { focal: 1, combine: "bits", condition: (own, treated) => (own + treated) % 3 },
    };
    expect(conditionSlices(mapping, 2, 3)).toBeUndefined();
    const subject = { network, law: anyArms(6, 2), exposure: ofMapping(mapping, 3) };
    expect(simulateConditions(subject, 1, 40).bits).toEqual(drawByDraw(subject, 1, 40));
  });
});

describe("more draws", () => {
  const network = tinyNetworks["triangle with a tail"]!;
  const exposure = exposures.find(({ kind }) => kind === "any-treated")!.from({});
  const law = anyArms(6, 2);
  const subject = { network, law, exposure: exposure.forArms?.(law.arms) ?? exposure };
  const all = simulateConditions(subject, "seed", 129);

  test.each([2, 31, 32, 33, 64, 100, 128])("after %d leave those as they are", (first) => {
    const few = simulateConditions(subject, "seed", first);
    expect(simulateConditions(subject, "seed", 129, few)).toEqual(all);
    let made = 0;
    const counted: Law = {
      ...law,
      draw(stream) {
        made++;
        return law.draw(stream);
      },
    };
    const kept: SimulatedConditions = simulateConditions({ ...subject, law: counted }, "seed", 129, few);
    expect(kept.bits).toEqual(all.bits);
    expect(made).toBe(129 - 32 * Math.floor(first / 32));
  });

  test("bits beyond the last draw are 0, and each draw puts each agent into one condition", () => {
    const { words, bits } = all;
    for (let i = 0; i < 6; i++) {
      const sums = Array.from({ length: words }, (_, w) =>
        [0, 1, 2, 3].reduce((total, c) => total + bits[(i * 4 + c) * words + w]!, 0),
      );
      expect(sums).toEqual([2 ** 32 - 1, 2 ** 32 - 1, 2 ** 32 - 1, 2 ** 32 - 1, 1]);
    }
  });

  test("more than 4 GiB are refused before anything is drawn", () => {
    expect(() => simulateConditions(subject, 1, 2e9)).toThrow(
      "probabilities: 2000000000 assignments of 6 agents in 4 conditions need more than 4 GiB: use fewer draws, or a design and exposure with exact probabilities",
    );
  });
});
