import { describe, expect, it } from "vitest";
import { designs } from "../../designs/catalogue.ts";
import { supportSize } from "../../designs/law/supportOf.ts";
import { sum } from "../../src/core/numbers/sum.ts";
import { rng } from "../../src/core/rng.ts";
import { ownArm } from "../../src/exposure/ownArm.ts";
import { exposureProbabilities } from "../../src/probability/exposureProbabilities.ts";
import { jointOf } from "../support/bruteForce.ts";
import { chiSquareQuantile } from "../support/chiSquareQuantile.ts";
import { everyCase } from "../support/enumeration/inTurn.ts";
import { manyChecks } from "../support/manyChecks.ts";
import { tinyDesigns, tinyDesignsOfThreeArms, tinyNetworks } from "../support/tinyWorlds.ts";

it("covers every design of the catalogue", () => {
  const covered = new Set(Object.values(tinyDesigns(6)).map((design) => design.name));
  expect([...covered].sort()).toEqual(designs.map((design) => design.kind).sort());
});

for (const [networkName, network] of Object.entries(tinyNetworks)) {
  const all = { ...tinyDesigns(network.n), ...tinyDesignsOfThreeArms(network.n) };
  for (const [designName, design] of Object.entries(all)) {
    describe(`${designName} on ${networkName}`, () => {
      const law = design.law(network);
      const support = [...law.support!()].map(([z, p]) => [z.slice(), p] as const);

      it("has a support of distinct assignments whose probabilities sum to 1", () => {
        expect(sum(support.map(([, p]) => p))).toBeCloseTo(1, 14);
        expect(support.every(([z, p]) => p > 0 && z.length === network.n)).toBe(true);
        expect(new Set(support.map(([z]) => z.join())).size).toBe(support.length);
        // Parts of a mixture may share assignments.
        const most = supportSize(law.structure, law.arms.length);
        if (law.structure.kind === "mixture") expect(most).toBeGreaterThanOrEqual(support.length);
        else expect(most).toBe(support.length);
      });

      it("studies everybody, or some agents named once each, in ascending order", () => {
        const studied = law.studied ?? Uint32Array.of(0);
        expect(studied.length).toBeGreaterThan(0);
        expect([...studied]).toEqual([...new Set(studied)].sort((a, b) => a - b));
        expect(studied.every((i) => i < network.n)).toBe(true);
      });

      it("draws each assignment as often as it says", () => {
        const draws = everyCase ? 5_000 : 1_500;
        const radix = law.arms.length;
        const keyOf = (z: Uint8Array): number => z.reduce((key, arm) => key * radix + arm, 0);
        const count = new Map(support.map(([z]) => [keyOf(z), 0]));
        const stream = rng("conformance").fork(designName).fork(networkName);
        const { holds, end } = manyChecks();
        for (let r = 0; r < draws; r++) {
          const z = law.draw(stream.fork(r));
          const key = keyOf(z);
          const before = count.get(key);
          holds(
            before !== undefined && z.length === network.n,
            () => `draw ${r}: ${z} is not in the support`,
          );
          if (before !== undefined) count.set(key, before + 1);
        }
        end();
        // Pearson's statistic; a sound design fails with chance 1e-6 a case, and the seed is fixed. Cells expected
        // fewer than 5 times are put together, so that the χ² law holds.
        let statistic = 0;
        let cells = 0;
        let rareSeen = 0;
        let rareExpected = 0;
        for (const [z, p] of support) {
          if (p * draws < 5) {
            rareSeen += count.get(keyOf(z))!;
            rareExpected += p * draws;
            continue;
          }
          statistic += (count.get(keyOf(z))! - p * draws) ** 2 / (p * draws);
          cells++;
        }
        if (rareExpected > 0) {
          statistic += (rareSeen - rareExpected) ** 2 / rareExpected;
          cells++;
        }
        if (cells > 1) expect(statistic).toBeLessThan(chiSquareQuantile(1 - 1e-6, cells - 1));
      });

      const listed = jointOf(
        support.map(([condition, p]) => ({ condition, p })),
        network.n,
        law.arms.length,
      );

      it("states the marginals of its support", () => {
        const { near, end } = manyChecks();
        for (let i = 0; i < network.n; i++) {
          for (let arm = 0; arm < law.arms.length; arm++)
            near(law.marginal(i, arm)!, listed(i, arm, i, arm), 1e-14, () => `agent ${i}, arm ${arm}`);
        }
        end();
      });

      it("gives the pair probabilities of its support through its structure", () => {
        const pi = exposureProbabilities(network, design, ownArm());
        const { near, end } = manyChecks();
        for (let i = 0; i < network.n; i++) {
          for (let j = 0; j < network.n; j++) {
            for (const [a, first] of pi.conditions.entries()) {
              for (const [b, second] of pi.conditions.entries()) {
                const where = (): string => `agent ${i} in ${first} and agent ${j} in ${second}`;
                near(
                  pi.joint(i, first, j, second),
                  a < law.arms.length && b < law.arms.length ? listed(i, a, j, b) : 0,
                  1e-14,
                  where,
                );
              }
            }
          }
        }
        end();
      });
    });
  }
}
