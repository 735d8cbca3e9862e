// Hudgens and Halloran (2008), "Toward causal inference with interference", Journal of the American Statistical Association 103, section 4.
import { z } from "zod";
import type { Law } from "../designs/Design.ts";
import { few } from "../src/core/few.ts";
import { NO_VARIATION } from "./contrast/weightedContrast.ts";
import { defineEstimator, type EstimatorKind } from "./defineEstimator.ts";
import type { WorldData } from "./ExperimentData.ts";
import { answerByWorlds } from "./further/answerByWorlds.ts";
import { type FurtherRow, furtherHead } from "./further/furtherHead.ts";
import type { PolicyInquiry } from "./Inquiry.ts";
import { waldInterval } from "./interval/waldInterval.ts";
import { betweenSaturations } from "./policy/betweenSaturations.ts";
import { directEffect } from "./policy/directEffect.ts";
import { type GroupMeans, groupMeans } from "./policy/groupMeans.ts";
import { saturationOf } from "./policy/saturationOf.ts";

export interface TwoStageEffectsSettings {
  /** Whether groups count the same (`groups`) or agents do (`agents`), where groups differ in size. Default groups. */
  readonly weights?: "groups" | "agents";
}

const head = { name: "two-stage-effects", claim: "design-based" } as const;

/**
 * Direct, indirect, total and overall effects of saturations from a two-stage experiment: differences of means of groups. A
 * policy is one of the design's saturations; there may be more than two of them. Interference stays within groups, and the variance
 * of the direct effect holds when outcomes depend on others only through the number treated (stratified interference). Needs two groups for each saturation.
 * Cost: O(n).
 */
export const twoStageEffects: EstimatorKind<TwoStageEffectsSettings> = defineEstimator({
  kind: "two-stage-effects",
  summary: "direct, indirect, total and overall effects of saturations, for the design two-stage",
  settings: z.strictObject({
    weights: z.enum(["groups", "agents"], { error: "must be groups or agents" }).default("groups"),
  }),
  assumes: ["randomized", "partial-interference", "stratified-interference"],
  cite: "Hudgens, M. G. and Halloran, M. E. (2008). Toward causal inference with interference. Journal of the American Statistical Association 103; Basse, G. and Feller, A. (2018). Analyzing two-stage experiments in the presence of interference. Journal of the American Statistical Association 113.",
  refuses: refusal,
  answers: ["policy"],
  answer: ({ weights }, data, inquiry) =>
    answerByWorlds(data, (world) => answerIn(weights, world, inquiry as PolicyInquiry)),
});

function answerIn(weights: "groups" | "agents", world: WorldData, inquiry: PolicyInquiry): FurtherRow {
  const { law, network } = world.probabilities;
  const { effect, saturation, reference = 0 } = inquiry;
  const missing = network.ids.filter((_, i) => world.observed[i] === 0);
  const base = {
    ...furtherHead(head, world, inquiry),
    population: network.n - missing.length,
    excluded: missing,
    notes: [
      `means of ${weights === "groups" ? "groups, each of which counts the same" : "groups, weighted by their numbers of agents"}`,
      ...(missing.length > 0
        ? [
            `${missing.length} agents without an outcome left out: valid only if treatment does not decide who answers`,
          ]
        : []),
      ...(law.twoStage && law.twoStage.cutEdges > 0
        ? [
            `${law.twoStage.cutEdges} edges join agents of different groups: interference along them is assumed away`,
          ]
        : []),
    ],
  };
  const because = refusal(law);
  const none = (reason: string): FurtherRow => ({ ...base, because: `two-stage-effects: ${reason}` });
  if (because !== undefined || !law.twoStage) return none(because ?? "");
  const scheme = law.twoStage;
  const [at, against] = [saturation, reference].map((share) => saturationOf(share, scheme));
  if (typeof at === "string") return none(at);
  if (effect !== "direct" && typeof against === "string") return none(against);
  if (effect !== "direct" && at === against)
    return none(`saturation and reference are the same, ${saturation}`);
  const all = groupMeans(scheme, world);
  const doubtful = all.filter(({ saturations }) => saturations.length > 1);
  const groupsAt = (s: number): GroupMeans[] => all.filter(({ saturations }) => saturations.includes(s));
  const [first, second] = [groupsAt(at!), effect === "direct" ? [] : groupsAt(against as number)];
  const unclear = doubtful.filter((group) => first.includes(group) || second.includes(group));
  if (unclear.length > 0)
    return none(
      `the saturation of ${few(
        unclear.map(({ name }) => `group ${name}`),
        5,
      )} cannot be told: two saturations treat the same number of its agents`,
    );
  const arms = sidesOf(effect);
  const sides = [
    {
      groups: first,
      arms: effect === "direct" ? (["treatedSeen", "untreatedSeen"] as const) : [arms[0]],
      share: saturation,
    },
    ...(effect === "direct" ? [] : [{ groups: second, arms: [arms[1]], share: reference }]),
  ];
  for (const { groups, share, arms: wanted } of sides) {
    if (groups.length < 2)
      return none(
        `wanted at least two groups with a saturation of ${share}, got ${groups.length}: ${groups.length === 1 ? "an effect of the saturation cannot be told from what is special about that group" : "none drew it"}`,
      );
    const empty = groups.filter((group) => wanted.some((arm) => group[arm].count === 0));
    if (empty.length > 0)
      return none(
        `wanted an outcome in each arm that is compared, and ${few(
          empty.map(({ name }) => `group ${name}`),
          5,
        )} with a saturation of ${share} has none in one of them`,
      );
  }
  const weight = ({ size }: GroupMeans): number =>
    weights === "groups" ? 1 : (all.length * size) / network.n;
  const found =
    effect === "direct"
      ? directEffect(first, all.length, weight)
      : betweenSaturations(
          [
            { groups: first, of: (group) => group[arms[0]] },
            { groups: second, of: (group) => group[arms[1]] },
          ],
          weight,
        );
  const row = {
    ...base,
    estimate: found.estimate,
    confidence: world.confidence,
    groups: Object.fromEntries(sides.map(({ groups, share }) => [`groups at ${share}`, groups.length])),
    notes: [...base.notes, ...found.notes],
  };
  if (!(found.variance > 0)) return { ...row, withheld: NO_VARIATION };
  return {
    ...row,
    variance: found.variance,
    se: Math.sqrt(found.variance),
    varianceMethod: "between-groups",
    ...waldInterval(found.estimate, found.variance, found.degrees, world.confidence),
  };
}

/** Whose outcomes are compared: at the saturation, and at the reference. */
function sidesOf(
  effect: PolicyInquiry["effect"],
): readonly ["untreatedSeen" | "treatedSeen" | "allSeen", "untreatedSeen" | "allSeen"] {
  if (effect === "overall") return ["allSeen", "allSeen"];
  return [effect === "indirect" ? "untreatedSeen" : "treatedSeen", "untreatedSeen"];
}

function refusal({ twoStage }: Law): string | undefined {
  if (!twoStage)
    return "groups must have drawn saturations by the design two-stage, and this design draws none: use that design, or partial-interference";
  if (twoStage.within === "bernoulli")
    return "with within: bernoulli the arms do not tell which saturation a group drew: use within: complete, or the estimator partial-interference";
  return undefined;
}
