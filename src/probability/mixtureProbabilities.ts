import type { Law } from "../../designs/Design.ts";
import { sum } from "../core/numbers/sum.ts";
import type { Exposure } from "../exposure/Exposure.ts";
import type { Network } from "../network/Network.ts";
import type { ExactProbabilities } from "./exactProbabilities.ts";
import { farTypes } from "./laws/farTypes.ts";
import { interner } from "./laws/interner.ts";
import { lookup } from "./lookup.ts";
import type { ExposureProbabilities, FarTypes, PairLaw } from "./PairProbabilities.ts";

/** A part of a mixture: how likely it is drawn, and the exact probabilities under it. */
interface MixturePart {
  readonly weight: number;
  readonly probabilities: ExactProbabilities;
}

/**
 * Exact probabilities under a mixture of structures: averages of those of its parts, with their chances as weights. Agents
 * that are independent in every part are dependent in the mixture, because both tell which part was drawn; far pairs are
 * described by the agents' types in all parts together.
 *
 * Cost: that of all parts, and of a pair the number of parts.
 */
export function mixtureProbabilities(
  subject: { readonly network: Network; readonly law: Law; readonly exposure: Exposure },
  parts: readonly MixturePart[],
): ExposureProbabilities {
  const { network, exposure } = subject;
  const { n } = network;
  const conditions = exposure.conditions.length;
  const marginals = new Float64Array(n * conditions);
  for (let k = 0; k < marginals.length; k++) {
    marginals[k] = sum(parts.map(({ weight, probabilities }) => weight * probabilities.marginals[k]!));
  }
  const never = exposure.conditions.map((condition) => {
    const inParts = parts.map(({ probabilities }) => new Set(probabilities.impossible(condition)));
    return [...inParts[0]!].filter((i) => inParts.every((found) => found.has(i)));
  });
  const average = (laws: readonly PairLaw[]): PairLaw => ({
    joint: (c, d) => sum(parts.map(({ weight }, m) => weight * laws[m]!.joint(c, d))),
    possible: (c, d) => laws.some((law) => law.possible(c, d)),
  });
  const pairs = parts.map(({ probabilities }) => probabilities.pairs);
  const lawOf = (i: number, j: number): PairLaw => average(pairs.map((part) => part.law(i, j)));
  const boundOf = (i: number): number => Math.min(n, 1 + sum(pairs.map((part) => part.boundOf(i) - 1)));
  const forEachNearOf = (i: number, visit: (j: number, law: PairLaw) => void, wanted?: Uint8Array): void => {
    const partners = new Set<number>();
    for (const part of pairs) part.forEachNearOf(i, (j) => partners.add(j), wanted);
    for (const j of partners) visit(j, lawOf(i, j));
  };
  return {
    ...subject,
    ...lookup(exposure, marginals, (i, c, j, d) => lawOf(i, j).joint(c, d)),
    method: "exact",
    mcse: () => 0,
    impossible: (condition) => never[exposure.conditions.indexOf(condition)]!,
    unseen: () => [],
    pairs: {
      law: lawOf,
      boundOf,
      forEachNearOf,
      forEachNear(visit) {
        const later = new Uint8Array(n).fill(1);
        for (let i = 0; i < n; i++) {
          later[i] = 0;
          forEachNearOf(i, (j, law) => visit(i, j, law), later);
        }
      },
      nearBound: Math.min((n * (n - 1)) / 2, sum(pairs.map((part) => part.nearBound))),
      dependents: () => new Uint32Array(n).fill(n),
      far: farOf(parts, n, average),
    },
  };
}

/** Agents are of one type in the mixture when they are of one type in each part. */
function farOf(
  parts: readonly MixturePart[],
  n: number,
  average: (laws: readonly PairLaw[]) => PairLaw,
): FarTypes {
  const kinds = interner(2 ** 30);
  const numbers = new Map<number, number>();
  const representative: number[] = [];
  const type = Uint32Array.from({ length: n }, (_, i) => {
    let state = -2;
    for (const { probabilities } of parts) state = kinds.step(state, probabilities.types.type[i]!);
    const known = numbers.get(state);
    if (known !== undefined) return known;
    numbers.set(state, representative.length);
    return representative.push(i) - 1;
  });
  return farTypes({ type, count: representative.length, representative }, (i, j) =>
    average(parts.map(({ probabilities }) => probabilities.apart(i, j))),
  );
}
