// Shannon (1948), "A mathematical theory of communication", Bell System Technical Journal 27, section 6; bias: Miller (1955).
import { z } from "zod";
import { defineKind, type Kind } from "../core/defineKind.ts";
import { columnsOf } from "./cells/columnsOf.ts";
import { entropic } from "./cells/entropic.ts";
import { countsOf } from "./cells/entropyTerms.ts";
import { unitField, unitsOfBits } from "./cells/units.ts";
import { completeRecords } from "./completeRecords.ts";
import { CORRECTIONS, entropyOfCounts } from "./entropies/entropyOfCounts.ts";
import type { Measure } from "./Measure.ts";

export interface EntropySettings {
  /**
   * `plug-in` takes shares for probabilities, `miller-madow` adds (values seen − 1)/(2n ln 2) against its bias, `jackknife` leaves out each record once
   * (Zahl 1977), `chao-shen` weighs by the coverage of the sample (Chao and Shen 2003), `nsb` is a posterior mean (Nemenman, Shafee and
   * Bialek 2002). Default plug-in.
   */
  readonly estimator?: "plug-in" | "miller-madow" | "jackknife" | "chao-shen" | "nsb";
  /** How many values there can be, for `nsb`. Default: as many as the variable has texts. */
  readonly alphabet?: number;
  /** Default bits. */
  readonly unit?: "bits" | "nats";
}

const WHO = "entropy";

/**
 * Entropy of one variable in bits, H = −Σ p log₂ p with p the share of each value: 0 when all say the same, log₂ k when k values are
 * equally common. The plug-in estimate is too small by about (k − 1)/(2n ln 2) (Miller 1955, "Note on the bias of information estimates"). Records without a
 * value are left out. No p-value: one variable has no null. Cost: linear in the records.
 */
export const entropy: Kind<EntropySettings, Measure> = defineKind({
  kind: WHO,
  summary: "how evenly values are spread, in bits",
  settings: z.strictObject({
    estimator: z
      .enum(["plug-in", "miller-madow", "jackknife", "chao-shen", "nsb"], {
        error: "must be plug-in, miller-madow, jackknife, chao-shen or nsb",
      })
      .default("plug-in"),
    alphabet: z
      .number({ error: "must be a whole number of at least 1" })
      .int({ error: "must be a whole number of at least 1" })
      .min(1, { error: "must be a whole number of at least 1" })
      .optional(),
    unit: unitField(),
  }),
  make: (params): Measure => {
    const { estimator, alphabet, unit } = params;
    const plain = entropic({
      name: WHO,
      params: { estimator, unit, fewRecords: "warn" },
      variables: 1,
      cite: "Shannon, C. E. (1948). A mathematical theory of communication. Bell System Technical Journal 27.",
      terms: [[1, [0]]],
    });
    return {
      ...plain,
      params,
      noNull: "one variable depends on nothing: compare worlds, or arms",
      of(...variables) {
        const { records, missing } = completeRecords(WHO, 1, variables);
        const n = records.length;
        if (n === 0) return { because: "no record has a value" };
        const counts = countsOf(columnsOf(variables, records));
        if (alphabet !== undefined && alphabet < counts.length)
          return { because: `${counts.length} different values were seen, and alphabet is ${alphabet}` };
        const values = alphabet ?? Math.max(counts.length, variables[0]!.texts.length);
        const value = unitsOfBits(entropyOfCounts(counts, estimator, values), unit);
        return {
          value,
          unit,
          n,
          missing,
          notes:
            estimator === "plug-in"
              ? []
              : [`${CORRECTIONS[estimator]}${estimator === "nsb" ? `, ${values} values possible` : ""}`],
        };
      },
    };
  },
});
