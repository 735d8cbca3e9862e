import type { PotentialOutcomes } from "../agents/synthetic/potentialOutcomes.ts";
import { sum } from "../core/numbers/sum.ts";
import type { Rng } from "../core/rng.ts";
import type { ExposureProbabilities } from "../probability/PairProbabilities.ts";
import { contrastPopulation } from "../study/contrastPopulation.ts";
import type { Study } from "../study/study.ts";
import type { Estimand } from "./Estimand.ts";
import { expectedEffects } from "./expectedEffects.ts";
import type { Measured } from "./Measured.ts";
import type { Player } from "./playerOf.ts";
import { policyEffects } from "./policyEffects.ts";

interface TruthsWanted {
  /** What each contrast is judged by, in the order of the inquiry. */
  readonly estimands: readonly Estimand[];
  /** Replays, where a truth takes them. */
  readonly replays: number;
  readonly stream: Rng;
}

/**
 * The true value that each contrast of a study is judged by: of a table of potential outcomes exactly, else by replay; policy
 * effects always by replay. Undefined for the effect of two conditions in which nobody can be.
 */
export function truthsOf(
  { inquiry, data }: Study,
  probabilities: ExposureProbabilities,
  { table, play }: Player,
  { estimands, replays, stream }: TruthsWanted,
): (Measured | undefined)[] {
  const { network, law, exposure } = probabilities;
  if (data.aa)
    return inquiry.map(({ first, second }, k) =>
      estimands[k]!.kind === "exposure" && contrastPopulation(probabilities, first, second).length === 0
        ? undefined
        : { value: 0, mcse: 0 },
    );
  const found: (Measured | undefined)[] = inquiry.map(() => undefined);
  const own = inquiry.flatMap((contrast, k) => (estimands[k]!.kind === "exposure" ? [{ k, contrast }] : []));
  const policies = estimands.flatMap((estimand, k) =>
    estimand.kind === "exposure" ? [] : [{ k, estimand }],
  );
  const effects = table
    ? own.map(({ contrast }) => tableEffect(table, probabilities, contrast))
    : own.length === 0
      ? []
      : expectedEffects(
          probabilities,
          own.map(({ contrast }) => contrast),
          play,
          { replays, stream },
        );
  own.forEach(({ k }, m) => {
    found[k] = effects[m];
  });
  if (policies.length > 0) {
    const world = { network, arms: law.arms, exposure, play };
    const list = policies.map(({ estimand }) => estimand);
    policyEffects(world, list, { replays, stream: stream.fork("policies") }).forEach((effect, m) => {
      found[policies[m]!.k] = effect;
    });
  }
  return found;
}

function tableEffect(
  table: PotentialOutcomes,
  probabilities: ExposureProbabilities,
  { first, second }: { readonly first: string; readonly second: string },
): Measured | undefined {
  const agents = contrastPopulation(probabilities, first, second);
  if (agents.length === 0) return undefined;
  return { value: sum(agents.map((i) => table.of(i, first) - table.of(i, second))) / agents.length, mcse: 0 };
}
