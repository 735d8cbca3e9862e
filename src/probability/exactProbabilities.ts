import type { Law } from "../../designs/Design.ts";
import type { FixedCounts, IndependentBlocks } from "../../designs/Structure.ts";
import { present } from "../core/present.ts";
import type { Exposure, LocalMapping } from "../exposure/Exposure.ts";
import type { Network } from "../network/Network.ts";
import { type AgentTypes, agentTypes } from "./laws/agentTypes.ts";
import { chancesOf } from "./laws/Chances.ts";
import { coinLaws } from "./laws/coinLaws.ts";
import { conditionRuns } from "./laws/conditionRuns.ts";
import { countLaws } from "./laws/countLaws.ts";
import { doseClasses } from "./laws/doseClasses.ts";
import { farTypes } from "./laws/farTypes.ts";
import { incidence, totalDoses } from "./laws/incidence.ts";
import { independentParts } from "./laws/independentParts.ts";
import { lawOver, pairLaws } from "./laws/pairLaws.ts";
import { lookup } from "./lookup.ts";
import { nearPairs } from "./nearPairs.ts";
import type { ExposureProbabilities, PairLaw } from "./PairProbabilities.ts";

/** Exact probabilities, and what a mixture of several needs to know of them. */
export interface ExactProbabilities extends ExposureProbabilities {
  readonly types: AgentTypes;
  /** The law of two agents as if they had no block in common. */
  apart(i: number, j: number): PairLaw;
}

/**
 * Exact probabilities for a local exposure under a design of independent blocks or fixed counts. Marginals are computed
 * at once, joint probabilities when asked for. Agents without a common block are independent under coins; under fixed
 * counts their joint law depends on their types alone.
 *
 * Cost: one small dynamic programme for each type of agent and each signature of a pair, and a look-up for each agent and
 * near pair.
 */
export function exactProbabilities(
  subject: { readonly network: Network; readonly law: Law; readonly exposure: Exposure },
  mapping: LocalMapping,
  structure: IndependentBlocks | FixedCounts,
): ExactProbabilities {
  const { network, law, exposure } = subject;
  const { rule } = mapping;
  const { n } = network;
  const { block, blocks } = structure;
  const conditions = exposure.conditions.length;
  const chances = chancesOf(structure, law.arms.length);
  const run = conditionRuns(rule);
  const bits = rule.combine === "bits";
  const doses = totalDoses(mapping);
  const { total, cap } = doseClasses(doses, law.arms.length, bits, run);
  const rows = incidence(mapping, block, (i) => cap(doses[i]!));
  const types = agentTypes(rows, block, chances.group, total);
  const byType = chances.kind === "counts";
  const setting = { chances, focal: rule.focal, conditions, bits, run, ...present({ alike: rule.alike }) };
  const engine = (byType ? countLaws : coinLaws)(rows, block, total, setting);

  const chanceOfType = new Float64Array(types.count * conditions);
  const possibleForType = new Uint8Array(types.count * conditions);
  types.representative.forEach((i, t) => {
    const { joint, possible } = engine.single(i);
    chanceOfType.set(joint, t * conditions);
    possibleForType.set(possible, t * conditions);
  });
  const marginals = new Float64Array(n * conditions);
  for (let i = 0; i < n; i++) {
    const from = types.type[i]! * conditions;
    for (let c = 0; c < conditions; c++) marginals[i * conditions + c] = chanceOfType[from + c]!;
  }
  const laws = pairLaws(engine, types, conditions);
  const near = nearPairs(rows, blocks, types.entry, laws);
  const apart = (i: number, j: number): PairLaw => {
    const { joint, possible } = engine.apart(i, j);
    return lawOver(conditions)({ joint: joint.slice(), possible: possible.slice() }, 0);
  };
  return {
    ...subject,
    types,
    apart,
    ...lookup(exposure, marginals, (i, c, j, d) => laws.of(i, j).joint(c, d)),
    method: "exact",
    mcse: () => 0,
    impossible(condition) {
      const c = exposure.conditions.indexOf(condition);
      const found: number[] = [];
      for (let i = 0; i < n; i++) if (possibleForType[types.type[i]! * conditions + c] === 0) found.push(i);
      return found;
    },
    pairs: {
      forEachNear: near.forEach,
      forEachNearOf: near.forEachOf,
      nearBound: near.bound,
      boundOf: near.boundOf,
      law: laws.of,
      dependents: () => (byType ? new Uint32Array(n).fill(n) : near.dependents()),
      far: byType ? farTypes(types, apart, independentParts(types, rows, chances.group)) : "independent",
    },
  };
}
