import { z } from "zod";
import { seed, wholeNumber } from "../src/core/fields.ts";
import { rng } from "../src/core/rng.ts";
import { type DesignKind, defineDesign } from "./defineDesign.ts";
import { type ClusterAssignment, clusterLaw, sizedAssignment } from "./law/clusterLaw.ts";
import {
  clusterMethods,
  type MethodName,
  type MethodSetting,
  methodNames,
} from "./settings/clusterMethods.ts";

export interface GraphClusterSettings extends ClusterAssignment {
  /** How clusters are found: `leiden` and `louvain` (communities), `label-propagation`, `balanced` (equal sizes), `net`, `3-net` (balls around agents that are far apart) or `1-hop-max`. Default leiden. */
  readonly method?: MethodName;
  /** Resolution of Leiden and Louvain, above 0; higher gives more and smaller clusters. Default 1. */
  readonly resolution?: number;
  /** Most agents in a cluster, for label-propagation (default: no limit) and balanced, from 1 on. */
  readonly maxSize?: number;
  /** Number of clusters, for balanced, from 1 to the number of agents; either this or `maxSize`. */
  readonly clusters?: number;
  /** How often balanced goes through the agents, from 1 on. Default 10. */
  readonly passes?: number;
  /** Seeds of net are more than so many steps apart, from 1 on. */
  readonly hops?: number;
  /** Seed of the clustering alone. Fixed by the settings, so that the law is known before anything is assigned. Default 1. */
  readonly seed?: string | number;
}

/**
 * Graph cluster randomization: clusters are found in the network and assigned as wholes, so that most agents share their arm with most of their
 * neighbours. The clustering is part of the settings (method and seed); all probabilities are conditional on it.
 * Ugander, Karrer, Backstrom and Kleinberg (2013), "Graph cluster randomization", section 3; Leiden: Traag, Waltman and
 * van Eck (2019).
 *
 * @throws SpillwayError when the number or share of treated clusters cannot be honoured.
 */
export const graphCluster: DesignKind<GraphClusterSettings> = defineDesign({
  kind: "graph-cluster",
  summary: "clusters found in the network (Leiden, 3-net, equal sizes and others), treated whole",
  settings: z
    .strictObject({
      method: z.enum(methodNames, { error: `must be one of ${methodNames.join(", ")}` }).default("leiden"),
      resolution: z.number().positive({ error: "must be a number above 0" }).optional().meta({ default: 1 }),
      maxSize: wholeNumber(1).optional(),
      clusters: wholeNumber(1).optional(),
      passes: wholeNumber(1).optional().meta({ default: 10 }),
      hops: wholeNumber(1).optional(),
      seed: seed().default(1),
      ...sizedAssignment(),
    })
    .superRefine((given, context) => {
      const { takes, oneOf = [] } = clusterMethods[given.method];
      const complain = (key: string, message: string): void =>
        context.addIssue({ code: "custom", path: [key], message, input: given });
      for (const key of KEYS) {
        if (given[key] === undefined || takes.includes(key)) continue;
        complain(key, `must be left out with method ${given.method} (it belongs to ${ownersOf(key)})`);
      }
      const named = oneOf.filter((key) => given[key] !== undefined);
      if (named.length > 1) complain(named[1]!, `must be left out where ${named[0]!} is given`);
      if (named.length > 0 || oneOf.length === 0) return;
      const or = oneOf.length > 1 ? ` (or give ${oneOf.slice(1).join(" or ")})` : "";
      complain(oneOf[0]!, `must be a whole number of at least 1 with method ${given.method}${or}`);
    })
    .overwrite((given) => ({ ...clusterMethods[given.method].defaults, ...given })),
  law({ method, resolution, maxSize, clusters, passes, hops, seed: clusteringSeed, ...assignment }, network) {
    const stream = rng(clusteringSeed).fork("clustering");
    const settings = { resolution, maxSize, clusters, passes, hops };
    return clusterLaw("graph-cluster", clusterMethods[method].find(network, settings, stream), assignment);
  },
});

const KEYS = ["resolution", "maxSize", "clusters", "passes", "hops"] as const;

/** The methods that take a setting, in words. */
function ownersOf(key: MethodSetting): string {
  return methodNames.filter((name) => clusterMethods[name].takes.includes(key)).join(" and ");
}
