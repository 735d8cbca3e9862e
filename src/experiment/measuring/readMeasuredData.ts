import { existsSync, statSync } from "node:fs";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { suggest } from "../../core/suggest.ts";
import { readText } from "../../log/files/readText.ts";
import { isAct } from "../../log/journal/isAct.ts";
import { readJournal } from "../../log/journal/readJournal.ts";
import { maps } from "../../log/maps/maps.ts";
import { tableOfUnits } from "../../log/table/tableOfUnits.ts";
import { type ParseUnitsOptions, parseUnits } from "../../log/units/parseUnits.ts";
import { readUnits } from "../../log/units/readUnits.ts";
import { networkHash } from "../../network/networkHash.ts";
import { prepareStudy } from "../../study/prepareStudy.ts";
import { readStudy } from "../../study-file/readStudy.ts";
import { readPlan } from "../keepPlan.ts";
import { runFolder } from "../runFolder.ts";
import type { MeasuredData, SentMessage } from "./MeasuredData.ts";
import { plainParquet, plainTable } from "./plainTable.ts";
import { turnTable } from "./turnTable.ts";

/** How {@link readMeasuredData} reads. */
interface ReadOptions extends Omit<ParseUnitsOptions, "file" | "onNote"> {
  /** Kind of the map that makes a table of a log. Default: found by the beginning of the file. */
  readonly map?: string;
  /** The command that reads, for messages. Default measure. */
  readonly who?: string;
  /** Whether a table that is not one of units is read as it stands. Default false. */
  readonly anyTable?: boolean;
}

/** The first line of a journal. */
const JOURNAL =
  /^\s*\{[^\n]*"type"\s*:\s*"run"[^\n]*"planHash"|^\s*\{[^\n]*"planHash"[^\n]*"type"\s*:\s*"run"/;

/**
 * Reads what measures are taken of: the folder of a run, a journal, a table of units, or a log that a map knows.
 *
 * @throws SpillwayError when there is no such file or folder, and whatever reading it throws.
 */
export async function readMeasuredData(path: string, options: ReadOptions = {}): Promise<MeasuredData> {
  const { map, who = "measure", anyTable = false, ...dialect } = options;
  if (path !== "-" && !existsSync(path))
    throw new SpillwayError(`${who}: there is no file or folder "${path}"`);
  if (path !== "-" && statSync(path).isDirectory()) return ofRun(path, who);
  if (path.endsWith(".parquet")) {
    const plain = anyTable ? await plainParquet(path, dialect) : undefined;
    if (plain) return plain;
    const notes: string[] = [];
    const units = await readUnits(path, { ...dialect, onNote: (note) => void notes.push(note) });
    return { file: path, table: tableOfUnits(units), notes };
  }
  const text = await readText(path);
  if (map === undefined && JOURNAL.test(text.slice(0, 1 << 16))) return ofJournal(path);
  const name = path === "-" ? "(standard input)" : path;
  const kinds = maps.map(({ kind }) => kind);
  if (map !== undefined && !kinds.includes(map))
    throw new SpillwayError(`${who}: there is no map "${map}"${suggest(map, kinds)}`);
  const head = text.slice(0, 1 << 16);
  const found = maps
    .filter(({ kind }) => map === undefined || kind === map)
    .map((entry) => entry.from({}))
    .find((one) => map !== undefined || one.recognises(head));
  if (found) return { file: path, table: found.table(text, name), notes: [] };
  const plain = anyTable ? plainTable(text, name, who, dialect) : undefined;
  if (plain) return plain;
  const notes: string[] = [];
  const units = parseUnits(text, { ...dialect, file: name, onNote: (note) => void notes.push(note) });
  return { file: path, table: tableOfUnits(units), notes };
}

async function ofRun(folder: string, who: string): Promise<MeasuredData> {
  const files = runFolder(folder);
  if (!existsSync(files.plan) || !existsSync(files.journal))
    throw new SpillwayError(
      `${who}: there is no run in "${folder}": wanted a folder that spillway run has written, with its plan and its journal`,
    );
  const plan = readPlan(files.plan);
  const prepared = prepareStudy(await readStudy(files.study, { still: true }));
  if (networkHash(prepared.network) !== plan.networkHash)
    throw new SpillwayError(`${who}: the network of the study is not that of the plan in "${folder}"`);
  return { ...ofJournal(files.journal, plan), run: { prepared, plan } };
}

function ofJournal(path: string, plan?: Parameters<typeof readJournal>[1]): MeasuredData {
  const { turns, end } = readJournal(path, plan);
  const acts = turns.filter(isAct);
  const messages = acts.flatMap(({ heard, dropped = [] }, row): SentMessage[] => [
    ...heard.map(({ from }) => ({ row, from, delivered: true })),
    ...dropped.map((from) => ({ row, from, delivered: false })),
  ]);
  return {
    file: path,
    table: turnTable(acts),
    messages,
    notes: end ? [] : ["the run is not finished: what is there so far is measured"],
  };
}
