import type { Exposure } from "../../src/exposure/Exposure.ts";
import type { Network } from "../../src/network/Network.ts";
import type { ExposureMap } from "./ExposureMap.ts";

/**
 * A study's own exposure mapping as a map: two assignments are the same to an agent where they put it into the same condition. Conditions are computed agent by agent where the mapping says from whom they come; else for
 * all agents at once, and kept for the last assignments.
 */
export function exposureAsMap(exposure: Exposure, network: Network): ExposureMap {
  const head = {
    name: "study",
    words: `the condition of the study's exposure mapping (${exposure.name})`,
    loose: exposure.name === "own-arm" || (exposure.name === "any-treated" && exposure.params.hops === 1),
    features: [],
    classes: (arms: Uint8Array): Uint8Array => exposure.of(network, arms),
  };
  const local = exposure.local?.(network);
  if (local) {
    const { network: around, doses, rule } = local;
    const bits = rule.combine === "bits";
    const condition = (i: number, arms: Uint8Array): number => {
      let [treated, total] = [0, 0];
      for (let e = around.offsets[i]!; e < around.offsets[i + 1]!; e++) {
        const dose = doses ? doses[e]! : 1;
        total = bits ? total | dose : total + dose;
        if (arms[around.sources[e]!] === rule.focal) treated = bits ? treated | dose : treated + dose;
      }
      return rule.condition(arms[i]!, treated, total);
    };
    return {
      ...head,
      same: (i, one, other) => condition(i, one) === condition(i, other),
      looksAt: (i) => new Set([i, ...around.sources.subarray(around.offsets[i]!, around.offsets[i + 1]!)]),
    };
  }
  const { dependence } = exposure;
  if (dependence)
    return {
      ...head,
      same: (i, one, other) =>
        dependence.condition(network, i, one) === dependence.condition(network, i, other),
      looksAt: (i) => dependence.agents(network, i),
    };
  const everybody = Array.from({ length: network.n }, (_, i) => i);
  return {
    ...head,
    same: (i, one, other) => exposure.of(network, one)[i] === exposure.of(network, other)[i],
    looksAt: () => everybody,
  };
}
