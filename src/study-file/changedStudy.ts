import type { Json } from "../core/canonicalJson.ts";
import { few } from "../core/few.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { shown } from "../core/shown.ts";

/** A change of a study: the path of a setting, as in `data.assign.treated`, and its new value. */
export type Change = readonly [path: string, value: Json];

/**
 * Study data with some settings changed. Keys of a path are joined by dots, and items of a list are numbered from 0
 * (`answer.0.interval`). The last key may be new; all before it must be there. Nothing is looked at but the path: what the
 * settings mean is the study's business.
 *
 * @throws SpillwayError for paths that lead nowhere.
 */
export function changedStudy(data: Json, changes: readonly Change[]): Json {
  const changed = structuredClone(data);
  for (const [path, value] of changes) {
    const keys = path.split(".");
    let place: unknown = changed;
    keys.forEach((key, k) => {
      const inside = isMapping(place)
        ? Object.hasOwn(place, key)
        : Array.isArray(place) && /^\d+$/.test(key) && Number(key) < place.length;
      const last = k === keys.length - 1;
      const open = inside || (last && isMapping(place) && key !== "" && key !== "__proto__");
      if (!open) {
        const at = k === 0 ? "the study" : keys.slice(0, k).join(".");
        const known = isMapping(place)
          ? `; there are ${few(Object.keys(place))}`
          : typeof place === "string" && k > 0
            ? `: write it as a mapping, { kind: ${place} }`
            : "";
        throw new SpillwayError(
          `vary: there is no ${shown(key)} in ${at}, wanted the path of a setting, got ${shown(path)}${known}`,
        );
      }
      const holder = place as Record<string, unknown>;
      if (last) holder[key] = structuredClone(value);
      else place = holder[key];
    });
  }
  return changed;
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
