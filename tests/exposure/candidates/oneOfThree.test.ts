import { expect, it } from "vitest";
import { estimate } from "../../../estimators/estimate.ts";
import { hajek } from "../../../estimators/hajek.ts";
import { horvitzThompson } from "../../../estimators/horvitzThompson.ts";
import { aronowSamii } from "../../../estimators/variance/aronowSamii.ts";
import { rng } from "../../../src/core/rng.ts";
import type { Exposure } from "../../../src/exposure/Exposure.ts";
import { exposureOnAll } from "../../../src/exposure/exposureOnAll.ts";
import { type Edge, fromEdges } from "../../../src/network/fromEdges.ts";
import type { Network } from "../../../src/network/Network.ts";
import { exposureProbabilities } from "../../../src/probability/exposureProbabilities.ts";
import { allCases, jointOf } from "../../support/bruteForce.ts";
import { everyMapping } from "../../support/everyMapping.ts";
import { manyChecks } from "../../support/manyChecks.ts";
import { tinyDesigns } from "../../support/tinyWorlds.ts";

const N = 6;
const agents = Array.from({ length: N }, (_, i) => String(i));

/** A network of six agents, whose edges weigh 0.5 to 2 where they have weights. */
function net(pairs: string, { directed = false, weighted = false } = {}): Network {
  const edges = pairs
    .split(" ")
    .map(([a, b], k): Edge => (weighted ? [a!, b!, [0.5, 1, 2][k % 3]!] : [a!, b!]));
  return fromEdges(edges, { directed, agents });
}

/** Three candidates each: near each other, directed, weighted, and with agents who are alone in one of them. */
const triples: Readonly<Record<string, Readonly<Record<string, Network>>>> = {
  "a tie more, a tie less": {
    survey: net("01 02 12 23 34 45"),
    calls: net("01 02 12 23 34 45 05"),
    rooms: net("01 02 12 23 34"),
  },
  directed: {
    survey: net("01 12 20 32 34 45 53", { directed: true }),
    calls: net("01 12 20 32 34 45 54", { directed: true }),
    rooms: net("10 12 20 32 45", { directed: true }),
  },
  weighted: {
    survey: net("01 02 23 34 45", { weighted: true }),
    calls: net("02 01 23 45 34", { weighted: true }),
    rooms: net("01 23 34 45 05", { weighted: true }),
  },
};

/** The condition on which all candidates agree, from the mapping on each alone; −1 where they differ. */
function together(base: Exposure, networks: readonly Network[], arms: Uint8Array): number[] {
  const found = networks.map((one) => base.of(one, arms));
  return agents.map((_, i) => (found.every((one) => one[i] === found[0]![i]) ? found[0]![i]! : -1));
}

/** Every design of the catalogue takes part with one of the three, and each mapping with each design in turn. */
it.each(Object.entries(tinyDesigns(N)).map(([name, design], k) => ({ name, design, k })))(
  "probabilities of single agents and of pairs are those of the list: $name",
  ({ design, k }) => {
    const networks = Object.values(triples)[k % 3]!;
    const all = Object.values(networks);
    const planned = all[0]!;
    const law = design.law(planned);
    const { near, holds, end } = manyChecks();
    for (const [b, base] of everyMapping(1, law.arms).entries()) {
      if ((b + k) % 5 !== 0 && b !== 1) continue;
      const exposure = exposureOnAll(base, networks).forArms!(law.arms);
      const pi = exposureProbabilities(planned, design, exposure, { law });
      const cases = allCases(planned, law, exposure);
      const size = exposure.conditions.length;
      for (const { arms, condition } of cases) {
        const wanted = together(base, all, arms);
        for (let i = 0; i < N; i++)
          holds(
            condition[i] === (wanted[i] === -1 ? size - 1 : wanted[i]),
            () => `${base.name}: ${condition[i]} is not ${wanted[i]}`,
          );
      }
      const listed = jointOf(cases, N, size);
      for (let i = 0; i < N; i++) {
        for (let c = 0; c < size; c++)
          near(pi.of(i, pi.conditions[c]!), listed(i, c, i, c), 1e-12, () => `${base.name}: ${i} in ${c}`);
        for (let j = i + 1; j < N; j++) {
          const pair = pi.pairs.law(i, j);
          for (let c = 0; c < size; c++)
            for (let d = 0; d < size; d++)
              near(
                pair.joint(c, d),
                listed(i, c, j, d),
                1e-12,
                () => `${base.name}: ${i} in ${c}, ${j} in ${d}`,
              );
        }
      }
    }
    end();
  },
);

