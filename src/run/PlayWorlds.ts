import type { Attempt, Turn } from "../log/Turn.ts";
import type { Halt } from "./calls/halt.ts";
import type { Spent } from "./calls/Spent.ts";
import type { PlainLines } from "./plainLines.ts";
import type { WorldDone } from "./world/playWorld.ts";

/** A world to play, and what is done of it. */
export interface WorldJob extends WorldDone {
  readonly world: number;
}

/** Takes a line, or many plain ones together; what cost next to nothing may be held back for a moment. */
export type WriteLine = (line: Turn | Attempt | PlainLines, cheap?: boolean) => void;

/** What a run tells whoever plays its worlds elsewhere, and hears of them. */
interface PlayContext {
  /** What earlier sittings used. */
  readonly spent: Spent;
  /** The most that one call used in them. */
  readonly most: Omit<Spent, "calls">;
  /** Takes what progress should say beside turns. */
  readonly tell: (now: Elsewhere) => void;
}

/** What is known of worlds that are played elsewhere. */
export interface Elsewhere {
  readonly workers: number;
  /** For how many milliseconds all calls wait. */
  readonly pause: number;
  /** What was used; calls on their way are among its calls. */
  readonly spent?: Spent;
  /** How many they are, and the most that they can use together. */
  readonly open?: Spent;
}

/**
 * Plays worlds, in any order and at the same time if it likes; the lines of one world come in their own order. When the run
 * is halted it ends after the turns in flight, and it may halt the run itself.
 */
export type PlayWorlds = (
  jobs: readonly WorldJob[],
  write: WriteLine,
  halt: Halt,
  context: PlayContext,
) => Promise<void>;
