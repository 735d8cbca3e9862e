import { conditionSummary } from "../../experiment/conditionSummary.ts";
import { probabilitiesData, probabilitiesFiles } from "../../experiment/estimates/probabilitiesFiles.ts";
import { type ExperimentOptions, experimentOf } from "../options.ts";
import { emit } from "../output.ts";
import { short } from "../text/estimatesTable.ts";
import { probabilitiesInWords } from "../text/probabilitiesInWords.ts";
import { textTable } from "../text/textTable.ts";

/** What `spillway probabilities` does. */
export async function probabilitiesAction(options: ExperimentOptions): Promise<void> {
  const found = await probabilitiesFiles(experimentOf(options));
  const simulated = found.method === "monte-carlo";
  const text = (): string => {
    const rows = conditionSummary(found).map((one) => [
      one.condition,
      short(one.expected),
      short(one.min),
      short(one.median),
      short(one.max),
      String(one.impossible.length),
      ...(simulated ? [String(found.unseen(one.condition).length)] : []),
    ]);
    const table = textTable(
      [
        "condition",
        "expected n",
        "min. probability",
        "median",
        "max.",
        "impossible for",
        ...(simulated ? ["unseen for"] : []),
      ],
      rows,
      [1, 2, 3, 4, 5, 6],
    );
    return `${found.network.n} agents, probabilities ${probabilitiesInWords(found)}\n\n${table}`;
  };
  const { notes } = found.network;
  emit({ data: probabilitiesData(found), text, notes: notes.map((note) => `network: ${note}`) }, options);
}
