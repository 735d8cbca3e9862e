import { potentialOutcomes, type ResponseTable } from "../agents/synthetic/potentialOutcomes.ts";
import { sum } from "../core/numbers/sum.ts";
import { contrastPopulation } from "../study/contrastPopulation.ts";
import type { PreparedStudy } from "../study/prepareStudy.ts";
import { globalEffect } from "./globalEffect.ts";
import { replayedContrasts } from "./replayedContrasts.ts";
import type { Truth, Truths } from "./Truth.ts";

export interface TruthOptions {
  /** Fresh assignments to replay, from 2, where a replay is needed. Default 200, fewer when n × rounds exceeds 100,000. */
  readonly replays?: number;
}

/**
 * The true values that a study of synthetic agents is judged by; undefined when the agents are not synthetic.
 *
 * - exposure-response agents, the same in all arms and heard by all that hear them: for each contrast the mean difference of potential outcomes over its population, exactly
 * - all others: the expected exposure effect under this design (Sävje 2024, "Causal inference with misspecified exposure
 *   mappings", Biometrika 111), by replaying the same agents under fresh assignments; it depends on the design
 *
 * - agents of an A/A study: 0
 *
 * and the global average treatment effect (GATE), by replay.
 */
export function truths(prepared: PreparedStudy, options: TruthOptions = {}): Truths | undefined {
  const { study, network } = prepared;
  if (!study.model.agents.synthetic) return undefined;
  if (study.data.aa) return nothing(prepared);
  const turns = network.n * study.data.rounds;
  const replays = options.replays ?? Math.max(20, Math.min(200, Math.floor(2e7 / turns)));
  const contrasts =
    study.model.agents.name === "exposure-response" &&
    study.data.treat === undefined &&
    study.data.interact === undefined
      ? tableContrasts(prepared)
      : replayedContrasts(prepared, replays);
  const global = globalEffect(prepared, Math.min(20, replays));
  return { contrasts, ...(global ? { global } : {}) };
}

/** Of an A/A study every contrast is 0: what an agent does never depends on an assignment. */
function nothing({ study, probabilities, law }: PreparedStudy): Truths {
  const zero = { value: 0, how: "exact: every agent gets the same treatment, whatever the assignment (A/A)" };
  const contrasts = study.inquiry.flatMap(({ name, first, second }) =>
    contrastPopulation(probabilities, first, second).length === 0 ? [] : [{ contrast: name, ...zero }],
  );
  return { contrasts, ...(law.arms.length === 2 ? { global: zero } : {}) };
}

function tableContrasts({ study, probabilities, setting }: PreparedStudy): Truth[] {
  const table = potentialOutcomes(study.model.agents.params as unknown as ResponseTable, setting);
  return study.inquiry.flatMap(({ name, first, second }) => {
    const inside = contrastPopulation(probabilities, first, second);
    if (inside.length === 0) return [];
    const value = sum(inside.map((i) => table.of(i, first) - table.of(i, second))) / inside.length;
    return [{ contrast: name, value, how: "exact: the table of potential outcomes" }];
  });
}
