import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Json } from "../core/canonicalJson.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { finishStudy } from "../experiment/finishStudy.ts";
import { loadRun } from "../experiment/loadRun.ts";
import type { FinishedRun } from "../experiment/runStudy.ts";
import type { FactorRun } from "./FactorRun.ts";
import { factorEffects } from "./factorEffects.ts";
import { factorsReport } from "./factorsReport.ts";
import type { FigureBook } from "./parts/figure.ts";

const FACTORS = z.looseObject({
  paths: z.array(z.string()),
  runs: z.array(z.looseObject({ folder: z.string().regex(/^\d{1,6}$/) })),
});

/**
 * The page of a factorial study, from the folders of its runs.
 *
 * @throws SpillwayError when the list of runs cannot be read, or one is not finished.
 */
export async function readFactors(folder: string, book: FigureBook): Promise<string> {
  const file = join(folder, "factors.json");
  let found: z.infer<typeof FACTORS>;
  try {
    found = FACTORS.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (cause) {
    throw new SpillwayError("report: this is no list of runs that spillway run --vary writes", {
      place: { file },
      cause,
    });
  }
  const runs: FactorRun[] = [];
  for (const one of found.runs) {
    const own = join(folder, one.folder);
    const loaded = await loadRun(own);
    const result = finishStudy(loaded.prepared, loaded.plan, loaded.units, own, loaded.allRounds);
    // What a page of factors reads of a run is what finishing gives.
    runs.push({
      changes: found.paths.map((path) => [path, one[path] as Json] as const),
      folder: own,
      result: { ...result, complete: true } as unknown as FinishedRun,
    });
  }
  const [first] = runs;
  const name = first?.result.complete ? first.result.prepared.study.name : "Factorial study";
  return factorsReport(name, found.paths, runs, factorEffects(found.paths, runs), book);
}
