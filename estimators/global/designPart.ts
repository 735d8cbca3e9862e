import type { Law } from "../../designs/Design.ts";
import { remember } from "../../src/core/remember.ts";

const known = new WeakMap<Law, Map<string, unknown>>();

/** Parts that are kept for a law. */
const MOST = 12;

/**
 * What outcomes have no say in, made once for a law and a key, so that a thousand data sets of one design cost little more than
 * the first. `key` names the kind of `Part` and all that it depends on but the law and its network.
 */
export function designPart<Part>(law: Law, key: string, make: () => Part): Part {
  const kept = known.get(law) ?? new Map<string, unknown>();
  known.set(law, kept);
  return remember(kept, key, make, MOST) as Part;
}
