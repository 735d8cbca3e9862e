import { type Place, SpillwayError } from "../core/SpillwayError.ts";
import { shown } from "../core/shown.ts";
import { fieldNames, fieldOf } from "../log/maps/fields/fieldOf.ts";

/** Letters of Inspect's scorers: correct, incorrect, partly, no answer. Inspect's own value_to_float. */
const LETTERS: ReadonlyMap<string, number> = new Map([
  ["C", 1],
  ["I", 0],
  ["P", 0.5],
  ["N", 0],
]);

/** Fields of a row that stand for one sample of an Inspect log, the scores as `score.<scorer>`. */
type InspectRow = ReadonlyMap<string, unknown>;

/** Whether a record is a whole log of Inspect. */
export function isInspectLog(record: unknown): boolean {
  return fieldOf(record, "eval") !== undefined && Array.isArray(fieldOf(record, "samples"));
}

/**
 * The samples of one log of Inspect (JSON), a row for each sample and epoch. A sample that ended with an error, or that a scorer did not judge, has no score.
 *
 * @throws SpillwayError for a score that is neither a number nor a letter of Inspect's.
 */
export function inspectScores(log: unknown, place: Place): InspectRow[] {
  const about = fieldOf(log, "eval");
  const samples = fieldOf(log, "samples") as readonly unknown[];
  return samples.map((sample) => {
    const row = new Map<string, unknown>([
      ["eval", about],
      ["model", fieldOf(about, "model")],
      ["solver", fieldOf(about, "solver")],
      ["task", fieldOf(about, "task")],
      ["sample", sample],
      ["id", fieldOf(sample, "id")],
      ["epoch", fieldOf(sample, "epoch")],
    ]);
    const failed = fieldOf(sample, "error");
    const scores =
      fieldOf(sample, "scores") ??
      (fieldOf(sample, "score") ? new Map([["score", fieldOf(sample, "score")]]) : undefined);
    for (const scorer of fieldNames(scores)) {
      const value = fieldOf(fieldOf(scores, scorer), "value");
      const parts =
        typeof value === "object" && value !== null && !Array.isArray(value)
          ? fieldNames(value).map((name) => [`score.${scorer}.${name}`, fieldOf(value, name)] as const)
          : [[`score.${scorer}`, value] as const];
      for (const [name, one] of parts)
        row.set(name, failed === undefined || failed === null ? numberOf(one, name, place) : undefined);
    }
    return row;
  });
}

function numberOf(value: unknown, name: string, place: Place): number | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === "boolean") return Number(value);
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  const found = typeof value === "string" ? (LETTERS.get(value) ?? plainNumber(value)) : undefined;
  if (found !== undefined) return found;
  throw new SpillwayError(
    `compare: ${name} must be a number or one of Inspect's letters C, I, P, N, got ${shown(value)}: name the scores to compare with --score`,
    { place },
  );
}

const plainNumber = (text: string): number | undefined =>
  /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim()) ? Number(text) : undefined;
