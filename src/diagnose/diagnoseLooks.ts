import type { Looks } from "../../estimators/looks/Looks.ts";
import { levelsOf } from "../../estimators/looks/Looks.ts";
import type { Measured } from "../truth/Measured.ts";
import type { SimulatedLooks } from "../truth/SimulatedRow.ts";
import { meanOf } from "./meanOf.ts";
import { shareOf } from "./shareOf.ts";

/** What simulation says of one planned look. */
interface DiagnosedLook {
  readonly look: number;
  readonly worlds: number;
  /** The level that may be spent until this look. */
  readonly level: number;
  /** Share of experiments that this look or one before it has stopped. */
  readonly rejected: Measured;
  /** The same had nothing any effect: the error rate, at most the level but for Monte Carlo error. */
  readonly error: Measured;
}

/** What simulation says of the looks at one hypothesis. */
export interface DiagnosedLooks {
  readonly inquiry: string;
  readonly looks: readonly DiagnosedLook[];
  /** Mean number of worlds that are played, all of them where no look stops; absent with fewer than two experiments. */
  readonly worlds?: Measured;
  /** The same had nothing any effect. */
  readonly worldsWithout?: Measured;
}

/** Error rate and power of planned looks, and the worlds that they take. */
export function diagnoseLooks(
  inquiry: string,
  looks: Looks,
  found: readonly SimulatedLooks[],
): DiagnosedLooks {
  const levels = levelsOf(looks);
  const by = (look: number, of: (one: SimulatedLooks) => number): Measured =>
    shareOf(found.filter((one) => of(one) > 0 && of(one) <= look).length, found.length);
  const played = (of: (one: SimulatedLooks) => number): Measured | undefined =>
    meanOf(found.map((one) => (of(one) > 0 ? looks.at[of(one) - 1]! : looks.at.at(-1)!)));
  const stopped = (one: SimulatedLooks): number => one.stopped;
  const without = (one: SimulatedLooks): number => one.without;
  const [worlds, worldsWithout] = [played(stopped), played(without)];
  return {
    inquiry,
    looks: looks.at.map((count, k) => ({
      ...{ look: k + 1, worlds: count, level: levels[k]! },
      ...{ rejected: by(k + 1, stopped), error: by(k + 1, without) },
    })),
    ...(worlds ? { worlds } : {}),
    ...(worldsWithout ? { worldsWithout } : {}),
  };
}
