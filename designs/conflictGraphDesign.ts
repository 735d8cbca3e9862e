import { z } from "zod";
import type { ConflictTarget } from "../src/network/clusters/conflictGraph.ts";
import type { Law } from "./Design.ts";
import { type DesignKind, defineDesign } from "./defineDesign.ts";
import { conflictAssignment, conflictEvents, drawDesires, NO_DESIRE } from "./law/conflictEvents.ts";
import { type ConflictScheme, conflictScheme, treatedChances } from "./law/conflictScheme.ts";
import { lawOf } from "./law/lawOf.ts";
import { mergeAssignments } from "./law/mergeAssignments.ts";
import { armNames } from "./settings/armNames.ts";

export interface ConflictGraphSettings {
  /** The effect that the design is made for: `direct`, `spillover` or `global`. */
  readonly target: ConflictTarget;
  /** How cautious desires are, at least 1: each agent desires something with probability 1/(rλ). Default 2. */
  readonly r?: number;
  /** Names of the two arms, untreated first. Default control, treated. */
  readonly arms?: readonly [string, string];
}

/** Up to so many agents, all 3ⁿ desires are listed. */
const MOST_LISTED = 8;

/**
 * A design for one effect at a time. Each agent requests one of the two local assignments that the effect compares (or none);
 * a request is granted unless a conflicting agent of higher priority also made one. All other agents are untreated.
 * The variance of the modified Horvitz–Thompson estimator (`conflictGraphEstimate`) is of the order λ/n, with λ the
 * largest eigenvalue of the conflict graph. The plan keeps the requests (the authors' desires), which the estimator needs.
 *
 * Kandiros, Pipis, Daskalakis and Harshaw (2024), "The conflict graph design", section 4.
 */
export const conflictGraphDesign: DesignKind<ConflictGraphSettings> = defineDesign({
  kind: "conflict-graph",
  summary: "for one effect: agents request one of the two local assignments it compares, granted by priority",
  settings: z.strictObject({
    target: z.enum(["direct", "spillover", "global"], { error: "must be direct, spillover or global" }),
    r: z
      .number({ error: "must be a number of at least 1" })
      .min(1, { error: "must be a number of at least 1" })
      .default(2),
    arms: armNames(),
  }),
  law: ({ target, r, arms }, network) => conflictLaw(conflictScheme(network, target, r), arms),
});

function conflictLaw(scheme: ConflictScheme, arms: readonly string[]): Law {
  const { n } = scheme.network;
  const desires: Law["desires"] = (rng) => drawDesires(scheme, rng);
  const draw: Law["draw"] = (rng) =>
    conflictAssignment(scheme, conflictEvents(scheme, drawDesires(scheme, rng)));
  if (n <= MOST_LISTED) {
    const listed = mergeAssignments(allOutcomes(scheme));
    const law = lawOf(arms, n, {
      kind: "explicit-support",
      assignments: listed.map(([assignment]) => assignment),
      probability: Float64Array.from(listed, ([, p]) => p),
    });
    return { ...law, draw, desires, conflict: scheme };
  }
  const treated = treatedChances(scheme);
  return {
    n,
    arms,
    structure: { kind: "sampler-only" },
    draw,
    desires,
    conflict: scheme,
    marginal: (i, arm) => (arm === 1 ? treated[i]! : 1 - treated[i]!),
  };
}

function* allOutcomes(scheme: ConflictScheme): Generator<readonly [Uint8Array, number]> {
  const { network, desire } = scheme;
  // With r = 1 and no conflicts everybody desires something.
  const chance = [desire, desire, 1 - 2 * desire];
  const desires = new Uint8Array(network.n);
  for (let k = 0; k < 3 ** network.n; k++) {
    let p = 1;
    for (let i = 0, rest = k; i < network.n; i++, rest = Math.floor(rest / 3)) {
      desires[i] = rest % (NO_DESIRE + 1);
      p *= chance[desires[i]!]!;
    }
    if (p > 0) yield [conflictAssignment(scheme, conflictEvents(scheme, desires)), p];
  }
}
