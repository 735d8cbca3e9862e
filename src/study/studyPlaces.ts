import { type Place, SpillwayError, type TextPlace } from "../core/SpillwayError.ts";
import type { Study } from "./study.ts";

/** Where a setting of a study stands in its file; with `inside`, where in the text that the setting is, in whichever file that stands. */
type Places = (path: readonly PropertyKey[], inside?: TextPlace) => Place;

/** Studies that were read from a file. A study is plain data, and where it stood is no part of it. */
const known = new WeakMap<Study, Places>();

/** Remembers where the settings of a study stand, for faults that show only when it is checked or run. */
export function studyPlaces(study: Study, places: Places): Study {
  known.set(study, places);
  return study;
}

/**
 * Does some work on a study. A fault of it without a place gets that of the setting below `base` which it names: `complete:
 * treated must be …` stands at `treated`.
 *
 * @throws SpillwayError as the work does, with the place where the study came from a file.
 */
export function placed<Result>(
  study: Study,
  base: readonly PropertyKey[] | ((fault: SpillwayError) => readonly PropertyKey[]),
  work: () => Result,
): Result {
  const places = known.get(study);
  if (!places) return work();
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof SpillwayError) || cause.place) throw cause;
    const { inside } = cause;
    const path = typeof base === "function" ? base(cause) : base;
    const setting = inside?.setting ?? /^[\w-]+: ([A-Za-z]\w*)/.exec(cause.message)?.[1];
    const place = places(setting === undefined ? path : [...path, setting], inside);
    throw new SpillwayError(cause.message, { kind: cause.kind, place, cause });
  }
}

/** Where the agents' own faults stand: at a question, at the settings of an arm, or at those of all. */
export function agentsPath(
  study: Study,
  { message, inside }: SpillwayError,
  arm?: string,
): readonly PropertyKey[] {
  const name = /^ask: "([^"]{1,200})"/.exec(message)?.[1];
  const question = (study.data.ask ?? []).findIndex((one) => one.name === name);
  if (question >= 0) return ["data", "ask", question];
  const treated = arm ?? /^treat\.([^:]{1,200}):/.exec(message)?.[1];
  const own = treated === undefined ? undefined : study.data.treat?.[treated];
  if (treated !== undefined && own && (inside === undefined || inside.setting in own))
    return ["data", "treat", treated];
  return ["model", "agents"];
}
