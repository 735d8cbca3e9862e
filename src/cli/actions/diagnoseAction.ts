import { join } from "node:path";
import type { Json } from "../../core/canonicalJson.ts";
import { csvText } from "../../core/csvText.ts";
import { formatJson } from "../../core/formatJson.ts";
import { present } from "../../core/present.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { type DiagnoseOptions, type Diagnosis, diagnose } from "../../diagnose/diagnose.ts";
import { diagnosisData } from "../../diagnose/diagnosisData.ts";
import { diagnosisTable } from "../../diagnose/diagnosisTable.ts";
import { type StudyCost, studyCost } from "../../experiment/studyCost.ts";
import { writeFileWhole } from "../../log/files/writeFileWhole.ts";
import { diagnosisReport } from "../../report/diagnosisReport.ts";
import { diagnosisSvg } from "../../report/figures/diagnosisSvg.ts";
import { wantPicture, writePicture } from "../../report/figures/writePicture.ts";
import { readingNotes } from "../../study/readingNotes.ts";
import type { Study } from "../../study/study.ts";
import { type ReadStudyOptions, readStudy } from "../../study-file/readStudy.ts";
import { readStudyData } from "../../study-file/readStudyData.ts";
import { standIn } from "../../study-file/standIn.ts";
import type { Redraw } from "../../truth/Redraw.ts";
import { dataOf } from "../dataOf.ts";
import { type CommonOptions, emit, output } from "../output.ts";
import { redisUrl } from "../redisUrl.ts";
import { stopOnInterrupt } from "../stopOnInterrupt.ts";
import { countLine } from "../text/countLine.ts";
import { diagnoseText } from "../text/diagnoseText.ts";
import { diagnoseSweep } from "./diagnoseSweep.ts";

interface DiagnoseCommandOptions extends CommonOptions {
  readonly simulations: number;
  readonly redraw: Redraw;
  readonly workers: number;
  readonly replays?: number;
  readonly diagnosand?: readonly string[];
  readonly estimand?: readonly string[];
  readonly vary?: readonly string[];
  readonly target?: string;
  readonly agents?: string;
  readonly callPrice?: number;
  readonly picture?: string;
  readonly seed?: string;
  readonly allowFiles?: readonly string[];
  readonly redis?: string | true;
}

/** What `spillway diagnose` does. */
export async function diagnoseAction(file: string, options: DiagnoseCommandOptions): Promise<void> {
  const {
    simulations,
    redraw,
    workers,
    replays,
    diagnosand,
    estimand,
    seed,
    allowFiles,
    out,
    json,
    quiet = false,
  } = options;
  const shown = { ...(json ? { json } : {}), quiet };
  const { note, complain } = output(shown);
  const redis = redisUrl("diagnose", options.redis);
  const interrupt = stopOnInterrupt(note);
  const line = countLine(quiet, "simulations");
  const request: DiagnoseOptions = {
    simulations,
    redraw,
    workers,
    ...(redis === undefined ? {} : { redis: { url: redis, note } }),
    ...present({ replays }),
    ...(diagnosand ? { diagnosands: pairsOf(diagnosand, "--diagnosand must be name=formula") } : {}),
    ...(estimand ? { estimands: pairsOf(estimand, "--estimand must be contrast=estimand") } : {}),
    ...present({ out }),
    signal: interrupt.signal,
  };
  try {
    const seeded = present({ seed, allowFiles });
    const { vary, target, picture, callPrice } = options;
    if (picture !== undefined) wantPicture(picture);
    const agents = options.agents === undefined ? undefined : await dataOf(options.agents, "--agents");
    if (vary || target !== undefined) {
      const searched = target === undefined ? {} : { target };
      await diagnoseSweep({
        ...shown,
        ...seeded,
        ...searched,
        ...present({ out, picture, callPrice, agents }),
        file,
        vary: vary ?? [""],
        options: request,
      });
      return;
    }
    const { study, asked } = await studies(file, seeded, agents);
    const diagnosis = await diagnose(study, { ...request, onProgress: line.show });
    line.done();
    const cost = costOf(asked, callPrice);
    const notes = readingNotes(asked);
    const data = {
      ...diagnosisData(diagnosis),
      ...present({ experiment: diagnosis.experiment }),
      ...(cost ? { cost } : {}),
      ...(notes.length > 0 ? { notes } : {}),
    };
    if (out !== undefined) {
      const { header, rows } = diagnosisTable(diagnosis.rows);
      writeFileWhole(
        join(out, "diagnosis.json"),
        formatJson({ ...data, estimates: estimatesOf(diagnosis) }),
        { own: true },
      );
      writeFileWhole(join(out, "diagnosis.csv"), csvText(header, rows), { own: true });
      writeFileWhole(join(out, "diagnosis.html"), await diagnosisReport(diagnosis, cost), { own: true });
    }
    if (picture !== undefined) {
      await writePicture(picture, await diagnosisSvg(diagnosis));
      note(`the picture is ${picture}`);
    }
    emit({ data, text: () => diagnoseText(diagnosis, cost), notes }, shown);
    if (out !== undefined)
      note(`the report is ${join(out, "diagnosis.html")}; diagnosis.json and diagnosis.csv are beside it`);
    if (!diagnosis.complete) {
      process.exitCode = 130;
      complain(
        `stopped after ${diagnosis.simulations} simulations${out === undefined ? "" : ": the same command resumes"}`,
      );
    }
  } finally {
    line.done();
    interrupt.forget();
  }
}

/** The study to play, and the one that would be run: they differ when other agents stand in. */
async function studies(
  file: string,
  seeded: Omit<ReadStudyOptions, "still">,
  agents: Json | undefined,
): Promise<{ readonly study: Study; readonly asked: Study }> {
  if (agents === undefined) {
    const study = await readStudy(file, seeded);
    return { study, asked: study };
  }
  const { data, studyOf } = await readStudyData(file, seeded);
  return { study: await studyOf(standIn(data, agents)), asked: await studyOf(data) };
}

/** What the experiment would cost; undefined where neither a price nor tokens are known. */
function costOf(study: Study, callPrice: number | undefined): StudyCost | undefined {
  if (callPrice !== undefined) return studyCost(study, { callPrice });
  return study.model.agents.synthetic ? undefined : studyCost(study);
}

/** Options of the form name=text, by name. */
function pairsOf(texts: readonly string[], wanted: string): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const at = text.indexOf("=");
      if (at < 1) throw new SpillwayError(`diagnose: ${wanted}, got "${text}"`);
      return [text.slice(0, at).trim(), text.slice(at + 1)];
    }),
  );
}

/** The estimate of every simulation, row by row, null where there is none: what the distributions in a report are drawn of. */
const estimatesOf = ({ simulated }: Diagnosis): (number | null)[][] =>
  simulated.map((some) => some.map(({ estimate }) => estimate ?? null));