/** Outcomes of every agent in every condition of the right network, of both signs. */
function outcomesOf(conditions: number): number[][] {
  const stream = rng("one of three");
  return agents.map((_, i) =>
    Array.from({ length: conditions }, (_, c) => 10 * stream.fork(i).fork(c).uniform() - 3 + 2 * c),
  );
}

const CHOSEN = [
  "bernoulli unequal",
  "complete 2",
  "blocked by number",
  "rerandomized coins",
  "gram-schmidt-walk of agents",
  "fixed weighted",
];

it("no bias in any design when any one of three candidates is right, and a variance that is large enough", () => {
  const { near, holds, end } = manyChecks();
  let contrasts = 0;
  let single = 0;
  for (const [name, networks] of Object.entries(triples)) {
    const all = Object.values(networks);
    const planned = all[0]!;
    for (const designName of CHOSEN) {
      const design = tinyDesigns(N)[designName]!;
      const law = design.law(planned);
      for (const base of [1, 3, 4].map((b) => everyMapping(1, law.arms)[b]!)) {
        const exposure = exposureOnAll(base, networks);
        const probabilities = exposureProbabilities(planned, design, exposure, { law });
        const y = outcomesOf(base.conditions.length);
        const cases = allCases(planned, law, exposure);
        for (const [c, d] of [
          [1, 0],
          [base.conditions.length - 1, 0],
        ] as const) {
          const [first, second] = [base.conditions[c]!, base.conditions[d]!];
          const population = agents.flatMap((_, i) =>
            probabilities.of(i, first) > 0 && probabilities.of(i, second) > 0 ? [i] : [],
          );
          if (population.length === 0) continue;
          contrasts++;
          const variance = aronowSamii({ probabilities, levels: [c, d], population });
          const truth = population.reduce((sum, i) => sum + y[i]![c]! - y[i]![d]!, 0) / population.length;
          for (const right of all) {
            let mean = 0;
            let square = 0;
            let bound = 0;
            let alone = 0;
            for (const { arms, p, condition } of cases) {
              const actual = base.of(right, arms);
              const outcome = agents.map((_, i) => y[i]![actual[i]!]!);
              let value = 0;
              for (const i of population) {
                if (condition[i] === c) value += outcome[i]! / probabilities.of(i, first);
                if (condition[i] === d) value -= outcome[i]! / probabilities.of(i, second);
              }
              value /= population.length;
              mean += p * value;
              square += p * value * value;
              const seen = { condition, value: Float64Array.from(outcome) };
              bound += p * variance(seen).total;
              alone += p;
            }
            near(alone, 1, 1e-9, () => designName);
            near(mean, truth, 1e-9, () => `${name}, ${designName}, ${base.name}: ${first} − ${second}`);
            holds(
              bound >= square - mean * mean - 1e-9,
              () => `${name}, ${designName}, ${base.name}: ${bound}`,
            );
          }
        }
        single++;
      }
    }
  }
  end();
  expect(single).toBe(3 * CHOSEN.length * 3);
  expect(contrasts).toBeGreaterThan(40);
});

it("estimates through the ordinary estimators, and refuses where nobody is in a condition on every network", () => {
  const design = tinyDesigns(N)["complete 2"]!;
  const networks = triples["a tie more, a tie less"]!;
  const planned = networks.survey!;
  const law = design.law(planned);
  const [any] = everyMapping(1, law.arms).slice(1);
  const probabilities = exposureProbabilities(planned, design, exposureOnAll(any!, networks));
  const arms = [1, 0, 0, 1, 0, 0];
  const rows = estimate({
    plan: { arms: law.arms, agents: planned.ids, assignments: [arms] },
    probabilities,
    outcomes: [5, 4, 3, 2, 1, 0],
    contrasts: { spillover: ["indirect", "none"] },
    estimators: [horvitzThompson(), hajek()],
  });
  // By hand: 1, 2 and 4 have a treated neighbour in each network; 5 has one in the second network alone.
  expect(rows[0]!.n).toEqual([3, 0]);
  expect("because" in rows[1]! && rows[1].because).toBe("no agent is in condition none");
});
