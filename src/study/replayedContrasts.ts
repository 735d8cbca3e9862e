import { compensatedSum, sum } from "../core/sum.ts";
import { replay } from "../run/replay.ts";
import { contrastPopulation } from "./contrastPopulation.ts";
import type { PreparedStudy } from "./prepareStudy.ts";
import type { Truth } from "./Truth.ts";

/**
 * The expected exposure effect of each contrast under the study's design: the mean, over fresh assignments, of the
 * Horvitz–Thompson estimate with the design's probabilities (Sävje 2024, section 3). Agents keep their traits; the chance
 * of their turns is new in each replay, as are assignments, from the stream `truth`.
 *
 * Cost: `replays` × rounds × (n + edges).
 */
export function replayedContrasts(prepared: PreparedStudy, replays: number): Truth[] {
  const { study, network, law, probabilities, setting, streams } = prepared;
  const { conditions, marginals, exposure } = probabilities;
  const agentOf = study.model.agents.create(setting);
  const asked = study.inquiry.map(({ name, first, second }) => ({
    name,
    first: conditions.indexOf(first),
    second: conditions.indexOf(second),
    inside: contrastPopulation(probabilities, first, second),
    estimates: [] as number[],
  }));
  for (let r = 0; r < replays; r++) {
    const stream = streams.truth.fork(r);
    const arms = law.draw(stream.fork("assign"));
    const { outcomes } = replay({
      network,
      world: 0,
      rounds: study.data.rounds,
      agentOf,
      rng: stream.fork("run"),
      arms,
      armNames: law.arms,
      ...(study.data.interact ? { interaction: study.data.interact } : {}),
    });
    const condition = exposure.of(network, arms);
    for (const { first, second, inside, estimates } of asked) {
      const total = compensatedSum();
      for (const i of inside) {
        const c = condition[i]!;
        if (c !== first && c !== second) continue;
        const weighted = outcomes[i]! / marginals[i * conditions.length + c]!;
        total.add(c === first ? weighted : -weighted);
      }
      estimates.push(total.value / inside.length);
    }
  }
  return asked.flatMap(({ name, inside, estimates }) => {
    if (inside.length === 0) return [];
    const how = `the expected exposure effect under this design: mean of the Horvitz–Thompson estimate over ${replays} replays of the same agents`;
    return [{ contrast: name, ...meanAndError(estimates), how }];
  });
}

/** The mean of simulated values and its Monte Carlo standard error, sd/√R. */
export function meanAndError(values: readonly number[]): { value: number; mcse: number } {
  const value = sum(values) / values.length;
  const spread = sum(values.map((x) => (x - value) ** 2)) / (values.length - 1);
  return { value, mcse: Math.sqrt(spread / values.length) };
}
