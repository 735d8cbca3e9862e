import { few } from "../../core/few.ts";
import { type Place, SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import type { TableDialect } from "../../network/files/tables/TableDialect.ts";
import { damageAllowed } from "../files/damageAllowed.ts";
import { fieldNames, fieldOf } from "../maps/fields/fieldOf.ts";
import { recordsOf } from "../maps/records/recordsOf.ts";

/** One message: who said it, who heard it, in which world and round. */
export interface HeardRow {
  readonly world: number;
  readonly round?: number;
  readonly source: string;
  readonly target: string;
}

/**
 * Messages of a file, as `spillway import --messages` writes them: `source`, `target`, and `world` and `round` where there are several.
 *
 * @throws SpillwayError with file and line for a column that is absent, an empty agent, and a world or round that is no whole number.
 */
export async function readHeard(file: string, who: string, dialect: TableDialect = {}): Promise<HeardRow[]> {
  const rows: HeardRow[] = [];
  const fault = (message: string, place: Place): SpillwayError =>
    new SpillwayError(`${who}: ${message}`, { place });
  for await (const batch of recordsOf(file, {}, { who, damage: damageAllowed(), dialect }))
    for (const { fields, place } of batch) {
      const [source, target] = [fieldOf(fields, "source"), fieldOf(fields, "target")];
      if (source === undefined || target === undefined)
        throw fault(
          `--heard wants the columns source and target, got ${few(fieldNames(fields).map((name) => shown(name)))}`,
          place,
        );
      if (source === "" || target === "" || source === null || target === null)
        throw fault("wanted source and target in each row of --heard, got an empty field", place);
      const whole = (name: string): number | undefined => {
        const value = fieldOf(fields, name);
        if (value === undefined || value === null || value === "") return undefined;
        const number = Number(value);
        if (!Number.isSafeInteger(number))
          throw fault(`${name} must be a whole number, got ${shown(value)}`, place);
        return number;
      };
      const round = whole("round");
      rows.push({
        world: whole("world") ?? 0,
        ...(round === undefined ? {} : { round }),
        source: String(source),
        target: String(target),
      });
    }
  return rows;
}
