import { kindInWords } from "../core/kindInWords.ts";
import type { Interaction } from "../run/interaction.ts";

/** How agents interact, in a few words for each part of it that a study sets. */
export function describeInteraction({ data }: Pick<Interaction, "data">): readonly string[] {
  return Object.entries(data).flatMap(([part, value]) => {
    if (value === undefined) return [];
    if (part === "until") return [`nobody hears anything after round ${String(value)}`];
    if (part === "hears" || part === "remembers") {
      return Object.entries(value as Readonly<Record<string, unknown>>).map(
        ([arm, one]) => `${arm} ${part} ${kindInWords(one)}`,
      );
    }
    return [value === true ? part : `${part} ${kindInWords(value)}`];
  });
}
