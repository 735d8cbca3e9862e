import { describe, expect, test } from "vitest";
import { ego } from "../../designs/ego.ts";
import { bipartite } from "../../designs/index.ts";
import type { Estimator, FurtherEstimate } from "../../estimators/Estimator.ts";
import { exposureReweightedLinear } from "../../estimators/exposureReweightedLinear.ts";
import { snipe } from "../../estimators/snipe.ts";
import { exposureResponse } from "../../src/agents/synthetic/exposureResponse.ts";
import { diagnose } from "../../src/diagnose/diagnose.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import { degree, type Network } from "../../src/network/Network.ts";
import { study } from "../../src/study/study.ts";
import { tiny, tinyDesigns, tinyNetworks } from "../support/tinyWorlds.ts";
import { everyAnswer } from "./everyAnswer.ts";

const inquiry = { kind: "global", name: "gate" } as const;
const sides = tiny(
  6,
  [
    [0, 3],
    [1, 3],
    [1, 4],
    [2, 4],
    [2, 5],
  ],
  true,
);

/** Outcomes that are linear in an agent's own arm and the share of its in-neighbours treated, with coefficients of its own. */
function outcomeOn(network: Network, untreatable: ReadonlySet<number>) {
  const own = (i: number): number => (untreatable.has(i) ? 0 : 1 + 0.3 * i);
  const peers = (i: number): number => (degree(network, i) === 0 ? 0 : 2 - 0.5 * i);
  return {
    effect: (i: number): number => own(i) + peers(i),
    outcome: (i: number, arms: Uint8Array): number => {
      let share = 0;
      for (let e = network.offsets[i]!; e < network.offsets[i + 1]!; e++)
        share += arms[network.sources[e]!]! / degree(network, i);
      return 5 + i + own(i) * arms[i]! + peers(i) * share;
    },
  };
}

const cells = [
  ...Object.entries(tinyNetworks).flatMap(([place, network]) =>
    Object.entries(tinyDesigns(network.n)).map(([name, design]) => ({ place, network, name, design })),
  ),
  {
    ...{ place: "two sides", network: sides, name: "bipartite" },
    design: bipartite({ units: ["0", "1", "2"], probability: 0.4 }),
  },
];

describe.each<[string, Estimator]>([
  ["snipe", snipe()],
  ["exposure-reweighted-linear", exposureReweightedLinear()],
])("%s under every design: the global effect of those that it is about, or no answer", (_, estimator) => {
  test("over all assignments", () => {
    const answered: string[] = [];
    for (const { place, network, name, design } of cells) {
      let law: ReturnType<typeof design.law>;
      try {
        law = design.law(network);
      } catch {
        continue; // This design is not possible on this network: its own tests say when.
      }
      if (!law.support) continue;
      const { effect, outcome } = outcomeOn(network, new Set(law.untreatable));
      const rows = everyAnswer({ network, design, estimator, inquiry }, outcome);
      const found = rows.flatMap(({ row, p }) =>
        "estimate" in row ? [{ p, row: row as FurtherEstimate }] : [],
      );
      expect(found.length === 0 || found.length === rows.length, `${place}, ${name}`).toBe(true);
      if (found.length === 0) continue;
      const { excluded } = found[0]!.row;
      const among = network.ids.flatMap((id, i) => (excluded.includes(id) ? [] : [i]));
      const truth = among.reduce((sum, i) => sum + effect(i), 0) / among.length;
      const mean = found.reduce((sum, { row, p }) => sum + p * row.estimate, 0);
      expect(mean, `${place}, ${name}`).toBeCloseTo(truth, 8);
      answered.push(name);
    }
    expect(new Set(answered).size).toBeGreaterThan(4);
  });
});

test("agents that a design leaves in one arm can be treated all the same: no global effect without them", async () => {
  const network = tiny(8, [
    [0, 1],
    [0, 2],
    [3, 4],
    [3, 5],
    [6, 7],
  ]);
  const agents = exposureResponse({ outcomes: { none: 0, indirect: 0.5, direct: 1, both: 1.5 } });
  for (const answer of [snipe(), exposureReweightedLinear()]) {
    const { rows } = await diagnose(
      study({
        seed: 1,
        model: { network, agents },
        inquiry: { everybody: { kind: "global" } },
        data: { assign: ego(), expose: anyTreatedNeighbor() },
        answer: [answer],
      }),
      { simulations: 4 },
    );
    expect(rows.map(({ noEstimate }) => noEstimate.value)).toEqual([1]);
  }
});
