// Time of simultaneous intervals and max-t over ten contrasts of two outcomes, and of the tests, on 10,000 agents: npx tsx bench/manyContrasts.ts
import { bernoulli, draw } from "../designs/index.ts";
import {
  bicliqueTest,
  estimateOutcomes,
  focalUnitTest,
  hajek,
  imputationTest,
  inquire,
  randomizationTest,
} from "../estimators/index.ts";
import { anyTreatedNeighbor, exposureProbabilities, ringLattice, rng } from "../src/index.ts";

const network = ringLattice({ n: 10_000, k: 4 }).draw(rng(1));
const design = bernoulli();
const plan = draw(design, network, { seed: 1 });
const probabilities = exposureProbabilities(network, design, anyTreatedNeighbor());
const noise = rng(3);
const outcome = (): number[] => plan.assignments[0]!.map((arm) => noise.uniform() + 0.1 * arm);
const outcomes = { first: outcome(), second: outcome() };
const contrasts = {
  direct: ["direct", "none"],
  indirect: ["indirect", "none"],
  both: ["both", "none"],
  more: ["both", "direct"],
  own: ["both", "indirect"],
} as const;

function timed(name: string, work: () => unknown): void {
  const start = performance.now();
  work();
  console.log(name.padEnd(40), `${((performance.now() - start) / 1000).toFixed(2)} s`);
}

const request = { plan, probabilities, outcomes, contrasts, estimators: [hajek({ interval: "wald" })] };
timed("10 estimates", () => estimateOutcomes(request));
timed("with max-t of 1,000 redraws", () => estimateOutcomes({ ...request, simultaneous: { draws: 1000 } }));
const spill = { kind: "test", name: "test", hypothesis: "no-spillover" } as const;
const asked = [
  [randomizationTest({ draws: 1000 }), { ...spill, hypothesis: "no-effect" }],
  [focalUnitTest({ draws: 1000 }), spill],
  [imputationTest({ draws: 1000 }), spill],
  [
    bicliqueTest({ draws: 1000 }),
    { ...spill, hypothesis: "equal-conditions", first: "indirect", second: "none" },
  ],
] as const;
for (const [estimator, inquiry] of asked)
  timed(`${estimator.name}, 1,000 draws`, () =>
    inquire({ plan, probabilities, outcomes: outcomes.first, inquiries: [inquiry], estimators: [estimator] }),
  );
