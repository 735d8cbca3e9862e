import type { Json } from "../core/canonicalJson.ts";
import type { Topic } from "./fieldUse.ts";

/** Something that is not as it was sealed. */
export interface Deviation {
  /** The setting of the study file, as in `data.assign.treated`, or what of the run it is: `run.worlds`. */
  readonly path: string;
  readonly topic: Topic | "run";
  /** What was sealed and what is now; absent where there is nothing on that side. */
  readonly sealed?: Json;
  readonly now?: Json;
  /** In a sentence. */
  readonly words: string;
}
