// How long simulated probabilities take: 1,000 draws of an any-treated exposure on a small world of degree 10, and the joint
// probabilities of all near pairs (adjacent, or with an in-neighbour in common). "hidden" designs show only their sampler;
// for the others simulation is forced, to compare. The last line is about threads. Run with: npx tsx bench/monteCarlo.ts [agents] [draws]
import type { Design } from "../designs/Design.ts";
import { bernoulli, complete, graphCluster } from "../designs/index.ts";
import { rng } from "../src/core/rng.ts";
import { anyTreatedNeighbor } from "../src/exposure/anyTreatedNeighbor.ts";
import type { Exposure } from "../src/exposure/Exposure.ts";
import { shareTreated } from "../src/exposure/shareTreated.ts";
import { smallWorld } from "../src/network/generators/smallWorld.ts";
import type { Network } from "../src/network/Network.ts";
import { simulateInThreads } from "../src/parallel/simulateInThreads.ts";
import { popcount } from "../src/probability/laws/popcount.ts";
import { movableLaw } from "../src/probability/movableLaw.ts";
import { simulatedProbabilities } from "../src/probability/simulatedProbabilities.ts";
import { blockPairs } from "../src/probability/simulation/blockPairs.ts";
import { conditionSimulator } from "../src/probability/simulation/conditionSimulator.ts";
import { emptyConditions, simulateConditions } from "../src/probability/simulation/simulateConditions.ts";

const [n = 100_000, draws = 1000] = process.argv.slice(2).map(Number);

/** The same design with everything hidden but its sampler. */
function hidden(design: Design): Design {
  return {
    ...design,
    name: `${design.name}, hidden`,
    law: (network) => {
      const { arms, draw } = design.law(network);
      return { n: network.n, arms, draw, structure: { kind: "sampler-only" }, marginal: () => undefined };
    },
  };
}

function seconds<Result>(work: () => Result): readonly [number, Result] {
  const start = process.hrtime.bigint();
  const result = work();
  return [Number(process.hrtime.bigint() - start) / 1e9, result];
}

function line(network: Network, design: Design, exposure: Exposure): void {
  const law = design.law(network);
  const subject = { network, law, exposure };
  const stream = rng(1).fork("probabilities");
  const [drawing] = seconds(() => {
    for (let r = 0; r < draws; r++) law.draw(stream.fork(r));
  });
  const [simulating, simulated] = seconds(() => {
    const target = emptyConditions(subject, draws);
    conditionSimulator(subject, 1)(target, 0, target.words);
    return target;
  });
  const [counting, found] = seconds(() => simulatedProbabilities(subject, simulated, { seed: 1 }));
  const { bits, words } = simulated;
  const conditions = exposure.conditions.length;
  const weigh = (a: number, b: number): number => {
    let both = 0;
    for (let w = 0; w < words; w++) both += popcount(bits[a + w]! & bits[b + w]!);
    return both / draws;
  };
  // The near pairs of agents treated one by one, whatever the design is.
  const block = Uint32Array.from({ length: n }, (_, i) => i);
  const near = blockPairs(
    subject,
    { kind: "independent-blocks", block, blocks: n, probability: new Float64Array() },
    () => movableLaw({ bits, words, conditions, weigh }),
    () => ({ joint: () => 0, possible: () => false }),
  )!.pairs;
  let visited = 0;
  let total = 0;
  const [joints] = seconds(() =>
    near.forEachNear((_i, _j, pair) => {
      visited++;
      for (let c = 0; c < conditions; c++) for (let d = 0; d < conditions; d++) total += pair.joint(c, d);
    }),
  );
  if (Math.abs(total / visited - 1) > 1e-9 || found.draws !== draws)
    throw new Error("the conditions do not add up");
  const cells = [
    `${design.name}, ${exposure.name}`.padEnd(34),
    `${drawing.toFixed(2)} s`.padStart(9),
    `${(simulating - drawing).toFixed(2)} s`.padStart(12),
    `${counting.toFixed(2)} s`.padStart(10),
    `${(simulating + counting).toFixed(2)} s`.padStart(15),
    `${joints.toFixed(2)} s`.padStart(9),
    String(visited).padStart(12),
    `${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} MiB`.padStart(12),
  ];
  console.log(cells.join("  "));
}

const network = smallWorld({ n, k: 10, rewire: 0.1 }).draw(rng(1));
console.log(`${n} agents, ${network.edges} edges, ${draws} draws`);
console.log(
  "design, exposure                     drawing    conditions    counting    probabilities     joints    near pairs   peak memory",
);
const designs = [
  hidden(bernoulli()),
  hidden(complete({ treated: n / 4 })),
  bernoulli(),
  graphCluster({ method: "3-net", probability: 0.5 }),
];
for (const design of designs) line(network, design, anyTreatedNeighbor());
line(network, hidden(complete({ treated: n / 4 })), shareTreated({ treated: 0.5 }));

const alone = { network, law: bernoulli().law(network), exposure: anyTreatedNeighbor() };
const exposure = alone.exposure.forArms?.(alone.law.arms) ?? alone.exposure;
const [single] = seconds(() => simulateConditions({ ...alone, exposure }, 1, draws));
const start = process.hrtime.bigint();
await simulateInThreads(network, bernoulli(), anyTreatedNeighbor(), { draws, seed: 1, workers: 2 });
const threads = Number(process.hrtime.bigint() - start) / 1e9;
console.log(
  `bernoulli, any-treated: drawing and conditions in one thread ${single.toFixed(2)} s, in two, with their start, ${threads.toFixed(2)} s`,
);
