import { expect, test } from "vitest";
import { bernoulli } from "../../../designs/index.ts";
import { coarseToFine, hajek } from "../../../estimators/index.ts";
import { rng } from "../../../src/core/rng.ts";
import { ownArm } from "../../../src/exposure/ownArm.ts";
import { ringLattice } from "../../../src/network/generators/ringLattice.ts";
import { exposureProbabilities } from "../../../src/probability/exposureProbabilities.ts";

const network = ringLattice({ n: 400, k: 2 }).draw(rng(1));
const design = bernoulli();
const law = design.law(network);

/** One experiment, with an effect of 1 of the own arm and `spill` where both neighbours are treated. */
function experiment(spill: number, r: number) {
  const stream = rng("coarse").fork(r);
  const arms = law.draw(stream.fork("arms"));
  const noise = stream.fork("noise");
  const outcome = Float64Array.from(
    arms,
    (arm, i) => noise.uniform() + arm + spill * (arms[(i + 1) % 400]! + arms[(i + 399) % 400]!),
  );
  return { arms, outcome, observed: new Uint8Array(400).fill(1) };
}

test("over the same agents, a coarse map that is right changes within its interval, and a wrong one moves", () => {
  let [inside, found] = [0, 0];
  for (let r = 0; r < 20; r++) {
    for (const { change } of coarseToFine({ network, design, worlds: [experiment(0, r)] })) {
      if (change === undefined) continue;
      found++;
      if (change.ci[0] <= 0 && 0 <= change.ci[1]) inside++;
    }
  }
  expect(found).toBe(60);
  expect(inside).toBeGreaterThanOrEqual(57);
  const rows = coarseToFine({ network, design, worlds: [experiment(0, 1)] });
  expect(
    new Set(rows.filter(({ contrast }) => contrast === "direct").map(({ population }) => population)).size,
  ).toBe(1);
});

test("the first row is Hájek's estimate of own arms, and its error one step farther is larger than one that believes the mapping", () => {
  const world = experiment(1, 3);
  const probabilities = exposureProbabilities(network, design, ownArm());
  const row = hajek({ variance: "dependency-eigenvalue", interval: "wald" }).estimate(
    { ...world, probabilities, condition: world.arms, confidence: 0.95 },
    { name: "own", first: "treated", second: "control" },
  );
  const [first] = coarseToFine({ network, design, worlds: [world] });
  if (!("estimate" in row) || first?.found === undefined) throw new Error("no estimate");
  expect(first.found.estimate).toBeCloseTo(row.estimate, 10);
  expect(first.found.se).toBeGreaterThan(row.se!);
});

test("three arms, and conditions that hardly anybody is in, have a reason instead of a number", () => {
  const three = bernoulli({ arms: ["a", "b", "c"], shares: [0.4, 0.3, 0.3] });
  const world = { ...experiment(0, 1), arms: three.law(network).draw(rng(1)) };
  expect(
    coarseToFine({ network, design: three, worlds: [world] }).every(({ because }) => because !== undefined),
  ).toBe(true);
  expect(() => coarseToFine({ network, design, worlds: [world], confidence: 1 })).toThrow(
    "coarseToFine: confidence must be a number between 0 and 1, got 1",
  );
});
