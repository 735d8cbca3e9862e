import type { RunResult } from "../../run/runPlan.ts";

/** What to say of a run that is not complete, and its exit code. */
export function ending({ turns, total, halted }: RunResult): {
  readonly code: number;
  readonly words: string;
} {
  const far = `after ${turns} of ${total} turns`;
  const because = halted?.because ?? "";
  switch (halted?.kind) {
    case "budget":
      return {
        code: 0,
        words: `paused ${far}: ${because}; the run is not complete: the same command with a larger budget goes on`,
      };
    case "stop":
      return {
        code: 1,
        words: `stopped ${far}: ${because}; once that is mended the same command resumes the run`,
      };
    case "floor":
      return {
        code: 1,
        words: `stopped ${far}: ${because}; the same command resumes the run, but turns that have ended stay as they are`,
      };
    default:
      return { code: 130, words: `stopped ${far}: the same command resumes the run` };
  }
}
