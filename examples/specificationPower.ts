/** The table of docs/specify.md: how often each test rejects, by what outcomes really depend on. `npx tsx examples/specificationPower.ts` prints it. */
import type { Design } from "../designs/Design.ts";
import { bernoulli, complete, graphCluster } from "../designs/index.ts";
import { specify } from "../estimators/specification/specify.ts";
import { rng } from "../src/core/rng.ts";
import { smallWorld } from "../src/network/generators/smallWorld.ts";
import type { Network } from "../src/network/Network.ts";

const REPEATS = Number(process.argv[2] ?? 100);
const ALPHA = 0.05;

/** What agent i's outcome has beside noise of standard deviation 1. */
type Effect = (network: Network, arms: Uint8Array, i: number) => number;

const rowOf = ({ offsets, sources }: Network, i: number): Uint32Array =>
  sources.subarray(offsets[i]!, offsets[i + 1]!);
const shareOf = (row: Iterable<number>, arms: Uint8Array): number => {
  let [treated, all] = [0, 0];
  for (const j of row) {
    all++;
    treated += arms[j]! > 0 ? 1 : 0;
  }
  return all === 0 ? 0 : treated / all;
};

const effects: Readonly<Record<string, Effect>> = {
  nothing: () => 0,
  "own arm": (_, arms, i) => 0.8 * arms[i]!,
  "any, no own effect": (network, arms, i) => (shareOf(rowOf(network, i), arms) > 0 ? 1 : 0),
  "own and share": (network, arms, i) => 0.8 * arms[i]! + 2.5 * shareOf(rowOf(network, i), arms),
  "two hops": (network, arms, i) => {
    const near = rowOf(network, i);
    const far = new Set(Array.from(near).flatMap((j) => [...rowOf(network, j)]));
    for (const j of [i, ...near]) far.delete(j);
    return 0.8 * arms[i]! + 2.5 * shareOf(near, arms) + 5 * shareOf(far, arms);
  },
};

const designs: Readonly<Record<string, Design>> = {
  bernoulli: bernoulli({ probability: 0.3 }),
  complete: complete({ treated: 90 }),
  "graph-cluster": graphCluster({ method: "3-net" }),
};

const network = smallWorld({ n: 300, k: 4, rewire: 0.1 }).draw(rng("network"));
console.log(
  "| outcomes depend on | design | test | nothing | own | any | count |\n|---|---|---|---|---|---|---|",
);
for (const [truth, effect] of Object.entries(effects))
  for (const [name, design] of Object.entries(designs)) {
    const law = design.law(network);
    const counts = {
      closed: new Map<string, number>(),
      alone: new Map<string, number>(),
      next: new Map<string, number>(),
    };
    const add = (way: keyof typeof counts, map: string): void =>
      void counts[way].set(map, (counts[way].get(map) ?? 0) + 1);
    for (let r = 0; r < REPEATS; r++) {
      const stream = rng("power").fork(truth).fork(name).fork(r);
      const arms = law.draw(stream.fork("assign"));
      const noise = stream.fork("noise");
      const outcome = Float64Array.from({ length: network.n }, (_, i) => {
        const normal =
          Math.sqrt(-2 * Math.log(1 - noise.uniform())) * Math.cos(2 * Math.PI * noise.uniform());
        return effect(network, arms, i) + normal;
      });
      const { steps } = specify(
        { network, law, worlds: [{ arms, outcome, observed: new Uint8Array(network.n).fill(1) }] },
        { alpha: ALPHA, draws: 199, seed: r },
      );
      let sequence = true;
      for (const { map, p = 1, nextP = 1, rejected } of steps) {
        if (rejected === true) add("closed", map);
        if (p <= ALPHA) add("alone", map);
        sequence &&= nextP <= ALPHA;
        if (sequence) add("next", map);
      }
    }
    for (const [way, words] of [
      ["closed", "closed"],
      ["next", "closed, next map only"],
      ["alone", "alone"],
    ] as const)
      console.log(
        `| ${truth} | ${name} | ${words} | ${["nothing", "own", "any", "count"].map((map) => ((counts[way].get(map) ?? 0) / REPEATS).toFixed(2)).join(" | ")} |`,
      );
  }
