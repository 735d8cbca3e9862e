import { open, readdir, stat } from "node:fs/promises";
import { basename } from "node:path";
import { csvText } from "../../core/csvText.ts";
import { formatJson } from "../../core/formatJson.ts";
import { present } from "../../core/present.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { readText } from "../../log/files/readText.ts";
import { writeFileWhole } from "../../log/files/writeFileWhole.ts";
import { writePieces } from "../../log/files/writePieces.ts";
import type { MapFile } from "../../log/maps/fields/MapFile.ts";
import { countedEdges, type ImportedLog, importLog } from "../../log/maps/importLog.ts";
import { readyMaps } from "../../log/maps/ready/readyMaps.ts";
import { recogniseLog } from "../../log/maps/ready/recogniseLog.ts";
import type { Table } from "../../log/table/Table.ts";
import { tableCsv } from "../../log/table/tableCsv.ts";
import { parseAssignments } from "../../log/units/assignments.ts";
import { withAssignments } from "../../log/units/withAssignments.ts";
import type { TableDialect } from "../../network/files/tables/TableDialect.ts";
import { readLogMap } from "../../study-file/maps/readLogMap.ts";
import { type CommonOptions, noteLines, output } from "../output.ts";
import { plainText } from "../text/plainText.ts";

interface ImportLogOptions extends CommonOptions, TableDialect {
  readonly map?: string;
  readonly edges?: string;
  readonly messages?: string;
  readonly assignments?: string;
  readonly explain?: boolean;
  readonly skipDamaged?: number;
  readonly take?: NonNullable<MapFile["take"]>;
  readonly rounds?: readonly number[];
  readonly outcome?: string;
  readonly arm?: string;
  readonly unit?: string;
  readonly round?: string;
  readonly world?: string;
}

/** What `spillway import` does with a log. */
export async function importLogAction(log: string | undefined, options: ImportLogOptions): Promise<void> {
  const { map: name, skipDamaged, rounds, delimiter, decimal, missing, assignments: file } = options;
  if (log === undefined)
    throw new SpillwayError(
      `import: wanted a log, as in spillway import --map langfuse log.jsonl --out units.csv; ready maps are ${readyMaps.map((one) => one.name).join(", ")}`,
    );
  const chosen = name ?? (await recognised(log));
  const { take, outcome, arm, unit, round, world } = options;
  const map = { ...(await readLogMap(chosen)), ...present({ take, outcome, arm, unit, round, world }) };
  const dialect = present({ delimiter, decimal, missing });
  const imported = await importLog({ log, map, dialect, ...present({ skipDamaged, rounds }) });
  const assigned = file === undefined ? undefined : parseAssignments(await readText(file), file, dialect);
  const units =
    assigned && file !== undefined ? withAssignments(imported.units, assigned, file) : imported.units;
  const notes = [
    ...(name === undefined ? [`the log was read by the map ${chosen}`] : []),
    ...imported.notes.filter((note) => !(assigned && note.includes("--assignments"))),
    ...imported.unmatched.map(
      ({ what, count, first }) => `${count} of ${imported.records} records: ${what} (first at ${first})`,
    ),
  ];
  const { print, note } = output(options);
  if (options.explain) {
    print(options.json ? formatJson(explained(imported, units, notes)) : explanation(imported, units, notes));
    if (options.out === undefined) return;
  }
  const { out } = options;
  if (out !== undefined && out !== "-")
    if (out.endsWith(".json")) writeFileWhole(out, formatJson({ units: rowsOf(units, units.rows), notes }));
    else await writePieces(out, pieces(units));
  else if (options.json) print(formatJson({ units: rowsOf(units, units.rows), notes }));
  else for (const piece of tableCsv(units)) print(piece);
  if (options.edges !== undefined)
    writeFileWhole(
      options.edges,
      csvText(["source", "target", "messages"], countedEdges(imported.heard), "programs"),
    );
  if (options.messages !== undefined) await writePieces(options.messages, pieces(imported.heard));
  if (!options.explain && notes.length > 0) note(noteLines(notes));
  for (const written of [out, options.edges, options.messages])
    if (written !== undefined && written !== "-") note(`written to ${written}`);
}

async function* pieces(table: Table): AsyncGenerator<string> {
  yield* tableCsv(table);
}

/** The ready map of a log, by how it begins. */
async function recognised(log: string): Promise<string> {
  const unknown = new SpillwayError(
    `import: ${basename(log)} is no log that is known: say which map reads it with --map, a file of your own or one of ${readyMaps.map((one) => one.name).join(", ")}`,
  );
  if (log === "-") throw unknown;
  const about = await stat(log).catch((cause: unknown) => {
    throw new SpillwayError(`there is no file "${log}"`, { cause });
  });
  if (about.isDirectory()) {
    if ((await readdir(log)).includes("playerRounds.csv")) return "empirica";
    throw unknown;
  }
  const handle = await open(log);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(1 << 18), 0, 1 << 18, 0);
    const found = recogniseLog(buffer.toString("latin1", 0, bytesRead));
    if (found) return found.name;
    throw unknown;
  } finally {
    await handle.close();
  }
}

type Row = Readonly<Record<string, string | number | undefined>>;

function rowsOf({ columns, rows }: Table, most: number): Row[] {
  return Array.from({ length: Math.min(rows, most) }, (_, row) =>
    Object.fromEntries(
      columns.flatMap((column) =>
        column.known[row] === 0
          ? []
          : [
              [
                column.name,
                column.kind === "number" ? column.values[row]! : column.texts[column.codes[row]!]!,
              ],
            ],
      ),
    ),
  );
}

function explained(imported: ImportedLog, units: Table, notes: readonly string[]): object {
  const { records, fields, unmatched, heard } = imported;
  return {
    records,
    fields,
    units: units.rows,
    messages: heard.rows,
    sample: rowsOf(units, 3),
    unmatched,
    notes,
  };
}

function explanation(
  { records, fields, heard }: ImportedLog,
  units: Table,
  notes: readonly string[],
): string {
  const sample = { ...units, rows: Math.min(3, units.rows) };
  return plainText(
    [
      `${records} records gave ${units.rows} rows of units and ${heard.rows} messages.`,
      "",
      "Fields found in the first records, how often, and an example:",
      ...fields.map(({ name, count, example }) => `  ${name}  ${count}  ${example}`),
      "",
      "The first rows:",
      ...[...tableCsv(sample)]
        .join("")
        .trimEnd()
        .split("\n")
        .map((line) => `  ${line}`),
      ...(notes.length > 0 ? ["", ...notes.map((one) => `note: ${one}`)] : []),
    ].join("\n"),
  );
}
