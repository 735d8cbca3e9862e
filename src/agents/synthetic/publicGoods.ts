import { z } from "zod";
import type { Kind } from "../../core/defineKind.ts";
import { probability } from "../../core/fields.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import type { Heard } from "../Agent.ts";
import { definePopulation } from "../definePopulation.ts";
import type { Population } from "../Population.ts";
import { atLeastZero } from "./atLeastZero.ts";
import { type ContributionSettings, contributionFields, contributionRule } from "./contributionRule.ts";
import { saidField } from "./saidField.ts";

export interface PublicGoodsSettings extends ContributionSettings {
  /** What each unit in the pot brings to each member of the group, from 0; default 0.4. */
  readonly mpcr?: number;
  /** Share of agents that never give anything, from 0 to 1; default 0.3. Treatment does not move them. */
  readonly freeRiders?: number;
  /** Share of agents that always give everything, from 0 to 1; default 0. */
  readonly altruists?: number;
  /** What the outcome is: the `contribution` of the round, or the `payoff` of the round before; default contribution. */
  readonly outcome?: "contribution" | "payoff";
}

const WHO = "public-goods";

/**
 * Agents that play a public goods game in each round, an agent's group being itself and those that it hears. Some are
 * free riders, some give everything, and all others cooperate conditionally (see {@link contributionRule}). With e the
 * endowment and G the group, an agent earns
 *
 *   payoff_i(t) = e − c_i(t) + mpcr · Σ_{j ∈ G} c_j(t)
 *
 * which it knows in the round after, when it has heard the others (Isaac and Walker 1988, "Group size effects in public
 * goods provision", Quarterly Journal of Economics 103; Fehr and Gächter 2000, "Cooperation and punishment in public goods
 * experiments", American Economic Review 90). In a group of n that hear each other, payoffs add up to
 * n e + (n · mpcr − 1) · (sum of contributions). Messages are `{ contribution }`.
 */
export const publicGoods: Kind<PublicGoodsSettings, Population> = definePopulation({
  kind: WHO,
  summary: "agents that play a public goods game: free riders, altruists and conditional cooperators",
  settings: z
    .strictObject({
      ...contributionFields,
      mpcr: atLeastZero().default(0.4),
      freeRiders: probability().default(0.3),
      altruists: probability().default(0),
      outcome: z
        .enum(["contribution", "payoff"], { error: "must be contribution or payoff" })
        .default("contribution"),
    })
    .refine(({ freeRiders, altruists }) => freeRiders + altruists <= 1, {
      path: ["altruists"],
      message: "must be a share that leaves the sum with freeRiders at 1 or below",
    }),
  make: (params): Population => ({
    name: WHO,
    params,
    synthetic: true,
    ...(params.outcome === "payoff" ? { leastRounds: 2 } : {}),
    create(setting) {
      const { endowment, mpcr, freeRiders, altruists } = params;
      const { network, rng } = setting;
      const rule = contributionRule(WHO, params, setting);
      const type = Float64Array.from(network.ids, (id) => rng.fork(id).fork("type").uniform());
      return (i) => (view) => {
        const kind = type[i]!;
        const contribution =
          kind < freeRiders ? 0 : kind < freeRiders + altruists ? endowment : rule(i, view);
        const said = { contribution };
        if (params.outcome === "contribution") return { said, state: contribution, outcome: contribution };
        if (view.state === undefined) return { said, state: contribution };
        if (typeof view.state !== "number")
          throw new SpillwayError(`${WHO}: wanted the contribution of the round before as state, got none`);
        const pot = view.state + given(view.heard);
        return { said, state: contribution, outcome: endowment - view.state + mpcr * pot };
      };
    },
  }),
});

function given(heard: readonly Heard[]): number {
  return heard.reduce((sum, one) => {
    const contribution = saidField(one, "contribution", WHO);
    if (typeof contribution === "number") return sum + contribution;
    throw new SpillwayError(
      `${WHO}: wanted a number as the contribution of agent ${one.from}, got another thing`,
    );
  }, 0);
}
