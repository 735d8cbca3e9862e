import { describe, expect, test } from "vitest";
import type { Law } from "../../designs/Design.ts";
import { bernoulli, cluster } from "../../designs/index.ts";
import { allTreated } from "../../src/exposure/allTreated.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import type { Exposure } from "../../src/exposure/Exposure.ts";
import { ownArm } from "../../src/exposure/ownArm.ts";
import { exposureProbabilities } from "../../src/probability/exposureProbabilities.ts";
import type { ExposureProbabilities, SimulatedConditions } from "../../src/probability/PairProbabilities.ts";
import { simulatedProbabilities } from "../../src/probability/simulatedProbabilities.ts";
import type { SimulationSubject } from "../../src/probability/simulation/conditionSimulator.ts";
import { simulateConditions } from "../../src/probability/simulation/simulateConditions.ts";
import { readGolden } from "../support/readGolden.ts";
import { tiny, tinyNetworks } from "../support/tinyWorlds.ts";
import { hiddenDesign } from "./hiddenDesign.ts";

const path = tiny(
  7,
  Array.from({ length: 6 }, (_, i) => [i, i + 1] as const),
);

function subjectOf(
  network = path,
  design = bernoulli({ probability: 0.3 }),
  exposure: Exposure = anyTreatedNeighbor(),
): SimulationSubject {
  const law = design.law(network);
  return { network, law, exposure: exposure.forArms?.(law.arms) ?? exposure };
}

function simulated(subject: SimulationSubject, draws: number, smooth = false): ExposureProbabilities {
  return simulatedProbabilities(subject, simulateConditions(subject, 1, draws), { seed: 1, smooth });
}

/** Pairs that the structure visits, as i-j. */
function nearOf({ pairs }: ExposureProbabilities): string[] {
  const found: string[] = [];
  pairs.forEachNear((i, j) => void found.push(`${i}-${j}`));
  return found.sort();
}

describe("pairs under independent blocks", () => {
  const subject = subjectOf();
  const exact = exposureProbabilities(path, bernoulli({ probability: 0.3 }), anyTreatedNeighbor());

  test("near are those that the exact engine calls near, by local form or by dependence", () => {
    const found = simulated(subject, 64);
    expect(nearOf(found)).toEqual(nearOf(exact));
    expect(found.pairs.far).toBe("independent");
    expect(found.pairs.nearBound).toBe(exact.pairs.nearBound);
    expect([...found.pairs.dependents()]).toEqual([...exact.pairs.dependents()]);
    const { local: _, ...rest } = subject.exposure;
    const dependence: Exposure["dependence"] = {
      agents: (_network, i) => Uint32Array.from([i - 1, i, i + 1].filter((j) => j >= 0 && j < 7)),
      condition: () => 0,
    };
    const depending = simulated({ ...subject, exposure: { ...rest, dependence } }, 64);
    expect(nearOf(depending)).toEqual(nearOf(exact));
    expect(depending.marginals).toEqual(found.marginals);
  });

  test("near pairs have the share of draws, far pairs the product of their own shares", () => {
    const found = simulated(subject, 200);
    const { bits, words } = found.simulated!;
    const near = new Set(nearOf(found));
    const bit = (i: number, c: number, r: number): number =>
      (bits[(i * 4 + c) * words + (r >>> 5)]! >>> (r & 31)) & 1;
    for (let i = 0; i < 7; i++) {
      for (let j = 0; j < 7; j++) {
        if (i === j) continue;
        const law = found.pairs.law(i, j);
        for (const [c, first] of found.conditions.entries()) {
          for (const [d, second] of found.conditions.entries()) {
            let both = 0;
            for (let r = 0; r < 200; r++) both += bit(i, c, r) & bit(j, d, r);
            const isNear = near.has(`${Math.min(i, j)}-${Math.max(i, j)}`);
            const wanted = isNear ? both / 200 : found.of(i, first) * found.of(j, second);
            expect(found.joint(i, first, j, second)).toBe(wanted);
            expect(law.joint(c, d)).toBe(wanted);
            expect(law.possible(c, d)).toBe(wanted > 0);
          }
        }
      }
    }
  });

  test("visits from one agent give the same laws, and every pair is near when only a sampler is known", () => {
    const found = simulated(subject, 200);
    found.pairs.forEachNearOf(2, (j, law) => {
      for (let c = 0; c < 4; c++)
        expect(law.joint(c, 1)).toBe(found.joint(2, found.conditions[c]!, j, "indirect"));
    });
    const opaque = simulated(subjectOf(path, hiddenDesign(bernoulli())), 64);
    expect(nearOf(opaque)).toHaveLength(21);
    expect(opaque.pairs.nearBound).toBe(21);
  });
});

