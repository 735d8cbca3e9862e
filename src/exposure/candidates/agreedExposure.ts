import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import type { Network } from "../../network/Network.ts";
import type { Candidates, Dependence, Exposure, LocalMapping } from "../Exposure.ts";
import { conditionsOf } from "../localExposure.ts";
import { perNetwork } from "../perNetwork.ts";
import { agreedMapping } from "./agreedMapping.ts";

/** The condition of agents whose candidates disagree. */
const IN_DOUBT = "in-doubt";

/** Name of the study's own network among the candidates. */
export const PLANNED = "planned";

interface Asked {
  readonly name: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** The mapping that is asked on each candidate. */
  readonly base: Exposure;
  /** Names of the candidates, and the candidates for the agents of a network, in the same order. */
  readonly names: readonly string[];
  networks(network: Network): readonly Network[];
  /** Number of arms, as far as known. */
  readonly arms?: number;
}

/**
 * A mapping asked on several networks at once: an agent is in a condition when it is in it on every one of them, and
 * `in-doubt` when they differ. If one of the networks is right, an agent in a condition is in it in truth, whichever network that is; so
 * every estimator by inverse probabilities of these conditions is as unbiased as with the right network alone. Weinstein and Nevo
 * (2023), "Causal inference with misspecified network interference structure", arXiv:2302.11322.
 */
export function agreedExposure({ name, params, base, names, networks, arms = 2 }: Asked): Exposure {
  if (base.conditions.includes(IN_DOUBT))
    throw new SpillwayError(
      `${name}: the condition ${shown(IN_DOUBT)} is that of agents in doubt: give it another name`,
    );
  if (base.conditions.length > 255)
    throw new SpillwayError(
      `${name}: an exposure on candidate networks has at most 255 conditions, got ${base.conditions.length}`,
    );
  const inDoubt = base.conditions.length;
  const conditions = [...base.conditions, IN_DOUBT];
  const made = perNetwork(networks);
  const local = perNetwork((network: Network): LocalMapping | undefined => {
    const mappings: LocalMapping[] = [];
    for (const one of made(network)) {
      const mapping = base.local?.(one);
      if (mapping === undefined) return undefined;
      mappings.push(mapping);
    }
    return agreedMapping(mappings, network, arms, inDoubt);
  });
  const agreed = (found: readonly number[]): number =>
    found.every((one) => one === found[0]) ? found[0]! : inDoubt;
  const dependence: Dependence | undefined = base.dependence ?? dependenceOf(base);
  const candidates: Candidates = {
    base,
    names,
    networks: made,
    first: (count) =>
      agreedExposure({
        ...{ name, params, base, arms },
        names: names.slice(0, count),
        networks: (network) => made(network).slice(0, count),
      }),
  };
  return {
    name,
    params,
    conditions,
    local,
    candidates,
    ...(dependence
      ? {
          dependence: {
            agents(network, i) {
              const all = made(network).flatMap((one) => [...dependence.agents(one, i)]);
              return Uint32Array.from(new Set(all)).sort();
            },
            condition: (network, i, assignment) =>
              agreed(made(network).map((one) => dependence.condition(one, i, assignment))),
          },
        }
      : {}),
    of(network, assignment) {
      const mapping = local(network);
      if (mapping) return conditionsOf(mapping, assignment);
      const found = made(network).map((one) => base.of(one, assignment));
      return found[0]!.map((_, i) => agreed(found.map((one) => one[i]!)));
    },
    forArms: (known) =>
      agreedExposure({
        ...{ name, params, names, networks: made },
        base: base.forArms?.(known) ?? base,
        arms: known.length,
      }),
  };
}

/** Which agents a local rule looks at, for candidates whose rules together are too large to tabulate. */
function dependenceOf(base: Exposure): Dependence | undefined {
  const local = base.local;
  if (!local) return undefined;
  const of = perNetwork((network: Network) => local.call(base, network));
  const mapped = (network: Network): LocalMapping => {
    const mapping = of(network);
    if (mapping === undefined)
      throw new SpillwayError(`${base.name}: has no local form on a candidate network`);
    return mapping;
  };
  return {
    agents(network, i) {
      const { offsets, sources } = mapped(network).network;
      return Uint32Array.from(new Set([...sources.subarray(offsets[i]!, offsets[i + 1]!), i])).sort();
    },
    condition(network, i, arms) {
      const { network: near, doses, rule } = mapped(network);
      let treated = 0;
      let total = 0;
      for (let e = near.offsets[i]!; e < near.offsets[i + 1]!; e++) {
        const dose = doses ? doses[e]! : 1;
        const counts = arms[near.sources[e]!] === rule.focal;
        total = rule.combine === "bits" ? total | dose : total + dose;
        if (counts) treated = rule.combine === "bits" ? treated | dose : treated + dose;
      }
      return rule.condition(arms[i]!, treated, total);
    },
  };
}
