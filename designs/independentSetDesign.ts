import { z } from "zod";
import { SpillwayError } from "../src/core/SpillwayError.ts";
import { independentSet } from "../src/network/clusters/independentSet.ts";
import type { Law } from "./Design.ts";
import { type DesignKind, defineDesign } from "./defineDesign.ts";
import { lawOf } from "./law/lawOf.ts";
import { majorityLaw } from "./law/majorityLaw.ts";
import { armNames } from "./settings/armNames.ts";
import { likeness } from "./settings/likeness.ts";

export interface IndependentSetSettings {
  /** Whose effect is wanted: of one's own treatment (`direct`), or of one's neighbours' treatment (`spillover`). Default direct. */
  readonly effect?: "direct" | "spillover";
  /** Number of members of the set that are treated (direct), or whose neighbours shall be (spillover): from 1 to one less than the set. Default: half, rounded down. */
  readonly treated?: number;
  /** Names of the two arms, untreated first. Default control, treated. */
  readonly arms?: readonly [string, string];
}

/**
 * Studies an independent set: agents of which no two are neighbours; all others are auxiliaries. `direct`: a fixed
 * number of the set is treated and auxiliaries never, so members have no treated neighbour and do not interfere. `spillover`: members are never treated; a fixed number of them are targets, and each auxiliary is treated
 * when most of the members that hear from it are targets (with probability 1/2 where half are). Contrasts are about the set.
 *
 * Cai, Zhang and Airoldi (2024), "Independent-set design of experiments for estimating treatment and spillover effects
 * under network interference", section 3. They choose auxiliaries' arms by an optimisation; the majority rule replaces it here.
 *
 * @throws SpillwayError when the set has one agent only, or `treated` cannot be honoured.
 */
export const independentSetDesign: DesignKind<IndependentSetSettings> = defineDesign({
  kind: "independent-set",
  summary: "studies agents of which no two are neighbours; all others are auxiliaries",
  settings: z.strictObject({
    effect: z.enum(["direct", "spillover"], { error: "must be direct or spillover" }).default("direct"),
    treated: z.number({ error: "must be a whole number" }).optional(),
    arms: armNames(),
  }),
  law({ effect, treated, arms }, network) {
    const members = independentSet(network);
    const size = members.length;
    const count = treated ?? Math.floor(size / 2);
    if (size < 2) {
      throw new SpillwayError(
        `independent-set: the set must have at least 2 agents, got ${size}: everybody is a neighbour of everybody; use another design`,
      );
    }
    if (!Number.isInteger(count) || count < 1 || count > size - 1) {
      throw new SpillwayError(
        `independent-set: treated must be an integer from 1 to ${size - 1} (the set has ${size} agents), got ${count}`,
      );
    }
    const law =
      effect === "direct"
        ? directLaw(network.n, members, count, arms)
        : majorityLaw(network, members, count, arms);
    return { ...law, studied: members, notes: [likeness(network, members, "members of the set")] };
  },
});

/** Complete randomization in the set; every auxiliary is a stratum of its own, always untreated. */
function directLaw(n: number, members: Uint32Array, treated: number, arms: readonly string[]): Law {
  const stratum = new Uint32Array(n);
  const counts = [members.length - treated, treated];
  const inside = new Set(members);
  for (let i = 0; i < n; i++) {
    if (inside.has(i)) continue;
    stratum[i] = counts.length / 2;
    counts.push(1, 0);
  }
  return lawOf(arms, n, {
    kind: "fixed-counts",
    block: Uint32Array.from({ length: n }, (_, i) => i),
    blocks: n,
    stratum,
    strata: counts.length / 2,
    counts: Uint32Array.from(counts),
  });
}
