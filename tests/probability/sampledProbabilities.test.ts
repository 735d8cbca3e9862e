import { describe, expect, it } from "vitest";
import { randomizedGraphCluster } from "../../designs/randomizedGraphCluster.ts";
import { allTreated } from "../../src/exposure/allTreated.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import type { Exposure } from "../../src/exposure/Exposure.ts";
import { ownArm } from "../../src/exposure/ownArm.ts";
import { shareTreated } from "../../src/exposure/shareTreated.ts";
import type { Network } from "../../src/network/Network.ts";
import { exposureProbabilities } from "../../src/probability/exposureProbabilities.ts";
import type { ExposureProbabilities } from "../../src/probability/PairProbabilities.ts";
import { inTurn } from "../support/enumeration/inTurn.ts";
import { manyChecks } from "../support/manyChecks.ts";
import { tiny, tinyNetworks } from "../support/tinyWorlds.ts";
import { designOf, everyPart, type SampledSettings, sampledLaw } from "./sampledWorld.ts";

const exposures: readonly Exposure[] = [
  allTreated(),
  anyTreatedNeighbor(),
  ownArm(),
  shareTreated({ treated: 0.5 }),
];

const plain = {
  method: "3-net",
  weights: "uniform",
  ties: "earliest",
  coins: "independent",
  probability: 0.5,
} as const;
const variants: Readonly<Record<string, Omit<SampledSettings, "stratified">>> = {
  "3-net": plain,
  "3-net, random ties, spectral, probability 0.3": {
    ...plain,
    ties: "random",
    weights: "spectral",
    probability: 0.3,
  },
  "3-net, paired": { ...plain, coins: "paired" },
  "1-hop-max, spectral": { ...plain, method: "1-hop-max", weights: "spectral" },
  "1-hop-max, paired": { ...plain, method: "1-hop-max", coins: "paired" },
};

function listed(
  network: Network,
  exposure: Exposure,
  settings: Omit<SampledSettings, "stratified">,
): ExposureProbabilities {
  const found = exposureProbabilities(network, randomizedGraphCluster(settings), exposure);
  expect(found.method).toBe("exact");
  return found;
}

/** Five standard errors of a joint probability made of shares of draws and of averages: those of its factors added up. */
function jointTolerance(
  exact: ExposureProbabilities,
  sampled: ExposureProbabilities,
  p: number,
  [i, c, j, d]: readonly [number, string, number, string],
): number {
  const draws = sampled.averaged!.draws;
  const share = (q: number): number => Math.sqrt((1 - q) / (q * draws));
  const average = (k: number, e: string): number => sampled.mcse(k, e) / exact.of(k, e);
  const relative = share(p) + share(exact.of(i, c)) + share(exact.of(j, d)) + average(i, c) + average(j, d);
  return 5 * p * relative + 1e-12;
}

describe.each(Object.entries(variants))(
  "probabilities averaged over sampled clusterings: %s",
  (_, settings) => {
    it.each([false, true])(
      "are those of the listed clusterings within five of their own errors, stratified %s",
      (stratified) => {
        for (const [turn, network] of Object.values(tinyNetworks).entries()) {
          for (const exposure of inTurn(exposures, turn)) {
            const exact = listed(network, exposure, settings);
            const law = sampledLaw(network, { ...settings, stratified }, stratified ? 60 : 300);
            const found = exposureProbabilities(network, designOf(law), exposure, { draws: 2000 });
            expect(found.method).toBe("monte-carlo");
            const { holds, end } = manyChecks();
            for (let i = 0; i < network.n; i++) {
              for (const c of found.conditions) {
                const p = exact.of(i, c);
                const apart = Math.abs(found.of(i, c) - p);
                holds(apart <= 5 * found.mcse(i, c) + 1e-13, () => `${i} in ${c}: ${apart} from ${p}`);
                for (let j = 0; j < i; j++) {
                  for (const d of found.conditions) {
                    const joint = found.joint(i, c, j, d);
                    const wanted = exact.joint(i, c, j, d);
                    holds(
                      wanted === 0
                        ? joint === 0
                        : Math.abs(joint - wanted) < jointTolerance(exact, found, wanted, [i, c, j, d]),
                      () => `${i} in ${c} and ${j} in ${d}: ${joint}, wanted ${wanted}`,
                    );
                  }
                }
              }
            }
            end();
          }
        }
      },
    );

    it("are exact, without any error, when the sample is every clustering in its proportion", () => {
      for (const [turn, network] of Object.values(tinyNetworks).entries()) {
        const law = everyPart(randomizedGraphCluster(settings).law(network));
        for (const exposure of inTurn(exposures, turn)) {
          const exact = listed(network, exposure, settings);
          const found = exposureProbabilities(network, designOf(law), exposure);
          const { near, holds, end } = manyChecks();
          for (const [k, p] of exact.marginals.entries()) near(found.marginals[k]!, p, 1e-13, () => `${k}`);
          for (const c of found.conditions)
            for (let i = 0; i < network.n; i++) holds(found.mcse(i, c) === 0, () => `error of ${i} in ${c}`);
          end();
        }
      }
    });
  },
);

