import { realpathSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { SpillwayError } from "../core/SpillwayError.ts";
import { readText } from "../log/files/readText.ts";

/** The files that a study may name. */
interface StudyFiles {
  /** Reads a file as the study names it. */
  read(name: string): Promise<string>;
  /**
   * Whether a file lies outside the folder of the study.
   *
   * @throws SpillwayError when it does, and in none of the folders that were allowed.
   */
  isOutside(name: string): boolean;
}

/**
 * The files that a study in a folder may name: those in the folder and below it, wherever links lead, and those in the folders
 * that its user allows. A study that somebody sent is read and its texts go to the address that it names, so nothing else is.
 */
export function studyFiles(folder: string, allowed: readonly string[] = []): StudyFiles {
  const home = realPath(folder);
  const others = allowed.map(realPath);
  const placeOf = (name: string): string => (isAbsolute(name) ? name : join(folder, name));
  const isOutside = (name: string): boolean => {
    const real = realPath(placeOf(name));
    if (isWithin(home, real)) return false;
    if (others.some((other) => isWithin(other, real))) return true;
    throw new SpillwayError(
      `the file "${name}" is outside the study's folder: what a study reads, it can send to the address that it names; if that is what you want, allow it with --allow-files ${dirname(placeOf(name))}`,
    );
  };
  return {
    isOutside,
    read: async (name) => {
      isOutside(name);
      // An absolute name is never taken for "-", standard input.
      const place = placeOf(name);
      return readText(place === "-" ? resolve(place) : place);
    },
  };
}

/** Where a path leads when all links are followed; of one that is not there, where its folder leads. */
function realPath(path: string): string {
  const whole = resolve(path);
  try {
    return realpathSync.native(whole);
  } catch {
    const above = dirname(whole);
    return above === whole ? whole : join(realPath(above), basename(whole));
  }
}

function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
