// Williams and Beer (2010), "Nonnegative decomposition of multivariate information", arXiv 1004.2515; Bertschinger et al. (2014), "Quantifying unique information", Entropy 16.

import { z } from "zod";
import { defineKind, type Kind } from "../core/defineKind.ts";
import { wantArgument } from "../core/wantArgument.ts";
import { columnsOf } from "./cells/columnsOf.ts";
import { exactTable } from "./cells/entropyTerms.ts";
import { fewRecordsField, sparse } from "./cells/sparse.ts";
import { unitField, units } from "./cells/units.ts";
import { completeRecords } from "./completeRecords.ts";
import { type Atoms, decompose, type Redundancy } from "./decomposition/decompose.ts";
import { type JointTable, jointTable } from "./decomposition/JointTable.ts";
import type { Distribution, Measure } from "./Measure.ts";

export interface PartialInformationSettings {
  /** What redundancy is: `i-min` (Williams and Beer), `mmi`, the smaller mutual information, or `broja` (Bertschinger et al.). Default broja. */
  readonly redundancy?: "i-min" | "mmi" | "broja" | undefined;
  /** Which part is the value: `redundant`, `unique1`, `unique2` or `synergy`; the others stand beside it. Default synergy. */
  readonly part?: "redundant" | "unique1" | "unique2" | "synergy" | undefined;
  /** Default bits. */
  readonly unit?: "bits" | "nats" | undefined;
  /** With fewer than ten records for each cell of the joint table: `warn` in a note, or `refuse` to give a number. Default warn. */
  readonly fewRecords?: "warn" | "refuse" | undefined;
}

const WHO = "partial-information";
/** Parts smaller than this, in nats, are rounding. */
const ROUNDING = 1e-14;
const REDUNDANCIES: readonly Redundancy[] = ["i-min", "mmi", "broja"];

/**
 * What two sources say about a target, in four parts, in bits: redundant, unique to each, synergistic; I(X,Y;T) is their sum. The definitions of redundancy disagree, most where
 * sources are independent, so all three stand in `parts`. Shares are taken for probabilities: synergy is too large in small samples, and the mean of its null is to be
 * taken away. Null: redraw what was randomized, or exchange the target between exchangeable runs. Cost: linear in the records, and `broja` cells times up to thousands of rounds.
 */
export const partialInformation: Kind<PartialInformationSettings, Measure> = defineKind({
  kind: WHO,
  summary: "what two sources say about a target: redundant, unique and synergistic parts, in bits",
  settings: z.strictObject({
    redundancy: z.enum(["i-min", "mmi", "broja"], { error: "must be i-min, mmi or broja" }).default("broja"),
    part: z
      .enum(["redundant", "unique1", "unique2", "synergy"], {
        error: "must be redundant, unique1, unique2 or synergy",
      })
      .default("synergy"),
    unit: unitField(),
    fewRecords: fewRecordsField(),
  }),
  make: (params): Measure => ({
    name: WHO,
    params,
    variables: 3,
    cite: "Williams, P. L. and Beer, R. D. (2010). Nonnegative decomposition of multivariate information. arXiv 1004.2515.",
    roles: ["first source", "second source", "target"],
    of(...variables) {
      const { records, missing } = completeRecords(WHO, 3, variables);
      const n = records.length;
      if (n === 0) return { because: "no record has a value of every variable" };
      const table = jointTable(columnsOf(variables, records));
      const cells = table.p.length;
      const few = sparse(n, cells);
      if (few !== undefined && params.fewRecords === "refuse") return { because: few };
      const all = REDUNDANCIES.map((one) => [one, inUnit(decompose(table, one), params.unit)] as const);
      const value = all.find(([one]) => one === params.redundancy)![1][params.part];
      return {
        value,
        unit: params.unit,
        n,
        missing,
        notes: few === undefined ? [] : [few],
        cells,
        plugIn: value,
        correction: "no correction for the bias of a small sample: take away the mean of the null",
        parts: Object.fromEntries(
          all.flatMap(([one, atoms]) =>
            Object.entries(atoms).map(([part, amount]) => [`${one} ${part}`, amount]),
          ),
        ),
      };
    },
    exactly: (distribution) =>
      inUnit(decompose(tableOf(distribution), params.redundancy), params.unit)[params.part],
  }),
});

/**
 * The four parts of what two sources say about a target in a distribution that is known, in bits. The target is the last of the three variables.
 *
 * @param redundancy default broja.
 * @throws SpillwayError for what is no distribution of three variables.
 */
export function decomposeInformation(distribution: Distribution, redundancy: Redundancy = "broja"): Atoms {
  wantArgument("decomposeInformation", "a distribution", distribution, { fields: ["outcomes"] });
  return inUnit(decompose(tableOf(distribution), redundancy), "bits");
}

function tableOf(distribution: Distribution): JointTable {
  const { columns, mass } = exactTable(WHO, 3, distribution);
  return jointTable(columns, mass);
}

function inUnit(atoms: Atoms, unit: "bits" | "nats"): Atoms {
  // What rounding leaves of nothing is nothing.
  const tidy = (nats: number): number => (Math.abs(nats) < ROUNDING ? 0 : units(nats, unit));
  const { redundant, unique1, unique2, synergy } = atoms;
  return {
    redundant: tidy(redundant),
    unique1: tidy(unique1),
    unique2: tidy(unique2),
    synergy: tidy(synergy),
  };
}
