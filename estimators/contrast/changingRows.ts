import { edgesInWords } from "../../src/exposure/edgesInWords.ts";
import type { ExposureProbabilities } from "../../src/probability/PairProbabilities.ts";
import type { AnswerRow } from "../Estimator.ts";

/**
 * Rows with what a network that changes over rounds means for them: over which edges the exposure of a contrast goes, and
 * that everything else is about the declared network alone. The same rows where it stays.
 */
export function changingRows<Row extends AnswerRow>(
  rows: readonly Row[],
  { network: { changes }, exposure }: Pick<ExposureProbabilities, "network" | "exposure">,
): Row[] {
  if (!changes) return [...rows];
  const drawn = `the network changes over rounds (${changes.rule.kind}), drawn before the assignment and apart from it`;
  const note = `${drawn}: ${edgesInWords(exposure)}`;
  const warning = `${drawn}: this looks at the declared network alone, and messages pass along the edges of each round`;
  return rows.map((row) =>
    "kind" in row
      ? { ...row, warnings: [...row.warnings, warning] }
      : { ...row, notes: [...row.notes, note] },
  );
}
