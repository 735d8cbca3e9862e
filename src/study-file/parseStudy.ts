import type { Study } from "../study/study.ts";

export interface ParseStudyOptions {
  /** Name of the study file, for error messages. Default "study.yaml". */
  readonly file?: string;
  /** Reads a file that the study names; its argument is the name as it stands in the study. Default: such names are an error. */
  readonly readFile?: (name: string) => Promise<string>;
  /** Folder of the study file, where programs and recordings that its agents name are looked for. Default: the working folder. */
  readonly folder?: string;
  /** Takes the place of the study's seed. */
  readonly seed?: string;
  /** Makes it an A/A study. */
  readonly aa?: boolean;
}

/**
 * A study from YAML or JSON text. `kind: …` names an entry of a catalogue; a kind without settings may be a bare text.
 * Files that the study names (network, agents, clusters, assignments) are read and become part of the study.
 *
 * @throws SpillwayError with file, line and column for everything that is wrong, with a suggestion for misspelt keys and
 * kinds: `study.yaml:12:5: data.assign: there is no setting "probabilty" (did you mean "probability"?)`.
 */
export async function parseStudy(text: string, options: ParseStudyOptions = {}): Promise<Study> {
  // All catalogues and the readers of all formats are loaded when there is a study to read.
  const { studyOfText } = await import("./studyOfText.ts");
  return await studyOfText(text, options);
}
