/** A program to run as if it had been started. */
export interface Request {
  /** The module, for Node. */
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment. */
  readonly env: Readonly<Record<string, string>>;
  /** What stands on standard input. */
  readonly input?: string;
}

/** What it left behind. */
export interface Answer {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}
