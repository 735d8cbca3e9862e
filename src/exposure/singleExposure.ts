import { SpillwayError } from "../core/SpillwayError.ts";
import { shown } from "../core/shown.ts";
import { suggest } from "../core/suggest.ts";
import type { Exposure } from "./Exposure.ts";
import { singleExposures } from "./singleExposures.ts";

/** An exposure about one network as a setting of another exposure: its kind, or a mapping of the kind and its settings. */
export type GivenExposure = string | { readonly kind: string; readonly [setting: string]: unknown };

/**
 * Makes the exposure that a setting describes.
 *
 * @param who the exposure whose setting it is, for messages.
 * @throws SpillwayError for an exposure that is none, and for its settings.
 */
export function singleExposure(who: string, given: GivenExposure): Exposure {
  const { kind, ...settings } = typeof given === "string" ? { kind: given } : given;
  const entry = singleExposures.find((one) => one.kind === kind);
  if (entry) return entry.from(settings);
  const kinds = singleExposures.map((one) => one.kind);
  const hint = suggest(kind, kinds);
  throw new SpillwayError(
    `${who}: exposure must be one of ${kinds.join(", ")}, got ${shown(kind)}${hint.startsWith(" (did") ? hint : ""}`,
  );
}
