import type { Estimator } from "../../estimators/Estimator.ts";
import { canonicalJson, type Json } from "../core/canonicalJson.ts";

/** A name for each estimator of a study: its kind, with the settings that differ where a kind occurs more than once. */
export function estimatorLabels(estimators: readonly Estimator[]): string[] {
  return estimators.map(({ name, params }, k) => {
    const alike = estimators.filter((other) => other.name === name);
    if (alike.length === 1) return name;
    const settings = Object.keys(params).filter((key) =>
      alike.some((other) => text(other.params[key]) !== text(params[key])),
    );
    if (settings.length === 0) return `${name} (${k + 1})`;
    return `${name} (${settings.map((key) => `${key} ${text(params[key]).replaceAll('"', "")}`).join(", ")})`;
  });
}

function text(value: unknown): string {
  return value === undefined ? "" : canonicalJson(value as Json);
}
