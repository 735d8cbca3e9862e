import { SpillwayError } from "../../core/SpillwayError.ts";

/** Stands for what only Node has, in files that the laboratory takes along but does not use: calling it is a mistake, and says so. */
export function noNode(): never {
  throw new SpillwayError("this part of the library needs Node");
}
export { noNode as crc32 };
