import type { Place } from "../../core/SpillwayError.ts";
import type { TableDialect } from "../../network/files/tables/TableDialect.ts";
import type { Assignments } from "./assignments.ts";
import type { UnitRow } from "./UnitRow.ts";

/** How a table of units is read. */
export interface UnitScannerOptions {
  /** Name of the file, for error messages. */
  readonly file: string;
  readonly dialect: TableDialect;
  /** Whether columns that are none of the table's own are kept, as covariates. */
  readonly covariates: boolean;
  /** Whether a column, though kept, is told as left out. Default: none that is kept. */
  readonly leftOut?: (column: string) => boolean;
  /** Rows with a fault of their own that may be left out, each with a note. Default 0: the first is an error. */
  readonly skipDamaged?: number;
  /** Whether the table may do without a column `outcome`, because another column is taken. Default false. */
  readonly outcomeElsewhere?: boolean;
  /** Who was assigned to what, where the table does not say it; arms that it says as well are kept as the covariate `delivered`. */
  readonly assignments?: Assignments;
  /** The column of clusters, where assignments are of clusters. Default `cluster`. */
  readonly clusterColumn?: string;
  /** Whether a row is kept; all are checked. */
  readonly keep: (world: number, round: number | undefined, period: string | undefined) => boolean;
}

/** What a table of units holds. */
export interface ScannedUnits {
  /** The rows that were kept, sorted by world, round and agent. */
  readonly units: UnitRow[];
  /** All rounds of the table, with the name of the period that one of its rows has. */
  readonly rounds: ReadonlyMap<number | undefined, string | undefined>;
  /** All worlds of the table. */
  readonly worlds: ReadonlySet<number>;
  /** The probability that a row had to get its arm, where a table of assignments says it. */
  readonly chances: ReadonlyMap<UnitRow, number>;
  /** What was supposed and left out. */
  readonly notes: readonly string[];
  /** Where a row stands, or the table when none is given. */
  placeOf(unit?: Pick<UnitRow, "world" | "round" | "agent">): Place;
}
