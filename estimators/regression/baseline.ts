import { few } from "../../src/core/few.ts";
import { SpillwayError } from "../../src/core/SpillwayError.ts";
import { type Measurements, type Observed, OUTCOME } from "../ExperimentData.ts";

/**
 * Each agent's mean outcome over rounds before the treatment. An agent without an outcome in one of them has none.
 *
 * @throws SpillwayError when the data have no such round.
 */
export function baseline({ rounds = [], outcome }: Observed, wanted: readonly number[]): Measurements {
  const values = new Float64Array(outcome.length);
  const observed = new Uint8Array(outcome.length).fill(1);
  for (const number of wanted) {
    const measured = rounds.find(({ round }) => round === number)?.outcomes.get(OUTCOME);
    if (!measured)
      throw new SpillwayError(
        `baseline: there are no outcomes of round ${number}: ${rounds.length === 0 ? "the data have one round" : `the data have rounds ${few(rounds.map(({ round }) => String(round)))}`}`,
      );
    for (let i = 0; i < values.length; i++) {
      values[i]! += measured.values[i]! / wanted.length;
      observed[i]! &= measured.observed[i]!;
    }
  }
  return { values, observed };
}
