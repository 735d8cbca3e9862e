/** Everything that a sandbox shows follows from this: the study as YAML, and the files that it names. */
export interface SandboxState {
  readonly text: string;
  /** Text of each dropped file, by its name. */
  readonly files: Readonly<Record<string, string>>;
}
