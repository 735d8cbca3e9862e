import { remember } from "../../src/core/remember.ts";

const known = new WeakMap<object, Map<string, unknown>>();

/** Parts that are kept for an owner. */
const MOST = 12;

/**
 * What outcomes have no say in, made once for an owner and a key, so that a thousand data sets of one design cost little more than
 * the first.
 *
 * @param owner a law, or probabilities under it
 * @param key names the kind of `Part` and all that it depends on beside its owner
 */
export function designPart<Part>(owner: object, key: string, make: () => Part): Part {
  const kept = known.get(owner) ?? new Map<string, unknown>();
  known.set(owner, kept);
  return remember(kept, key, make, MOST) as Part;
}
