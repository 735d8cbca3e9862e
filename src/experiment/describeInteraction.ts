import { shown } from "../core/shown.ts";
import type { Interaction } from "../run/interaction.ts";

/** How agents interact, in a few words for each part of it that a study sets. */
export function describeInteraction({ data }: Pick<Interaction, "data">): readonly string[] {
  return Object.entries(data).flatMap(([part, value]) => {
    if (value === undefined) return [];
    if (part === "until") return [`nobody hears anything after round ${String(value)}`];
    if (part === "hears" || part === "remembers") {
      return Object.entries(value as Readonly<Record<string, unknown>>).map(
        ([arm, one]) => `${arm} ${part} ${inWords(one)}`,
      );
    }
    return [value === true ? part : `${part} ${inWords(value)}`];
  });
}

/** `feed (rank "recency", top 5)` for a mapping with a kind. */
export function inWords(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return shown(value);
  const { kind, ...settings } = value as { readonly kind?: unknown };
  const told = Object.entries(settings).map(([name, setting]) => `${name} ${shown(setting)}`);
  if (typeof kind !== "string") return told.join(", ");
  return told.length === 0 ? kind : `${kind} (${told.join(", ")})`;
}
