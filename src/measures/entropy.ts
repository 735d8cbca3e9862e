// Shannon (1948), "A mathematical theory of communication", Bell System Technical Journal 27, section 6; bias: Miller (1955).
import { z } from "zod";
import { defineKind, type Kind } from "../core/defineKind.ts";
import { sum } from "../core/numbers/sum.ts";
import { completeRecords } from "./completeRecords.ts";
import type { Measure } from "./Measure.ts";

export interface EntropySettings {
  /** `plug-in` takes shares for probabilities, `miller-madow` adds (values seen − 1)/(2n ln 2) against its bias. Default plug-in. */
  readonly estimator?: "plug-in" | "miller-madow";
}

/**
 * Entropy of one variable in bits, H = −Σ p log₂ p with p the share of each value: 0 when all say the same, log₂ k when k values are
 * equally common. The plug-in estimate is too small by about (k − 1)/(2n ln 2) (Miller 1955, "Note on the bias of information estimates"). Records without a
 * value are left out. Cost: linear in the records.
 */
export const entropy: Kind<EntropySettings, Measure> = defineKind({
  kind: "entropy",
  summary: "how evenly values are spread, in bits",
  settings: z.strictObject({ estimator: z.enum(["plug-in", "miller-madow"]).default("plug-in") }),
  make: (params): Measure => ({
    name: "entropy",
    params,
    variables: 1,
    cite: "Shannon, C. E. (1948). A mathematical theory of communication. Bell System Technical Journal 27.",
    of(...variables) {
      const { records, missing } = completeRecords("entropy", 1, variables);
      const [variable] = variables;
      const n = records.length;
      if (n === 0) return { because: "no record has a value" };
      const counts = new Map<number, number>();
      for (const r of records) {
        const code = variable!.codes[r]!;
        counts.set(code, (counts.get(code) ?? 0) + 1);
      }
      const value = sum(Array.from(counts.values(), (count) => (count / n) * Math.log2(n / count)));
      if (params.estimator === "plug-in") return { value, unit: "bits", n, missing, notes: [] };
      return {
        value: value + (counts.size - 1) / (2 * n * Math.LN2),
        unit: "bits",
        n,
        missing,
        notes: ["Miller and Madow's correction for the bias of a small sample"],
      };
    },
  }),
});
