import { join } from "node:path";
import type { Json } from "../../core/canonicalJson.ts";
import { csvText } from "../../core/csvText.ts";
import { formatJson } from "../../core/formatJson.ts";
import { present } from "../../core/present.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { type FoundSize, findSize } from "../../diagnose/findSize.ts";
import { type Sweep, type SweepOptions, settingText, sweep, sweepTable } from "../../diagnose/sweep.ts";
import { studyCost } from "../../experiment/studyCost.ts";
import { writeFileWhole } from "../../log/files/writeFileWhole.ts";
import { sweepSvg } from "../../report/figures/sweepSvg.ts";
import { writePicture } from "../../report/figures/writePicture.ts";
import { sweepReport } from "../../report/sweepReport.ts";
import { notingStudies } from "../../study/readingNotes.ts";
import type { Study } from "../../study/study.ts";
import { readStudyData } from "../../study-file/readStudyData.ts";
import { standIn } from "../../study-file/standIn.ts";
import { type CommonOptions, emit, output } from "../output.ts";
import { sizeText, sweepText } from "../text/sweepText.ts";
import { gridOf, parted } from "./parts/gridOf.ts";

interface SweepRequest extends CommonOptions {
  readonly file: string;
  readonly seed?: string;
  readonly allowFiles?: readonly string[];
  /** Settings that vary, as path=values. */
  readonly vary: readonly string[];
  /** The power that is wanted, for a search. */
  readonly target?: string;
  /** File for the picture of a table. */
  readonly picture?: string;
  /** Agents in the place of the study's own. */
  readonly agents?: Json;
  /** Money for one agent call. */
  readonly callPrice?: number;
  /** Options of every diagnosis. */
  readonly options: SweepOptions;
}

/** `spillway diagnose … --vary …`: a table over a grid, or with `--target` the search for a size. */
export async function diagnoseSweep(request: SweepRequest): Promise<Sweep | FoundSize> {
  const {
    file,
    seed,
    allowFiles,
    vary,
    target,
    picture,
    agents,
    callPrice,
    options,
    out,
    json,
    quiet = false,
  } = request;
  const shown = { ...(json ? { json } : {}), quiet };
  const { note, complain } = output(shown);
  const { data, studyOf: plain } = await readStudyData(file, present({ seed, allowFiles }));
  const { studyOf: own, notes } = notingStudies(plain);
  const studyOf = (changed: Json): Promise<Study> =>
    own(agents === undefined ? changed : standIn(changed, agents));
  if (target !== undefined) {
    const found = await findSize(data, {
      ...options,
      studyOf,
      ...targetOf(target),
      ...rangeOf(vary),
      onStep: ({ size, value }) => note(`… ${size}: power ${value.toFixed(3)}`),
    });
    if (out !== undefined) writeFileWhole(join(out, "size.json"), formatJson(found), { own: true });
    emit({ data: withNotes(found, notes()), text: () => sizeText(found), notes: notes() }, shown);
    return found;
  }
  const grid = gridOf(vary, "diagnose");
  const found = await sweep(data, grid, {
    ...options,
    studyOf,
    ...(callPrice === undefined && agents === undefined
      ? {}
      : {
          costOf: async (changed: Json) =>
            studyCost(await own(changed), callPrice === undefined ? {} : { callPrice }),
        }),
    onCell: (cell, number, cells) =>
      note(
        `… ${number + 1} of ${cells}: ${cell.map(([path, value]) => `${path}=${settingText(value)}`).join(" ")}`,
      ),
  });
  const { header, rows } = sweepTable(found);
  if (picture !== undefined) {
    await writePicture(picture, await sweepSvg(found));
    note(`the picture is ${picture}`);
  }
  if (out !== undefined) {
    writeFileWhole(join(out, "sweep.json"), formatJson({ name: nameOf(data), ...found }), { own: true });
    writeFileWhole(join(out, "sweep.csv"), csvText(header, rows), { own: true });
    writeFileWhole(join(out, "sweep.html"), await sweepReport(nameOf(data), found), { own: true });
    note(`the report is ${join(out, "sweep.html")}; sweep.json and sweep.csv are beside it`);
  }
  emit({ data: withNotes(found, notes()), text: () => sweepText(found), notes: notes() }, shown);
  if (!found.complete) {
    process.exitCode = 130;
    complain(`stopped before the last cell${out === undefined ? "" : ": the same command resumes"}`);
  }
  return found;
}

const withNotes = <Found extends object>(found: Found, notes: readonly string[]): Found =>
  notes.length > 0 ? { ...found, notes } : found;

/** The study's name, where its data have one. */
function nameOf(data: Json): string {
  const { name } = (data ?? {}) as { readonly name?: unknown };
  return typeof name === "string" ? name : "Study";
}

function rangeOf(vary: readonly string[]): { path: string; between: [number, number] } {
  const [path, given] = parted(vary[0]!, "diagnose");
  const range = /^(\d+)\.\.(\d+)$/.exec(given.trim());
  if (vary.length > 1 || range === null)
    throw new SpillwayError(
      `diagnose: --target needs one --vary path=low..high, got ${vary.map((one) => `"${one}"`).join(", ")}`,
    );
  return { path, between: [Number(range[1]), Number(range[2])] };
}

/** Reads `power=0.8`, `spillover:power=0.8` or `spillover/hajek:power=0.8`. */
function targetOf(text: string): { power: number; contrast?: string; estimator?: string } {
  const found = /^(?:([^/]*?)(?:\/(.*))?:)?power=([\d.]+)$/.exec(text.trim());
  if (!found)
    throw new SpillwayError(
      `diagnose: --target must be power=0.8, contrast:power=0.8 or contrast/estimator:power=0.8, got "${text}"`,
    );
  const [, contrast, estimator, power] = found;
  return {
    power: Number(power),
    ...present({ contrast, estimator }),
  };
}