const ring = tiny(
  6,
  [0, 1, 2, 3, 4, 5].map((i) => [i, (i + 1) % 6] as const),
);

describe("errors of averaged probabilities", () => {
  it.each([false, true])(
    "are how much they move from one sample of clusterings to the next, stratified %s",
    (stratified) => {
      const network = tinyNetworks["triangle with a tail"]!;
      const law = sampledLaw(network, { ...plain, method: "1-hop-max", stratified }, stratified ? 5 : 30);
      const repeats = Array.from({ length: 400 }, (_, seed) =>
        exposureProbabilities(network, designOf(law), allTreated(), { seed }),
      );
      for (let i = 0; i < network.n; i++) {
        const values = repeats.map((found) => found.of(i, "all"));
        const mean = values.reduce((a, b) => a + b) / values.length;
        const spread = Math.sqrt(
          values.reduce((total, p) => total + (p - mean) ** 2, 0) / (values.length - 1),
        );
        const claimed = Math.sqrt(
          repeats.reduce((total, found) => total + found.mcse(i, "all") ** 2, 0) / repeats.length,
        );
        // A standard deviation from 400 repeats has a relative error of 1/√800 = 3.5 %; five of those.
        expect(Math.abs(claimed / spread - 1)).toBeLessThan(0.18);
      }
    },
  );

  it("are smaller when clusterings are spread over who comes first", () => {
    const errors = [false, true].map((stratified) => {
      const law = sampledLaw(ring, { ...plain, stratified }, stratified ? 100 : 600);
      return exposureProbabilities(ring, designOf(law), allTreated()).mcse(0, "all");
    });
    expect(errors[1]).toBeLessThan(errors[0]!);
  });

  it("of a sum are not those of its parts: what is certain in sum has none", () => {
    const law = sampledLaw(ring, { ...plain, stratified: false }, 50);
    const found = exposureProbabilities(ring, designOf(law), allTreated());
    expect(found.mcse(0, "all")).toBeGreaterThan(0);
    // The three conditions of an agent.
    expect(
      found.averaged!.errorOf([
        [0, 1],
        [1, 1],
        [2, 1],
      ]),
    ).toBeLessThan(1e-15);
    expect(found.averaged!.errorOf([[2, 2]])).toBeCloseTo(2 * found.mcse(0, "all"), 15);
    expect(found.averaged!.errorOf([])).toBe(0);
  });
});

describe("what no sampled clustering allows", () => {
  it("is unseen, and impossible only where the agents' arms rule it out", () => {
    // Two agents are always one cluster under 3-net, and an isolate has no neighbour to treat.
    const network = tinyNetworks["two pairs and an isolate"]!;
    const law = sampledLaw(network, { ...plain, stratified: false }, 20);
    const found = exposureProbabilities(network, designOf(law), anyTreatedNeighbor());
    expect(found.of(0, "indirect")).toBe(0);
    expect(found.unseen("indirect")).toEqual([0, 1, 2, 3]);
    expect(found.impossible("indirect")).toEqual([4]);
    expect(found.impossible("both")).toEqual([4]);
    expect(found.unseen("both")).toEqual([]);
    expect(
      exposureProbabilities(network, randomizedGraphCluster(), anyTreatedNeighbor()).impossible("indirect"),
    ).toEqual([0, 1, 2, 3, 4]);
  });
});

it("gives the same numbers for the same seed, and joint ones of more draws from the same averages", () => {
  const law = sampledLaw(ring, { ...plain, stratified: false }, 40);
  const [first, again, other] = [1, 1, 2].map((seed) =>
    exposureProbabilities(ring, designOf(law), allTreated(), { seed, draws: 500 }),
  );
  expect(again!.marginals).toEqual(first!.marginals);
  expect(other!.marginals).not.toEqual(first!.marginals);
  expect(again!.joint(0, "all", 3, "all")).toBe(first!.joint(0, "all", 3, "all"));
  const more = first!.more!(2000);
  expect(more.marginals).toBe(first!.marginals);
  expect(more.averaged!.draws).toBe(2000);
  const whole = exposureProbabilities(ring, designOf(law), allTreated(), { draws: 2000 });
  expect(more.joint(0, "all", 3, "all")).toBe(whole.joint(0, "all", 3, "all"));
});
