import { expect, test } from "vitest";
import { bernoulli } from "../../designs/bernoulli.ts";
import { draw } from "../../designs/draw.ts";
import { exposureRegression } from "../../estimators/exposureRegression.ts";
import { exposureSlope } from "../../estimators/exposureSlope.ts";
import { inquire } from "../../estimators/inquire.ts";
import { rng } from "../../src/core/rng.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import type { Exposure } from "../../src/exposure/Exposure.ts";
import { heardEdgesExposure } from "../../src/exposure/heardEdgesExposure.ts";
import { changingNetwork } from "../../src/network/changes/changingNetwork.ts";
import { heardNetwork } from "../../src/network/changes/heardNetwork.ts";
import { rewire } from "../../src/network/changes/rewire.ts";
import { smallWorld } from "../../src/network/generators/smallWorld.ts";
import type { Network } from "../../src/network/Network.ts";
import { exposureProbabilities } from "../../src/probability/exposureProbabilities.ts";

const declared = smallWorld({ n: 120, k: 2, rewire: 0.1 }).draw(rng(1));
const network = changingNetwork(declared, rewire({ share: 0.2 }), { seed: 1 });
const union = heardNetwork(network, { from: 2, until: 3 });

function rows(over: Network, exposure: Exposure) {
  const design = bernoulli({ probability: 0.3 });
  const plan = draw(design, over, { seed: 2 });
  const stream = rng(3);
  return inquire({
    plan,
    probabilities: exposureProbabilities(over, design, exposure),
    outcomes: plan.assignments[0]!.map((arm) => arm + stream.uniform()),
    inquiries: [
      { name: "spill", first: "indirect", second: "none" },
      { name: "slope", kind: "slope", on: "share" },
    ],
    estimators: [exposureRegression({ errors: "network" }), exposureSlope()],
    pairs: "taken",
  });
}

test("errors by the network are those of the edges that are heard, and withheld over the declared ones", () => {
  const heard = rows(network, heardEdgesExposure({ exposure: "any-treated", from: 2, until: 3 }));
  const still = rows(union, anyTreatedNeighbor());
  const over = rows(network, anyTreatedNeighbor());
  const se = ([row]: typeof heard) => (row as { se?: number }).se;
  expect(se(still)).toBeGreaterThan(0);
  expect(se(heard)).toBe(se(still));
  expect(se(over)).toBeUndefined();
  expect((over[0] as { withheld?: string }).withheld).toMatch(/the network changes over rounds/);
  expect((heard[0] as { notes: readonly string[] }).notes.join()).toMatch(
    /any-treated over the edges of rounds 2 to 3/,
  );
  expect((over[0] as { notes: readonly string[] }).notes.join()).toMatch(
    /any-treated over the declared network/,
  );
});

test("questions beside contrasts are about the declared network, and say so", () => {
  const [, slope] = rows(network, anyTreatedNeighbor());
  expect((slope as { withheld?: string }).withheld).toMatch(/the network changes over rounds/);
  expect((slope as { warnings: readonly string[] }).warnings.join()).toMatch(
    /looks at the declared network alone/,
  );
  expect((rows(declared, anyTreatedNeighbor())[1] as { se?: number }).se).toBeGreaterThan(0);
});
