import { wantVarianceSetting } from "../contrast/wantVarianceSetting.ts";
import { MOST_GROUPED_PAIRS } from "./cliqueCover.ts";
import { farLayout } from "./farLayout.ts";
import type { VarianceSetting } from "./PreparedVariance.ts";
import { FEWEST_DRAWS, formPairs, MOST_KEPT_PAIRS } from "./pairForm.ts";

/** Names of the variance formulas, as in settings and results. */
export type VarianceName =
  | "aronow-samii"
  | "grouped"
  | "cluster-collapsed"
  | "dependency-bound"
  | "dependency-eigenvalue"
  | "one-hop-further"
  | "constant-effects"
  | "optimised";

/** Pairs up to this number are visited for a variance, without being kept; above it a bound without joint probabilities is used. */
const MOST_VISITED_PAIRS = 5e8;
/** Under fixed counts, up to this number of types of agents are compared with each other for the same purpose. */
const MOST_COMPARED_TYPES = 1000;

/** With simulated probabilities, pairs of agents × words of 32 draws up to this number are counted: some seconds. */
const MOST_COUNTED_WORDS = 2e9;

/** A variance formula for a design, and why. */
export interface VarianceChoice {
  readonly name: VarianceName;
  readonly reason: string;
  /** Whether rare pairs are to be bounded too (`soft: {}` of the formula): simulation cannot measure their weights. */
  readonly soft: boolean;
}

/**
 * What `variance: "auto"` means: by the structure of the design and the size of the population, never by outcomes or by the
 * assignment that was drawn. Cost: at most one visit of the dependent pairs.
 */
export function chooseVariance(setting: VarianceSetting): VarianceChoice {
  wantVarianceSetting("chooseVariance", setting);
  const { pairs, method, law, draws, averaged } = setting.probabilities;
  const exact = (name: VarianceName, reason: string): VarianceChoice => ({ name, reason, soft: false });
  if (pairs.nearBound > MOST_VISITED_PAIRS)
    return exact("dependency-bound", "too many pairs of agents may be dependent to look at each");
  if (
    pairs.far !== "independent" &&
    farLayout(pairs.far, setting.population).pairs > MOST_COMPARED_TYPES ** 2
  )
    return exact("dependency-bound", "too many types of agents to compare each with each");
  const most = formPairs(setting);
  if (method === "monte-carlo") {
    const words = Math.ceil((draws ?? averaged?.draws ?? 0) / 32);
    const simulated = averaged ? "joint probabilities are simulated" : "probabilities are simulated";
    return most * words <= MOST_COUNTED_WORDS
      ? {
          name: "aronow-samii",
          reason: `${simulated}: pairs seen together in fewer than ${FEWEST_DRAWS} draws are bounded too`,
          soft: true,
        }
      : exact(
          "dependency-bound",
          `${simulated}, and there are too many pairs of agents to count how often each was seen together`,
        );
  }
  if (most > MOST_KEPT_PAIRS)
    return exact(
      "aronow-samii",
      "there are too many dependent pairs of agents to prepare a tighter bound quickly",
    );
  const { structure } = law;
  const clustered =
    (structure.kind === "independent-blocks" || structure.kind === "fixed-counts") &&
    structure.blocks < structure.block.length;
  if (clustered)
    return exact(
      "cluster-collapsed",
      "the design treats clusters as wholes: outcomes that go together are added up",
    );
  return fewUnobservable(setting)
    ? exact("grouped", "outcomes that cannot be seen together are bounded in groups")
    : exact("aronow-samii", "more pairs of outcomes cannot be seen together than can be grouped");
}

/** Whether the pairs of potential outcomes that cannot be seen together are few enough to be grouped. */
function fewUnobservable({ probabilities, levels, population }: VarianceSetting): boolean {
  const { pairs, network } = probabilities;
  const member = new Uint8Array(network.n);
  for (const i of population) member[i] = 1;
  let count = population.length;
  if (pairs.far !== "independent") {
    const { far } = pairs;
    const agents = new Map<number, number>();
    for (const i of population) agents.set(far.type[i]!, (agents.get(far.type[i]!) ?? 0) + 1);
    // As if all pairs were far: near ones may count twice, which only makes the answer careful.
    const layout = farLayout(far, population);
    layout.forEach((s, u) => {
      const law = far.law(layout.types[s]!, layout.types[u]!);
      const [some, others] = [agents.get(layout.types[s]!)!, agents.get(layout.types[u]!)!];
      for (const a of levels)
        for (const b of levels)
          if (!law.possible(a, b)) count += (some * (s === u ? others - 1 : others)) / 2;
    });
  }
  pairs.forEachNear((i, j, law) => {
    if (member[i] === 0 || member[j] === 0) return;
    for (const a of levels) for (const b of levels) if (!law.possible(a, b)) count++;
  });
  return count <= MOST_GROUPED_PAIRS;
}
