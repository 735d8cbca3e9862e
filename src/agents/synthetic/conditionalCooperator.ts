import { z } from "zod";
import type { Kind } from "../../core/defineKind.ts";
import { definePopulation } from "../definePopulation.ts";
import type { Population } from "../Population.ts";
import { type ContributionSettings, contributionFields, contributionRule } from "./contributionRule.ts";

export type ConditionalCooperatorSettings = ContributionSettings;

const WHO = "conditional-cooperator";

/**
 * Agents that give what others give, or a little less (see {@link contributionRule}): cooperation that decays by itself
 * and spreads from treated neighbours. Messages are `{ contribution }` and the outcome is the contribution.
 *
 * Where nobody reaches 0 or the endowment and everybody hears equally many, the mean contribution follows
 * m(t) = slope · m(t − 1) − bias + push · (share treated).
 */
export const conditionalCooperator: Kind<ConditionalCooperatorSettings, Population> = definePopulation({
  kind: WHO,
  summary: "agents that contribute in proportion to what they hear others contribute",
  settings: z.strictObject(contributionFields),
  make: (params): Population => ({
    name: WHO,
    params,
    synthetic: true,
    create(setting) {
      const rule = contributionRule(WHO, params, setting);
      return (i) => (view) => {
        const contribution = rule(i, view);
        return { said: { contribution }, outcome: contribution };
      };
    },
  }),
});
