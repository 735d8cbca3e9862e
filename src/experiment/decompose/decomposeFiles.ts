import { present } from "../../core/present.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { findColumn } from "../../log/table/Table.ts";
import type { ParseUnitsOptions } from "../../log/units/parseUnits.ts";
import type { Factorial } from "../../measures/variance/factorialCells.ts";
import {
  type PersonSituation,
  type PersonSituationOptions,
  personSituation,
} from "../../measures/variance/personSituation.ts";
import { readMeasuredData } from "../measuring/readMeasuredData.ts";
import { factorRuns, holdsFactors } from "./factorRuns.ts";
import { type AskedQuantity, worldsOfTable } from "./worldsOfTable.ts";

/** What {@link decomposeFiles} may be told. */
interface DecomposeFilesOptions
  extends AskedQuantity,
    PersonSituationOptions,
    Pick<ParseUnitsOptions, "delimiter" | "decimal" | "missing"> {
  /** Columns with the levels of a table; of a factorial study the factors to keep, over the others of which is averaged. Default of a study: all. */
  readonly factors?: readonly string[];
  /** See {@link Factorial}. Default of a table `separate`, of a factorial study `paired`, because its runs have one seed. */
  readonly worlds?: NonNullable<Factorial["worlds"]>;
}

/**
 * The variance of a quantity of worlds among factors, of a table of units, of any table with a column for each factor and one of values, or of the folder of a factorial study.
 * In a table without worlds and agents each row is a world.
 *
 * @throws SpillwayError for what cannot be read, and as {@link personSituation}.
 */
export async function decomposeFiles(path: string, options: DecomposeFilesOptions): Promise<PersonSituation> {
  const { factors, worlds, quantity, value, delimiter, decimal, missing, ...rest } = options;
  const asked = present({ quantity, value });
  if (holdsFactors(path)) {
    const found = await factorRuns(path, asked);
    const kept = factors ?? found.factors;
    const places = kept.map((name) => {
      const place = found.factors.indexOf(name);
      if (place >= 0) return place;
      throw new SpillwayError(
        `decompose: the runs do not vary ${name.slice(0, 100)}: they vary ${found.factors.join(", ")}`,
      );
    });
    const records = found.rows.map((row) => ({ ...row, levels: places.map((place) => row.levels[place]!) }));
    const result = personSituation({ factors: kept, records, worlds: worlds ?? "paired" }, rest);
    return { ...result, notes: [...found.notes, ...result.notes] };
  }
  if (factors === undefined || factors.length === 0)
    throw new SpillwayError(
      "decompose: wanted --factor for each column with levels, or the folder of spillway run --vary",
    );
  const data = await readMeasuredData(path, {
    ...present({ delimiter, decimal, missing }),
    ...{ who: "decompose", anyTable: true },
  });
  const records = worldsOfTable(data, factors, asked);
  const apart =
    findColumn(data.table, "world") === undefined && findColumn(data.table, "agent") === undefined;
  const result = personSituation({ factors, records, ...present({ worlds }) }, rest);
  const said = apart ? ["the table has no column world: each row is a world of its own"] : [];
  return { ...result, notes: [...data.notes, ...said, ...result.notes] };
}