describe("rare against impossible", () => {
  test("an agent whom nobody reaches is never indirect, by construction; others not seen are unseen", () => {
    const network = tinyNetworks["two pairs and an isolate"]!;
    const found = simulated(subjectOf(network, hiddenDesign(bernoulli({ probability: 0.001 }))), 10);
    expect(found.impossible("indirect")).toEqual([4]);
    expect(found.impossible("both")).toEqual([4]);
    expect(found.impossible("none")).toEqual([]);
    expect(found.unseen("both")).toEqual([0, 1, 2, 3]);
    expect(found.unseen("none")).toEqual([]);
    expect(() => found.unseen("nonee")).toThrow('there is no condition "nonee"');
  });

  test("arms that the law rules out, certain neighbours and blocks treated as one are seen through", () => {
    // Agent 0 is always treated, agent 1 never: 0 hears nobody treated but 2, and 3 hears only 2.
    const certain = simulated(
      subjectOf(
        tinyNetworks["triangle with a tail"]!,
        bernoulli({ probability: [1, 0, 0.5, 0.5, 0.5, 0.5] }),
      ),
      3,
    );
    expect(certain.impossible("none")).toEqual([0, 1, 2]);
    expect(certain.impossible("indirect")).toEqual([0]);
    expect(certain.impossible("direct")).toEqual([1, 2]);
    expect(certain.impossible("both")).toEqual([1]);
    const pairs = cluster({ clusters: ["a", "a", "b", "b"], probability: 0.5 });
    const network = tiny(4, [
      [0, 1],
      [2, 3],
    ]);
    const together = simulated(subjectOf(network, pairs, allTreated()), 2);
    expect(together.impossible("mixed")).toEqual([0, 1, 2, 3]);
    const counted = simulated(subjectOf(network, pairs), 2);
    expect(counted.impossible("indirect")).toEqual([0, 1, 2, 3]);
    expect(counted.impossible("direct")).toEqual([0, 1, 2, 3]);
  });

  test("what construction rules out the exact engine rules out too, and it is never seen", () => {
    for (const network of Object.values(tinyNetworks)) {
      const probability = Array.from({ length: network.n }, (_, i) => [0, 1, 0.5][i % 3]!);
      for (const exposure of [anyTreatedNeighbor(), allTreated(), ownArm()]) {
        const exact = exposureProbabilities(network, bernoulli({ probability }), exposure);
        const found = simulated(subjectOf(network, bernoulli({ probability }), exposure), 2000);
        // Coins that are independent leave nothing that single arms do not show.
        for (const condition of exact.conditions) {
          expect(found.impossible(condition)).toEqual(exact.impossible(condition));
          for (const i of found.impossible(condition)) expect(found.of(i, condition)).toBe(0);
        }
      }
    }
  });

  test("a mixture can do what one of its parts can", () => {
    const law: Law = {
      n: 7,
      arms: ["control", "treated"],
      structure: {
        kind: "mixture",
        parts: [0, 1].map((p) => ({
          weight: 0.5,
          structure: bernoulli({ probability: [p, p, 0, 0, 0, 0, 0] }).law(path).structure,
        })),
      },
      draw: (rng) =>
        Uint8Array.from({ length: 7 }, (_, i) => (i < 2 ? 1 : 0) * (rng.uniform() < 0.5 ? 1 : 0)),
      marginal: (i) => (i < 2 ? 0.5 : 0),
    };
    const { exposure } = subjectOf();
    const found = simulated({ network: path, law, exposure }, 2);
    // Agents 0 and 1 are treated together or not at all.
    expect(found.impossible("direct")).toEqual(
      [0, 1, 2, 3, 4, 5, 6].filter((i) => found.of(i, "direct") === 0),
    );
  });

  test("an exposure that names the agents it looks at is tried with all their arms", () => {
    const exposure: Exposure = {
      name: "pair",
      params: {},
      conditions: ["differ", "same", "never"],
      of: (_, arms) => Uint8Array.from(arms, (arm, i) => (arm === arms[i ^ 1] ? 1 : 0)),
      dependence: {
        agents: (_, i) => Uint32Array.of(i & ~1, i | 1),
        condition: (_, i, arms) => (arms[i] === arms[i ^ 1] ? 1 : 0),
      },
    };
    const design = hiddenDesign(bernoulli({ probability: [0.5, 0.5, 1, 1] }));
    const known = { ...design.law(tiny(4, [])), marginal: (i: number, arm: number) => (i < 2 ? 0.5 : arm) };
    const found = simulated({ network: tiny(4, []), law: known, exposure }, 50);
    expect(found.impossible("differ")).toEqual([2, 3]);
    expect(found.impossible("same")).toEqual([]);
    expect(found.impossible("never")).toEqual([0, 1, 2, 3]);
    expect(found.unseen("never")).toEqual([]);
  });

  test("without either form nothing is called impossible", () => {
    const { local: _, forArms: __, ...exposure } = subjectOf().exposure;
    const found = simulated(subjectOf(tinyNetworks["no edges"]!, bernoulli(), exposure), 100);
    expect(found.impossible("both")).toEqual([]);
    expect(found.unseen("both")).toEqual([0, 1, 2, 3]);
  });

  test("exact probabilities have no unseen agents", () => {
    expect(exposureProbabilities(path, bernoulli(), anyTreatedNeighbor()).unseen("both")).toEqual([]);
  });
});

