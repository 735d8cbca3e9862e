import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { present } from "../../core/present.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { finishStudy } from "../../experiment/finishStudy.ts";
import { loadRun } from "../../experiment/loadRun.ts";
import { adhering, runRegistration } from "../../experiment/runRegistration.ts";
import { writeFileWhole } from "../../log/files/writeFileWhole.ts";
import type { Adherence } from "../../preregister/Adherence.ts";
import { pngOf } from "../../report/figures/pngOf.ts";
import { wantFiguresFolder, writeFigures } from "../../report/figures/writeFigures.ts";
import type { FigureBook } from "../../report/parts/figure.ts";
import { readFactors } from "../../report/readFactors.ts";
import { readResult } from "../../report/results/readResult.ts";
import { resultReport } from "../../report/results/resultReport.ts";
import { writeReport } from "../../report/writeReport.ts";
import { type CommonOptions, emit, output } from "../output.ts";
import { adherenceText } from "../text/adherenceText.ts";

interface ReportOptions extends CommonOptions {
  readonly preregistration?: string;
  readonly figures?: string;
  readonly with?: readonly string[];
}

/** Files of results that are taken along when they lie in the folder of a run. */
const BESIDE = ["diagnosis.json", "measures.json", "variances.json", "interaction.json", "trust.json"];

/** What `spillway report` does. */
export async function reportAction(of: string, options: ReportOptions): Promise<void> {
  const { out, figures, preregistration: given, with: added = [], ...shown } = options;
  if (figures !== undefined) wantFiguresFolder(figures);
  const { note } = output(options);
  const png = await pngWhereThereIs();
  const book: FigureBook = { all: [], ...present({ png }) };
  const { report, preregistration } = await pageOf(of, { out, given, added, book, note });
  const written = figures === undefined ? undefined : await writeFigures(figures, book.all, png);
  if (written !== undefined) {
    note(`${written.length} files of ${book.all.length} figures are in ${figures}`);
    if (png === undefined)
      note("no PNG: that needs the package @napi-rs/canvas, npm install @napi-rs/canvas");
  }
  emit(
    {
      data: { report, ...present({ preregistration, figures: written }) },
      text: () => `${report}${preregistration ? `\n\n${adherenceText(preregistration)}` : ""}`,
    },
    shown,
  );
}

interface Asked {
  readonly out: string | undefined;
  readonly given: string | undefined;
  readonly added: readonly string[];
  readonly book: FigureBook;
  note(text: string): void;
}

/** Makes the page of a run, a factorial study or a file of results, and says where it is. */
async function pageOf(
  of: string,
  { out, given, added, book, note }: Asked,
): Promise<{ readonly report: string; readonly preregistration?: Adherence }> {
  const folder = existsSync(of) && statSync(of).isDirectory();
  if (!existsSync(of) && of.endsWith(".json"))
    throw new SpillwayError(
      `report: there is no file "${of}": wanted the folder of a run, or a file of results`,
    );
  const run = folder && !existsSync(join(of, "factors.json"));
  if (run || !existsSync(of)) {
    const loaded = await loadRun(of);
    const { prepared, plan, units, changed } = loaded;
    const files = [...BESIDE.map((name) => join(of, name)).filter((file) => existsSync(file)), ...added];
    const results = [];
    for (const file of files) results.push(await readResult(file));
    const registered = await runRegistration(of, prepared.study, given);
    const adhere = registered && adhering(registered, loaded);
    const result = finishStudy(prepared, plan, units, of, loaded.allRounds, adhere);
    const report = await writeReport(result, of, { ...loaded, results, book }, out);
    if (changed) note("the study was changed after its plan was drawn");
    return { report, ...present({ preregistration: result.preregistration }) };
  }
  if (given !== undefined || added.length > 0)
    throw new SpillwayError(
      `report: ${given === undefined ? "--with" : "--preregistration"} goes with the folder of a run only`,
    );
  const report = out ?? (folder ? join(of, "factors.html") : of.replace(/(\.json)?$/, ".html"));
  if (out === undefined && !folder) wantOwn(report);
  const page = folder ? await readFactors(of, book) : await resultReport(of, book);
  writeFileWhole(report, page, { own: folder && out === undefined });
  return { report };
}

/** Nobody named this place: what stands there may only be an earlier page. */
function wantOwn(report: string): void {
  if (!existsSync(report)) return;
  const there = statSync(report);
  if (there.isFile() && readFileSync(report, "utf8").includes('<meta name="generator" content="Spillway '))
    return;
  throw new SpillwayError(
    `report: "${report}" stands there already and is no page of Spillway: name another place with --out`,
  );
}

/** Makes PNG where the package for it is there. */
async function pngWhereThereIs(): Promise<FigureBook["png"]> {
  try {
    await pngOf('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>');
    return pngOf;
  } catch {
    return undefined;
  }
}
