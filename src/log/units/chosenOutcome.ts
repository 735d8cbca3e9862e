import { few } from "../../core/few.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import { suggest } from "../../core/suggest.ts";
import type { UnitRow } from "./UnitRow.ts";

/** How the texts of a column become outcomes. */
interface OutcomeReading {
  /** The column: `answer.vote`. */
  readonly column: string;
  /** The value that counts as 1, all others as 0. Default: numbers, or true and false. */
  readonly is?: string;
  /** The number of each text. Default: numbers, or true and false. */
  readonly points?: Readonly<Record<string, number>>;
  /** Whether a table without the column is one in which nothing was seen. Default false: it is an error. */
  readonly mayLack?: boolean;
}

/** Reads `answer.vote`, or `answer.vote=yes` for 1 where it is yes and 0 elsewhere. */
export function outcomeReading(text: string): OutcomeReading {
  const at = text.indexOf("=");
  const column = (at === -1 ? text : text.slice(0, at)).trim();
  const is = at === -1 ? undefined : text.slice(at + 1).trim();
  if (column === "" || is === "")
    throw new SpillwayError(
      `--outcome: wanted a column of the units, or column=value for a share (answer.vote=yes), got ${shown(text)}`,
    );
  return { column, ...(is === undefined ? {} : { is }) };
}

/**
 * The same units with another column as their outcome. Where it is empty, nothing was seen; nothing is filled in.
 *
 * @throws SpillwayError for a column that there is not, and a text that is no number.
 */
export function chosenOutcome(units: readonly UnitRow[], reading: OutcomeReading): UnitRow[] {
  const { column, is, points, mayLack = false } = reading;
  if (column === "outcome" && is === undefined && points === undefined) return [...units];
  const names = new Set(units.flatMap(({ covariates }) => Object.keys(covariates ?? {})));
  if (!names.has(column) && !mayLack)
    throw new SpillwayError(
      `units: there is no column ${shown(column)} to take as outcome${suggest(column, [...names, "outcome"])}`,
    );
  const read = (text: string, { agent, world }: UnitRow): number => {
    if (is !== undefined) return text === is ? 1 : 0;
    const value = points
      ? Object.hasOwn(points, text)
        ? points[text]
        : undefined
      : (TRUTHS.get(text.toLowerCase()) ?? (text.trim() === "" ? undefined : Number(text)));
    if (value !== undefined && Number.isFinite(value)) return value;
    const way = points
      ? `points has ${few(Object.keys(points).map(shown))}`
      : `for the share of those with one value, give ${column}=value`;
    throw new SpillwayError(
      `units: ${column} must be a number to be an outcome, got ${shown(text)} for agent ${shown(agent)} in world ${world}: ${way}`,
    );
  };
  if (is !== undefined && !units.some(({ covariates }) => covariates?.[column] === is)) {
    const there = new Set(units.flatMap(({ covariates }) => covariates?.[column] || []));
    throw new SpillwayError(
      `units: no ${column} is ${shown(is)}: there ${there.size === 1 ? "is" : "are"} ${few([...there].map(shown))}`,
    );
  }
  return units.map((unit) => {
    const { outcome: _, status, ...rest } = unit;
    const text = unit.covariates?.[column];
    if (text === undefined || text === "")
      return { ...rest, status: status === "ok" ? "missing" : (status ?? "missing") };
    return { ...rest, outcome: read(text, unit), status: "ok" };
  });
}

const TRUTHS: ReadonlyMap<string, number> = new Map([
  ["true", 1],
  ["false", 0],
]);
