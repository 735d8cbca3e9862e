import { expect } from "vitest";
import { studiedBy } from "../../designs/law/studiedBy.ts";
import { supportSize } from "../../designs/law/supportOf.ts";
import { answer } from "../../estimators/answer.ts";
import { estimators } from "../../estimators/catalogue.ts";
import type { Estimator, TestInquiry } from "../../estimators/index.ts";
import {
  bicliqueTest,
  focalUnitTest,
  imputationTest,
  randomizationTest,
  specificationTest,
} from "../../estimators/index.ts";
import { rng } from "../../src/core/rng.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import { ball } from "../../src/network/ball.ts";
import type { Network } from "../../src/network/Network.ts";
import { exposureProbabilities } from "../../src/probability/exposureProbabilities.ts";
import type { ExposureProbabilities } from "../../src/probability/PairProbabilities.ts";
import { tinyDesigns, tinyDesignsOfThreeArms } from "./tinyWorlds.ts";

/** Outcomes under an assignment that obey a hypothesis, and are otherwise arbitrary. */
type Schedule = (arms: Uint8Array, condition: Uint8Array) => Float64Array;

const stream = rng("size");

/** An arbitrary number for a text: the same text, the same number. */
const numbers = new Map<string, number>();
function arbitrary(text: string): number {
  const known = numbers.get(text) ?? stream.fork(text).integer(6);
  numbers.set(text, known);
  return known;
}

/** Outcomes that depend on the arms in a ball and on nothing else. */
const withinDistance =
  (network: Network, distance: number): Schedule =>
  (arms) =>
    Float64Array.from({ length: network.n }, (_, i) =>
      arbitrary(`${i}: ${[arms[i]!, ...Array.from(ball(network, i, distance), (j) => arms[j]!)]}`),
    );

/** Own arm matters to nobody, and nothing else does. */
const fixedOutcomes =
  (network: Network): Schedule =>
  () =>
    Float64Array.from({ length: network.n }, (_, i) => arbitrary(`${i}`));

/** Conditions matter, but the two compared are the same; the first condition of the mapping is 0. */
const sameConditions =
  (network: Network, same: readonly [number, number]): Schedule =>
  (_, condition) =>
    Float64Array.from({ length: network.n }, (_, i) =>
      arbitrary(`${i} in ${condition[i] === same[1] ? same[0] : condition[i]}`),
    );

const ask = (hypothesis: string, more: object = {}): TestInquiry => ({
  kind: "test",
  name: "t",
  hypothesis,
  ...more,
});

/** Every test of the catalogue: each must have its cells here. */
const tests: readonly string[] = estimators.flatMap(({ kind, from }) => {
  try {
    return from({}).answers?.includes("test") ? [kind] : [];
  } catch {
    // An entry that cannot do without settings: none of the tests is.
    return [];
  }
});

/** Every test and setting with its hypothesis and outcomes that obey it. */
function cells(
  network: Network,
  conditions: readonly string[],
): readonly (readonly [name: string, Estimator, TestInquiry, Schedule])[] {
  const pair = ["indirect", "none"] as const;
  const same = [conditions.indexOf(pair[0]), conditions.indexOf(pair[1])] as const;
  const equal = ask("equal-conditions", { first: pair[0], second: pair[1] });
  const none = ask("no-spillover");
  const beyond = ask("no-spillover", { distance: 1 });
  const own = withinDistance(network, 0);
  const near = withinDistance(network, 1);
  return [
    ["studentized", randomizationTest({ interval: false }), ask("no-effect"), fixedOutcomes(network)],
    [
      "ranks, greater",
      randomizationTest({ statistic: "ranks", alternative: "greater", interval: false }),
      ask("no-effect"),
      fixedOutcomes(network),
    ],
    [
      "conditions",
      randomizationTest({ statistic: "difference", interval: false }),
      ask("no-effect", { first: pair[0], second: pair[1] }),
      fixedOutcomes(network),
    ],
    [
      "several arms",
      randomizationTest({ statistic: "several", interval: false }),
      ask("no-effect"),
      fixedOutcomes(network),
    ],
    [
      "share of treated neighbours, less",
      randomizationTest({ statistic: "share", alternative: "less", interval: false }),
      ask("no-effect"),
      fixedOutcomes(network),
    ],
    ["focal cut", focalUnitTest(), none, own],
    [
      "focal agents named, edges",
      focalUnitTest({ focals: network.ids.slice(0, 2), statistic: "edges" }),
      none,
      own,
    ],
    [
      "focal random, edges, less",
      focalUnitTest({ focals: "random", statistic: "edges", alternative: "less" }),
      none,
      own,
    ],
    ["focal beyond 1", focalUnitTest({ focals: "net", statistic: "exposed" }), beyond, near],
    [
      "focal by mechanism",
      focalUnitTest({ focals: { conditions: { indirect: 1, none: 1 } }, statistic: "exposed" }),
      none,
      own,
    ],
    [
      "focal by random mechanism",
      focalUnitTest({
        focals: { conditions: { indirect: 1, none: 1 }, choice: "random" },
        statistic: "exposed",
        alternative: "greater",
      }),
      none,
      own,
    ],
    [
      "biclique",
      bicliqueTest({ hold: "nothing", leastAssignments: 3, leastUnits: 2 }),
      equal,
      sameConditions(network, same),
    ],
    [
      "biclique, own arms held",
      bicliqueTest({ leastAssignments: 3, leastUnits: 2, statistic: "difference", alternative: "greater" }),
      equal,
      sameConditions(network, same),
    ],
    ["pairs", imputationTest(), none, own],
    ["pairs, greater", imputationTest({ statistic: "exposed", alternative: "greater" }), none, own],
    ["pairs beyond 1", imputationTest(), beyond, near],
    ["specification", specificationTest({ draws: 99 }), ask("exposure-own"), own],
    ["pairs, least", imputationTest({ comparison: "least", alternative: "less" }), none, own],
  ];
}

