import type { LooksRequest } from "../../estimators/looks/looksTest.ts";
import { present } from "../core/present.ts";
import type { Study } from "./study.ts";

/** A hypothesis that planned looks test, with the settings of the test. */
interface LooksAsked
  extends Pick<LooksRequest, "first" | "second" | "statistic" | "alternative" | "draws" | "seed"> {
  /** Name of the inquiry; `no-effect` where the study asks none of this kind. */
  readonly inquiry: string;
}

/**
 * What the looks of a study test: each test of `no-effect` that it asks, with the settings of its randomization test; where it asks none, arms are compared. Nothing
 * where it plans no looks.
 */
export function looksAsked({ looks, further = [], answer }: Study): readonly LooksAsked[] {
  if (looks === undefined) return [];
  const asked = further.flatMap((one) =>
    one.kind === "test" && one.hypothesis === "no-effect" ? [one] : [],
  );
  const settings = answer.find(({ name }) => name === "randomization-test")?.params as
    | Pick<LooksRequest, "statistic" | "alternative" | "draws" | "seed">
    | undefined;
  const { statistic, alternative, draws, seed } = settings ?? {};
  return (asked.length === 0 ? [undefined] : asked).map((one) => ({
    inquiry: one?.name ?? "no-effect",
    ...present({ first: one?.first, second: one?.second, statistic, alternative, draws, seed }),
  }));
}
