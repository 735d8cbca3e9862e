import type { Design } from "../../designs/Design.ts";
import { wantArgument } from "../core/wantArgument.ts";
import { exposureProbabilities } from "./exposureProbabilities.ts";
import { inPopulation } from "./inPopulation.ts";
import { conditionIndex } from "./lookup.ts";
import type { ExposureProbabilities } from "./PairProbabilities.ts";

/** What is left of a contrast when one more candidate network is asked. */
export interface CandidateCost {
  /** The candidate that is asked beside those before it. */
  readonly network: string;
  /** Agents that can be in both conditions on it alone. */
  readonly alone: number;
  /** Agents that can be in both conditions on it and on all before it. */
  readonly population: number;
  /** How many of them are in the first and in the second condition on average: Σ π. */
  readonly expected: readonly [number, number];
}

/** By the probabilities' table: copies about a part of the agents have the same. */
const kept = new WeakMap<Float64Array, Map<string, readonly CandidateCost[]>>();

/**
 * What every further candidate network costs a contrast: agents that can no longer be in both conditions on all of them, and agents
 * to be expected in each. By the design alone, before any outcome. Undefined for an exposure on one network, and where
 * probabilities are simulated. Cost: that of exact probabilities, twice for each candidate; kept for the same contrast.
 *
 * @throws SpillwayError for a condition that the exposure has not.
 */
export function candidateCosts(
  probabilities: ExposureProbabilities,
  between: readonly [first: string, second: string],
): readonly CandidateCost[] | undefined {
  wantArgument("candidateCosts", "probabilities", probabilities, { fields: ["exposure", "network", "law"] });
  wantArgument("candidateCosts", "two conditions", between, { fields: ["map"] });
  const [first, second] = between;
  const { exposure, network, law, method, marginals } = probabilities;
  const { candidates } = exposure;
  if (!candidates || method !== "exact") return undefined;
  const able = inPopulation(probabilities);
  const key = JSON.stringify([first, second, probabilities.floor?.floor ?? 0, able.join("")]);
  const before = kept.get(marginals) ?? new Map<string, readonly CandidateCost[]>();
  kept.set(marginals, before);
  const known = before.get(key);
  if (known) return known;
  const design: Design = { name: "planned", params: {}, law: () => law };
  const found: CandidateCost[] = [];
  const networks = candidates.networks(network);
  for (const [m, name] of candidates.names.entries()) {
    const alone = exposureProbabilities(networks[m]!, design, candidates.base, { law });
    const asked =
      m === candidates.names.length - 1
        ? probabilities
        : exposureProbabilities(network, design, candidates.first(m + 1), { law });
    if (alone.method !== "exact" || asked.method !== "exact") return undefined;
    const [population, ...expected] = counted(asked, able, first, second);
    found.push({ network: name, alone: counted(alone, able, first, second)[0], population, expected });
  }
  before.set(key, found);
  return found;
}

function counted(
  { marginals, conditions, network: { n } }: ExposureProbabilities,
  able: Uint8Array,
  first: string,
  second: string,
): [population: number, first: number, second: number] {
  const [c, d] = [conditionIndex(conditions, first), conditionIndex(conditions, second)];
  const found: [number, number, number] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [p, q] = [marginals[i * conditions.length + c]!, marginals[i * conditions.length + d]!];
    if (able[i] === 0 || p <= 0 || q <= 0) continue;
    found[0]++;
    found[1] += p;
    found[2] += q;
  }
  return found;
}
