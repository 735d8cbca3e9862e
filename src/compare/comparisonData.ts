import { present } from "../core/present.ts";
import type { DesignComparison, Promised } from "./compareDesigns.ts";
import type { DesignAdvice } from "./designAdvice.ts";

/** What one design promises for one contrast, as plain data. */
export interface ComparisonRow extends Promised {
  readonly design: string;
  readonly kind: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly method: "exact" | "monte-carlo";
  readonly cut?: number;
}

/** A comparison as plain data for JSON: a row for each design and contrast, and the designs that are not possible. */
interface ComparisonData extends Pick<DesignComparison, "network" | "exposure" | "contrasts" | "similarity"> {
  readonly rows: readonly ComparisonRow[];
  readonly impossible: readonly { readonly design: string; readonly because: string }[];
  readonly advice: readonly DesignAdvice[];
}

/** Makes one flat table of a comparison. */
export function comparisonData(
  { network, exposure, contrasts, similarity, designs }: DesignComparison,
  advice: readonly DesignAdvice[],
): ComparisonData {
  return {
    network,
    exposure,
    similarity,
    contrasts,
    rows: designs.flatMap((one) =>
      "cannot" in one
        ? []
        : one.contrasts.map((row) => ({
            design: one.label,
            kind: one.name,
            params: one.params,
            method: one.method,
            ...present({ cut: one.cut }),
            ...row,
          })),
    ),
    impossible: designs.flatMap((one) =>
      "cannot" in one ? [{ design: one.label, because: one.cannot }] : [],
    ),
    advice,
  };
}
