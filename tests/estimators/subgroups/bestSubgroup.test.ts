import { expect, it } from "vitest";
import type { Design } from "../../../designs/Design.ts";
import { bernoulli, blocked, complete } from "../../../designs/index.ts";
import type { FurtherEstimate } from "../../../estimators/Estimator.ts";
import { inquire } from "../../../estimators/inquire.ts";
import { bestSubgroup } from "../../../estimators/subgroups/bestSubgroup.ts";
import { rng } from "../../../src/core/rng.ts";
import { anyTreatedNeighbor } from "../../../src/exposure/anyTreatedNeighbor.ts";
import type { Exposure } from "../../../src/exposure/Exposure.ts";
import { ownArm } from "../../../src/exposure/ownArm.ts";
import { ringLattice } from "../../../src/network/generators/ringLattice.ts";
import type { Network } from "../../../src/network/Network.ts";
import { exposureProbabilities } from "../../../src/probability/exposureProbabilities.ts";
import { manyChecks } from "../../support/manyChecks.ts";
import { tiny } from "../../support/tinyWorlds.ts";

interface World {
  readonly network: Network;
  readonly design: Design;
  readonly exposure: Exposure;
  /** Group of each agent. */
  readonly group: readonly number[];
  /** Outcome of agent i in condition c. */
  outcome(i: number, c: number): number;
}

/** The answer under one assignment, asked of conditions by name. */
function answerer(
  { network, design, exposure, group, outcome }: World,
  first: string,
  second: string,
  bound: "student" | "cantelli",
) {
  const law = design.law(network);
  const probabilities = exposureProbabilities(network, design, exposure, { law });
  const covariates = new Map([
    ["village", { values: Float64Array.from(group), observed: new Uint8Array(network.n).fill(1) }],
  ]);
  return (arms: Uint8Array) => {
    const condition = probabilities.exposure.of(network, arms);
    return inquire({
      plan: { arms: law.arms, agents: network.ids, assignments: [[...arms]] },
      probabilities,
      outcomes: network.ids.map((_, i) => outcome(i, condition[i]!)),
      inquiries: [{ kind: "most", name: "who", first, second }],
      estimators: [bestSubgroup({ by: "village", bound })],
      context: [{ covariates }],
      unlikelyArms: "warn",
    })[0]!;
  };
}

const selectedOf = (row: FurtherEstimate): string[] =>
  row.subgroups!.filter(({ selected }) => selected).map(({ name }) => name);

it("keeps the best group in at least 95 % of all assignments, whatever the effects", {
  timeout: 30_000,
}, () => {
  const { holds, end } = manyChecks();
  const group = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1];
  const designs = {
    complete: complete({ treated: 5 }),
    blocked: blocked({ blocks: group, counts: { 0: [3, 2], 1: [2, 3] } }),
  };
  const stream = rng("levels");
  const level = group.map((_, i) => 4 * stream.fork(i).uniform());
  for (const [name, design] of Object.entries(designs))
    for (const gap of [0, 0.5, 3]) {
      const network = tiny(10, []);
      const world = {
        network,
        design,
        exposure: ownArm(),
        group,
        outcome: (i: number, c: number) => level[i]! + c * (1 + gap * group[i]!),
      };
      const answer = answerer(world, "treated", "control", "cantelli");
      let lost = 0;
      let total = 0;
      for (const [arms, p] of design.law(network).support!()) {
        const row = answer(arms);
        total += p;
        if (!("subgroups" in row)) continue;
        // The best is group 1; with no gap both are, so either one may be named.
        const kept = selectedOf(row as FurtherEstimate);
        if (gap > 0 ? !kept.includes("village = 1") : kept.length === 0) lost += p;
      }
      holds(Math.abs(total - 1) < 1e-9 && lost <= 0.05, () => `${name}, gap ${gap}: lost in ${lost}`);
    }
  end();
});

it("with spillovers on a ring, holds the best of three groups and every group's effect", {
  timeout: 30_000,
}, () => {
  const n = 180;
  const network = ringLattice({ n, k: 2 }).draw(rng(1));
  const group = network.ids.map((id) => Math.floor((3 * Number(id)) / n));
  const effect = [0.2, 0.5, 1.4];
  const stream = rng("outcomes");
  const level = network.ids.map((id) => stream.fork(id).uniform());
  const world: World = {
    ...{ network, group, design: bernoulli({ probability: 0.4 }), exposure: anyTreatedNeighbor() },
    outcome: (i, c) => level[i]! + (c === 1 || c === 3 ? effect[group[i]!]! : 0) + (c >= 2 ? 1 : 0),
  };
  const answer = answerer(world, "indirect", "none", "student");
  const law = world.design.law(network);
  let [best, together, alone, answered] = [0, 0, 0, 0];
  for (let r = 0; r < 60; r++) {
    const row = answer(law.draw(rng("assignments").fork(r)));
    if (!("subgroups" in row)) continue;
    const { subgroups } = row as FurtherEstimate;
    answered++;
    const kept = selectedOf(row as FurtherEstimate);
    if (kept.includes("village = 2")) best++;
    if (kept.length === 1) alone++;
    if (
      subgroups!.every(({ name, simultaneous: [low, high] }) => {
        const truth = effect[Number(name.at(-1))]!;
        return low <= truth && truth <= high;
      })
    )
      together++;
  }
  expect(answered).toBeGreaterThan(55);
  expect(best / answered).toBeGreaterThanOrEqual(0.95);
  // Within two Monte Carlo errors of 0.95.
  expect(together / answered).toBeGreaterThanOrEqual(0.95 - 2 * Math.sqrt((0.95 * 0.05) / answered));
  expect(alone / answered).toBeGreaterThan(0.8);
});

it("says why there is no answer", () => {
  const network = tiny(6, []);
  const world = { network, design: complete({ treated: 3 }), exposure: ownArm(), outcome: (i: number) => i };
  const because = (group: readonly number[], first = "treated") => {
    const row = answerer({ ...world, group }, first, "control", "student")(Uint8Array.of(1, 1, 1, 0, 0, 0));
    return "because" in row ? row.because : "";
  };
  expect(because([1, 1, 1, 1, 1, 1])).toBe(
    'all agents have the same number in "village": there is one group only',
  );
  expect(because([1, 1, 1, 2, 2, 2])).toBe(
    "0 of the agents with village = 1 are in condition control, and an error needs two: put groups together",
  );
  expect(because([1, 1, 2, 1, 2, 2], "both")).toContain('has no condition "both"');
});
