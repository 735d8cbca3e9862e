import { SpillwayError } from "./SpillwayError.ts";
import { shown } from "./shown.ts";

/**
 * Refuses a seed that is none: what was forgotten looks random and is not, and whole numbers from 2^53 on are several at once.
 *
 * @throws SpillwayError for anything but a text or a finite number below 2^53.
 */
export function wantSeed(who: string, seed: unknown): void {
  if (typeof seed === "string") return;
  if (typeof seed !== "number" || !Number.isFinite(seed))
    throw new SpillwayError(`${who}: seed must be a text or a finite number, got ${shown(seed)}`);
  if (Math.abs(seed) > Number.MAX_SAFE_INTEGER)
    throw new SpillwayError(
      `${who}: seed must be a text or a number up to ${Number.MAX_SAFE_INTEGER}, beyond which whole numbers are not exact, got ${seed}: give it as a text`,
    );
}