describe("smoothing", () => {
  test("is (x + 1)/(R + 1) singly and in pairs, and leaves what is impossible at 0", () => {
    const network = tinyNetworks["two pairs and an isolate"]!;
    const subject = subjectOf(network, hiddenDesign(bernoulli()));
    const raw = simulated(subject, 50);
    const smooth = simulated(subject, 50, true);
    for (let i = 0; i < 5; i++) {
      for (const c of raw.conditions) {
        const never = raw.impossible(c).includes(i);
        expect(smooth.of(i, c)).toBeCloseTo(never ? 0 : (raw.of(i, c) * 50 + 1) / 51, 14);
        // The error of (x + 1)/(R + 1) with x binomial is √(R p (1 − p))/(R + 1).
        const p = smooth.of(i, c);
        expect(smooth.mcse(i, c)).toBeCloseTo(Math.sqrt(50 * p * (1 - p)) / 51, 14);
        for (let j = 0; j < 5; j++) {
          for (const d of raw.conditions) {
            if (i === j) continue;
            const none = never || raw.impossible(d).includes(j);
            expect(smooth.joint(i, c, j, d)).toBeCloseTo(
              none ? 0 : (raw.joint(i, c, j, d) * 50 + 1) / 51,
              14,
            );
          }
        }
      }
    }
    // A pair that was not seen counts as one that cannot happen, smoothed or not.
    expect(smooth.pairs.law(0, 1).possible(0, 0)).toBe(raw.joint(0, "none", 1, "none") > 0);
  });

  const golden = readGolden<{
    input: { cases: readonly (readonly [draws: number, probability: number])[] };
    expected: { expectedInverse: readonly number[] };
  }>("b06-montecarlo-smoothing");
  test.each(
    golden.input.cases.map(([draws, p], k) => [draws, p, golden.expected.expectedInverse[k]!] as const),
  )(
    "golden b06: with R = %d and π = %d the mean of the inverse is %d, by the binomial sum over what the code gives",
    (draws, p, wanted) => {
      // Agent x is treated in the first x draws: every outcome of the binomial law, one agent each.
      const network = tiny(draws + 1, []);
      const words = Math.ceil(draws / 32);
      const bits = new Uint32Array((draws + 1) * 2 * words);
      for (let x = 0; x <= draws; x++)
        for (let r = 0; r < draws; r++) bits[(2 * x + (r < x ? 1 : 0)) * words + (r >>> 5)]! |= 1 << (r & 31);
      const conditions: SimulatedConditions = { draws, words, bits };
      const subject = subjectOf(network, hiddenDesign(bernoulli()), ownArm());
      const found = simulatedProbabilities(subject, conditions, { seed: 1, smooth: true });
      let chance = (1 - p) ** draws;
      let mean = 0;
      for (let x = 0; x <= draws; x++) {
        mean += chance / found.of(x, subject.exposure.conditions[1]!);
        chance *= ((draws - x) / (x + 1)) * (p / (1 - p));
      }
      expect(Math.abs(mean - wanted)).toBeLessThan(1e-12 * wanted);
      expect(Math.abs(mean - (1 - (1 - p) ** (draws + 1)) / p)).toBeLessThan(1e-12 * wanted);
    },
  );
});

describe("draws that can be added to", () => {
  const design = hiddenDesign(bernoulli());
  const exposure = anyTreatedNeighbor();

  test("more draws give what asking for them at once gives", () => {
    const few = exposureProbabilities(path, design, exposure, { draws: 100, seed: 9, smooth: true });
    const many = few.more!(1000);
    const once = exposureProbabilities(path, design, exposure, { draws: 1000, seed: 9, smooth: true });
    expect(many.draws).toBe(1000);
    expect(many.marginals).toEqual(once.marginals);
    expect(many.simulated).toEqual(once.simulated);
    expect(many.maxDraws).toBeUndefined();
    expect(few.more!(1000)).toBe(many);
    expect(few.more!(40).marginals).toEqual(
      exposureProbabilities(path, design, exposure, { draws: 40, seed: 9, smooth: true }).marginals,
    );
  });

  test("auto begins with 2,000 and says how far an estimate may go", () => {
    const auto = exposureProbabilities(path, design, exposure, { draws: "auto" });
    expect([auto.draws, auto.maxDraws]).toEqual([2000, 200_000]);
    const capped = exposureProbabilities(path, design, exposure, { draws: "auto", maxDraws: 500 });
    expect([capped.draws, capped.maxDraws, capped.more!(600).maxDraws]).toEqual([500, 500, 500]);
    expect(exposureProbabilities(path, bernoulli(), exposure, { draws: "auto" }).more).toBeUndefined();
    expect(() => exposureProbabilities(path, design, exposure, { draws: "auto", maxDraws: 1 })).toThrow(
      "probabilities: maxDraws must be a whole number of at least 2, got 1",
    );
  });
});
