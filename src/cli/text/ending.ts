import type { RunResult } from "../../run/runPlan.ts";

/** What to say of a run that is not complete, and its exit code. */
export function ending({ turns, total, halted, trouble }: RunResult): {
  readonly code: number;
  readonly words: string;
} {
  const far = `after ${turns} of ${total} turns`;
  const because = halted?.because ?? "";
  switch (halted?.kind) {
    case "budget":
      return {
        code: 0,
        words: `paused ${far}: ${because}; the run is not complete: repeat the command with a larger budget to continue`,
      };
    case "stop":
      return {
        code: 1,
        words: `stopped ${far}: ${because}; fix this, then repeat the command to resume the run`,
      };
    case "floor":
      return {
        code: 1,
        words: `stopped ${far}: ${because}; repeat the command to resume the run; turns that have ended are kept as they are`,
      };
    default:
      return {
        code: 130,
        words:
          trouble === undefined
            ? `stopped ${far}: repeat the command to resume the run`
            : `stopped ${far}: it was interrupted${troubleIn(trouble)}; repeat the command to resume the run`,
      };
  }
}

/** What went wrong before somebody lost patience. */
function troubleIn(trouble: NonNullable<RunResult["trouble"]>): string {
  const times = trouble.times === 1 ? "a call" : `${trouble.times} calls`;
  return `, after ${times} failed because: ${trouble.because}`;
}