/** p under every assignment, and the largest amount by which P(p ≤ α) is above α. */
function excess(
  estimator: Estimator,
  inquiry: TestInquiry,
  schedule: Schedule,
  probabilities: ExposureProbabilities,
) {
  const { law, network, exposure } = probabilities;
  const found: [p: number, chance: number][] = [];
  let untold = 0;
  for (const [arms, chance] of law.support!()) {
    const condition = exposure.of(network, arms);
    const world = {
      ...{ probabilities, condition, arms, confidence: 0.95, outcome: schedule(arms, condition) },
      observed: new Uint8Array(network.n).fill(1),
    };
    const row = answer(estimator, { probabilities, worlds: [world], confidence: 0.95 }, inquiry);
    if ("p" in row) {
      found.push([row.p, chance]);
      const few = row.assignments < 20;
      if (few && !row.warnings.some((one) => one.startsWith("this test cannot reach 0.05"))) untold++;
    }
  }
  found.sort(([a], [b]) => a - b);
  let reached = 0;
  let worst = Number.NEGATIVE_INFINITY;
  found.forEach(([p, chance], k) => {
    reached += chance;
    if (k + 1 < found.length && found[k + 1]![0] <= p + 1e-12) return;
    worst = Math.max(worst, reached - p);
  });
  return { worst, untold, answered: found.length, positive: found.every(([p]) => p > 0 && p <= 1) };
}

/** The size of every test in all cells of some networks, over all assignments of designs with at most `most`; expects no exception. */
export function expectSizes(
  networks: Readonly<Record<string, Network>>,
  most: number,
): { readonly answered: ReadonlyMap<string, number>; readonly covered: ReadonlySet<string> } {
  const faults: string[] = [];
  const answered = new Map<string, number>();
  const covered = new Set<string>();
  const coverable = new Set<string>();
  const tested = new Set<string>();
  for (const [place, network] of Object.entries(networks)) {
    const all = { ...tinyDesigns(network.n), ...tinyDesignsOfThreeArms(network.n) };
    for (const [name, design] of Object.entries(all)) {
      const law = design.law(network);
      const { arms, structure } = law;
      if (supportSize(structure, arms.length) > most) continue;
      // A single agent that the design studies is compared with nobody.
      if (studiedBy(law).reduce((count, one) => count + one, 0) > 1) coverable.add(design.name);
      const exposure = anyTreatedNeighbor(arms.length > 2 ? { focal: arms[1]! } : {});
      const probabilities = exposureProbabilities(network, design, exposure);
      for (const [what, estimator, inquiry, schedule] of cells(network, probabilities.conditions)) {
        const found = excess(estimator, inquiry, schedule, probabilities);
        tested.add(estimator.name);
        const where = `${what} under ${name} on ${place}`;
        if (found.worst > 1e-9) faults.push(`${where}: size is ${found.worst} too large`);
        if (found.untold > 0) faults.push(`${where}: fewer than 20 assignments, and not told`);
        if (!found.positive) faults.push(`${where}: p is not above 0 and at most 1`);
        if (found.answered === 0) continue;
        answered.set(what, (answered.get(what) ?? 0) + 1);
        covered.add(design.name);
      }
    }
  }
  expect(faults).toEqual([]);
  expect([...covered].sort()).toEqual([...coverable].sort());
  expect([...tested].sort()).toEqual([...tests].sort());
  return { answered, covered };
}
