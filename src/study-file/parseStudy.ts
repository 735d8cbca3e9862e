import { wantText } from "../core/wantText.ts";
import type { Study } from "../study/study.ts";
import type { ParseStudyOptions } from "./ParseStudyOptions.ts";

/**
 * A study from YAML or JSON text. `kind: …` names an entry of a catalogue; a kind without settings may be a bare text.
 * Files that the study names (network, agents, clusters, assignments) are read and become part of the study.
 *
 * @throws SpillwayError with file, line and column for everything that is wrong, with a suggestion for misspelt keys and
 * kinds: `study.yaml:12:5: data.assign: there is no setting "probabilty" (did you mean "probability"?)`.
 */
export async function parseStudy(text: string, options: ParseStudyOptions = {}): Promise<Study> {
  wantText("parseStudy", "a study in YAML", text);
  // All catalogues and the readers of all formats are loaded when there is a study to read.
  const { textToStudy } = await import("./textToStudy.ts");
  return await textToStudy(text, options);
}
