import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { canonicalJson, type Json } from "../../core/canonicalJson.ts";
import { explainIssue } from "../../core/explainIssue.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { readText } from "../../log/files/readText.ts";
import { readMeasuredData } from "../measuring/readMeasuredData.ts";
import { type AskedQuantity, type WorldRow, worldsOfTable } from "./worldsOfTable.ts";

/** The worlds of a factorial study, which spillway run --vary has left in a folder. */
interface FactorRunsFound {
  readonly factors: readonly string[];
  readonly rows: readonly WorldRow[];
  readonly notes: readonly string[];
}

const FACTORS = z.looseObject({
  paths: z.array(z.string()),
  runs: z.array(z.looseObject({ folder: z.string().regex(/^\d{1,6}$/) })),
});

/** Whether a folder holds a factorial study. */
export function holdsFactors(folder: string): boolean {
  return existsSync(join(folder, "factors.json"));
}

/**
 * Reads every run of a factorial study. A factor `seed` is none: it makes further worlds.
 *
 * @throws SpillwayError when the list of runs cannot be read or a run is not there.
 */
export async function factorRuns(
  folder: string,
  asked: AskedQuantity,
  who = "decompose",
): Promise<FactorRunsFound> {
  const file = join(folder, "factors.json");
  const { paths, runs } = await listOf(file, who);
  const factors = paths.filter((path) => path !== "seed");
  const rows: WorldRow[] = [];
  const notes = new Set<string>();
  for (const run of runs) {
    const level = (path: string): string => {
      const value = run[path] as Json | undefined;
      if (value === undefined)
        throw new SpillwayError(`${who}: run ${run.folder} has no value of ${path}`, { place: { file } });
      return typeof value === "string" ? value : canonicalJson(value);
    };
    const data = await readMeasuredData(join(folder, run.folder), { who });
    for (const note of data.notes) notes.add(`run ${run.folder}: ${note}`);
    const before = paths.includes("seed") ? `${level("seed")}/` : "";
    for (const { world, ...row } of worldsOfTable(data, [], asked, who))
      rows.push({ ...row, world: `${before}${world}`, levels: factors.map(level) });
  }
  return { factors, rows, notes: [...notes] };
}

async function listOf(file: string, who: string): Promise<z.infer<typeof FACTORS>> {
  let data: unknown;
  try {
    data = JSON.parse(await readText(file));
  } catch (cause) {
    if (cause instanceof SpillwayError) throw cause;
    throw new SpillwayError(`${who}: the list of runs is no JSON`, { place: { file }, cause });
  }
  const read = FACTORS.safeParse(data);
  if (read.success) return read.data;
  throw new SpillwayError(`${who}: ${explainIssue(read.error.issues[0]!, data, FACTORS)}`, {
    place: { file },
  });
}
