import { z } from "zod";
import { probability, wholeNumber } from "../src/core/fields.ts";
import { type DesignKind, defineDesign } from "./defineDesign.ts";
import { twoStageLaw } from "./law/twoStageLaw.ts";
import { type Saturation, twoStageScheme } from "./law/twoStageScheme.ts";
import { armNames } from "./settings/armNames.ts";
import { type GroupLabels, groupLabels } from "./settings/groupNumbers.ts";

export interface TwoStageSettings {
  /** Group of each agent: a list in the order of the network's ids, or a mapping from id to group. */
  readonly groups: GroupLabels;
  /** The saturations, at least one: each a share or number of treated agents, and how many groups get it, or with what chance. */
  readonly saturations: readonly Saturation[];
  /** Second stage: `complete` treats a fixed number of a group's agents, `bernoulli` each by its own coin. Default complete. */
  readonly within?: "complete" | "bernoulli";
  /** What to do where a share of a group is no whole number of agents: `refuse`, or take the `nearest` (halves up). Default refuse. */
  readonly rounding?: "refuse" | "nearest";
  /** Names of the two arms, untreated first. Default control, treated. */
  readonly arms?: readonly [string, string];
}

/**
 * Two-stage (randomized saturation) design: each group draws a saturation, then that share of its agents is treated. This identifies the effect of the
 * treatment of others in the group, apart from own treatment. With q_s the probability of saturation s and k_s treated of
 * n_g agents, P(Z_i = 1) = Σ q_s k_s/n_g, and within a group P(Z_i = Z_j = 1) = Σ q_s k_s(k_s − 1)/(n_g(n_g − 1)).
 *
 * Hudgens and Halloran (2008), "Toward causal inference with interference", section 3; any number of saturations: Baird,
 * Bohren, McIntosh and Özler (2018), "Optimal design of experiments in the presence of interference", section 2.
 *
 * @throws SpillwayError when groups, saturations and sizes do not fit together (see {@link twoStageScheme}).
 */
export const twoStage: DesignKind<TwoStageSettings> = defineDesign({
  kind: "two-stage",
  summary: "groups draw a saturation, then that share of each group is treated",
  settings: z.strictObject({
    groups: groupLabels(),
    saturations: z
      .array(saturation(), { error: "must be a list of saturations" })
      .min(1, { error: "must hold at least one saturation" })
      .readonly(),
    within: z.enum(["complete", "bernoulli"], { error: "must be complete or bernoulli" }).default("complete"),
    rounding: z.enum(["refuse", "nearest"], { error: "must be refuse or nearest" }).default("refuse"),
    arms: armNames(),
  }),
  law(settings, network) {
    const scheme = twoStageScheme(network, settings);
    const { cutEdges, rounded } = scheme;
    const notes = [
      ...(cutEdges === 0
        ? []
        : [
            `${cutEdges} of ${network.edges} edges join agents of different groups: treatment may pass along them whatever a group's saturation`,
          ]),
      ...(rounded === 0
        ? []
        : [
            `${rounded} of ${scheme.sizes.length * scheme.treated.length} shares of groups are no whole numbers of agents and were rounded`,
          ]),
    ];
    return { ...twoStageLaw(scheme, settings.within, settings.arms), ...(notes.length > 0 ? { notes } : {}) };
  },
});

function saturation(): z.ZodReadonly<
  z.ZodObject<{
    share: z.ZodOptional<z.ZodNumber>;
    treated: z.ZodOptional<z.ZodUnion<readonly [z.ZodNumber, z.ZodRecord<z.ZodString, z.ZodNumber>]>>;
    groups: z.ZodOptional<z.ZodNumber>;
    chance: z.ZodOptional<z.ZodNumber>;
  }>
> {
  const number = z.number();
  const above0 = "must be a probability above 0, at most 1";
  return z
    .strictObject({
      share: probability().optional(),
      treated: z
        .union([number, z.record(z.string(), number)], {
          error: "must be a whole number, or a mapping from group to whole number",
        })
        .optional(),
      groups: wholeNumber(1).optional(),
      chance: z.number({ error: above0 }).positive({ error: above0 }).max(1, { error: above0 }).optional(),
    })
    .readonly();
}
