import { SpillwayError } from "../../core/SpillwayError.ts";

/** Stands for what only Node has, in files that the laboratory takes along but does not use: calling it is a mistake, and says so. */
export function noNode(): never {
  throw new SpillwayError("this part of the library needs Node");
}
/** Functions that files of the library import, by the modules of Node: the build fails when a new one is missing. */
export {
  noNode as crc32,
  noNode as createHash,
  noNode as readFileSync,
  noNode as isAbsolute,
  noNode as join,
  noNode as closeSync,
  noNode as openSync,
  noNode as readSync,
  noNode as existsSync,
  noNode as fsyncSync,
  noNode as writeSync,
  noNode as spawn,
};
