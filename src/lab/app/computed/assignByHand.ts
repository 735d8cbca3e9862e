import { complete } from "../../../../designs/complete.ts";
import { rng } from "../../../core/rng.ts";
import { fromEdges } from "../../../network/fromEdges.ts";
import { meanGap } from "./meanGap.ts";

/** Twelve people whose keenness anyone can see, and who would do as well as they are keen without any help. */
export const KEENNESS: readonly number[] = [2, 9, 4, 7, 1, 8, 5, 3, 9, 6, 2, 7];
/** What help does for everybody. */
export const HELP = 2;
const COINS = 2000;

interface AssignedByHand {
  /** Difference in means under the reader's own choice; absent until six are chosen. */
  readonly own?: number;
  /** Differences in means under assignments that a coin drew. */
  readonly coins: readonly number[];
  readonly coinMean: number;
}

/** The reader's assignment beside two thousand drawn at random: six of twelve get help that is worth exactly {@link HELP}. */
export function assignByHand(chosen: readonly number[], seed: string): AssignedByHand {
  const people = fromEdges([], { agents: KEENNESS.map((_, i) => `p${String(i + 1).padStart(2, "0")}`) });
  const law = complete({ treated: 6 }).law(people);
  const of = (arms: ArrayLike<number>): number =>
    meanGap(
      arms,
      KEENNESS.map((keen, i) => keen + (arms[i] === 1 ? HELP : 0)),
    );
  const coins = Array.from({ length: COINS }, (_, k) => of(law.draw(rng(seed).fork("assign").fork(k))));
  return {
    ...(chosen.length === 6 ? { own: of(KEENNESS.map((_, i) => (chosen.includes(i) ? 1 : 0))) } : {}),
    coins,
    coinMean: coins.reduce((sum, one) => sum + one, 0) / COINS,
  };
}
