export interface ParseStudyOptions {
  /** Name of the study file, for error messages. Default "study.yaml". */
  readonly file?: string;
  /** Reads a file that the study names; its argument is the name as it stands in the study. Default: such names are an error. */
  readonly readFile?: (name: string) => Promise<string>;
  /** Whether a file that the study names lies outside its folder; throws when it must not be named. Default: nobody asks. */
  readonly isOutside?: (name: string) => boolean;
  /** Folder of the study file, where programs and recordings that its agents name are looked for. Default: the working folder. */
  readonly folder?: string;
  /** Takes the place of the study's seed. */
  readonly seed?: string;
  /** Makes it an A/A study. */
  readonly aa?: boolean;
}
