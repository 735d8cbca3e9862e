import { expect, it } from "vitest";
import { acceptanceOf, bernoulli, cluster, draw, planHash, rerandomized } from "../../designs/index.ts";
import { tiny } from "../support/tinyWorlds.ts";

const network = tiny(6, [
  [0, 1],
  [0, 2],
  [1, 2],
  [2, 3],
  [3, 4],
  [4, 5],
]);

it("gives the same plan for the same seed, and another for another", () => {
  const plan = draw(bernoulli(), network, { seed: 7 });
  expect(draw(bernoulli(), network, { seed: "7" })).toEqual(plan);
  expect(draw(bernoulli(), network, { seed: 8 }).assignments).not.toEqual(plan.assignments);
});

it("keeps a promise: what seed 7 assigns never changes", () => {
  expect(
    draw(bernoulli(), network, { seed: 7, worlds: 2 }).assignments.map((z) => z.join("")),
  ).toMatchInlineSnapshot(`
    [
      "000011",
      "010100",
    ]
  `);
});

it("adds worlds without changing the earlier ones", () => {
  const two = draw(bernoulli(), network, { seed: 7, worlds: 2 });
  const five = draw(bernoulli(), network, { seed: 7, worlds: 5 });
  expect(five.assignments.slice(0, 2)).toEqual(two.assignments);
});

it("hashes everything but the hash, and keeps the clusters", () => {
  const plan = draw(cluster({ clusters: [0, 0, 1, 1, 2, 2] }), network, { seed: 1 });
  expect(plan.clusters).toEqual([0, 0, 1, 1, 2, 2]);
  expect(planHash(plan)).toBe(plan.hash);
  expect(planHash({ ...plan, seed: "2" })).not.toBe(plan.hash);
});

it("refuses no worlds", () => {
  expect(() => draw(bernoulli(), network, { seed: 1, worlds: 0 })).toThrow(
    "draw: worlds must be a whole number of at least 1, got 0",
  );
});

it("keeps the threshold in force and the share accepted of a design that draws again", () => {
  // Golden a06: 6 of 20 assignments are accepted at the share of 0.3.
  const design = rerandomized({
    base: { kind: "complete", treated: 3 },
    covariates: { x: [1, 2, 4, 8, 16, 32] },
    accept: 0.3,
  });
  const { acceptance } = draw(design, network, { seed: 1 });
  expect(acceptance).toEqual(acceptanceOf(design, network));
  expect(acceptance!.share).toBeCloseTo(0.3, 12);
  expect(draw(bernoulli(), network, { seed: 1 })).not.toHaveProperty("acceptance");
});
