import type { Law } from "../../designs/Design.ts";
import type { FixedCounts, IndependentBlocks } from "../../designs/Structure.ts";
import type { Exposure, LocalMapping } from "../exposure/Exposure.ts";
import type { Network } from "../network/Network.ts";
import { chancesOf } from "./Chances.ts";
import { conditionRuns } from "./conditionRuns.ts";
import { farTypes } from "./farTypes.ts";
import { lookup } from "./lookup.ts";
import { nearPairs } from "./nearPairs.ts";
import type { ExposureProbabilities } from "./PairProbabilities.ts";
import { pairProfiles } from "./pairProfiles.ts";
import { touch } from "./touch.ts";
import { isZeroRule, zeroPairs } from "./zeroPairs.ts";

/**
 * Exact probabilities for a local exposure under a design of independent blocks or fixed counts. Marginals are computed
 * at once, joint probabilities when asked for. Agents without a common block are independent under coins; under fixed
 * counts their joint law depends on their types alone.
 *
 * Cost: one small dynamic programme for each different neighbourhood, and a look-up for each agent or near pair.
 */
export function exactProbabilities(
  subject: { readonly network: Network; readonly law: Law; readonly exposure: Exposure },
  mapping: LocalMapping,
  structure: IndependentBlocks | FixedCounts,
): ExposureProbabilities {
  const { law, exposure } = subject;
  const { network: near, rule: local } = mapping;
  const { n } = near;
  const conditions = exposure.conditions.length;
  const chances = chancesOf(structure, law.arms.length);
  const run = conditionRuns(local);
  const listens = (degree: number): boolean => law.arms.some((_, own) => run(degree, own).open > 0);
  const rows = touch(near, structure.block, listens);
  const setting = { chances, focal: local.focal, conditions, run };
  const profiles = (isZeroRule(near, setting) ? zeroPairs : pairProfiles)(
    near,
    structure.block,
    rows,
    setting,
  );

  const marginals = new Float64Array(n * conditions);
  const reachable = new Uint8Array(n * conditions);
  for (let i = 0; i < n; i++) {
    const { joint, possible } = profiles.single(i);
    marginals.set(joint, i * conditions);
    reachable.set(possible, i * conditions);
  }
  const byType = chances.kind === "counts";
  const pairs = nearPairs(rows, structure.blocks, profiles);
  const far = byType ? farTypes(n, profiles) : "independent";
  return {
    ...subject,
    ...lookup(exposure, marginals, (i, c, j, d) => profiles.pair(i, j).joint(c, d)),
    method: "exact",
    mcse: () => 0,
    impossible: (condition) => {
      const c = exposure.conditions.indexOf(condition);
      return Array.from({ length: n }, (_, i) => i).filter((i) => reachable[i * conditions + c] === 0);
    },
    pairs: {
      forEachNear: pairs.forEach,
      forEachNearOf: pairs.forEachOf,
      nearBound: pairs.bound,
      dependents: () => (byType ? new Uint32Array(n).fill(n) : pairs.dependents()),
      far,
    },
  };
}
