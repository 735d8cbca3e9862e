import { join } from "node:path";
import { Command, Option } from "commander";
import type { Json } from "../../core/canonicalJson.ts";
import { formatJson } from "../../core/formatJson.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { type DiagnoseOptions, diagnose } from "../../diagnose/diagnose.ts";
import { diagnosisData } from "../../diagnose/diagnosisData.ts";
import { diagnosisTable, tableCsv } from "../../diagnose/diagnosisTable.ts";
import { type StudyCost, studyCost } from "../../experiment/studyCost.ts";
import { writeFileWhole } from "../../log/files/writeFileWhole.ts";
import { diagnosisReport } from "../../report/diagnosisReport.ts";
import { diagnosisSvg } from "../../report/figures/diagnosisSvg.ts";
import { wantPicture, writePicture } from "../../report/figures/writePicture.ts";
import type { Study } from "../../study/study.ts";
import { readStudy } from "../../study-file/readStudy.ts";
import { readStudyData } from "../../study-file/readStudyData.ts";
import { standIn } from "../../study-file/standIn.ts";
import { REDRAWS, type Redraw } from "../../truth/studySimulator.ts";
import { dataOf } from "../dataOf.ts";
import { amount, repeated, wholeNumber, withSeed } from "../options.ts";
import { type CommonOptions, emit, output } from "../output.ts";
import { redisUrl } from "../redisUrl.ts";
import { stopOnInterrupt } from "../stopOnInterrupt.ts";
import { countLine } from "../text/countLine.ts";
import { diagnoseText } from "../text/diagnoseText.ts";
import { diagnoseSweep } from "./diagnoseSweep.ts";

const HELP = `
Simulates the study many times with its synthetic agents, whose true effects are known, and reports
bias, error, coverage and power of its estimators. No agent is called, nothing is spent.

If the study's own agents call a program or a model, name synthetic stand-ins with --agents; the cost
shown is still that of the study's own agents. --out writes diagnosis.json, diagnosis.csv,
diagnosis.html (with --vary: sweep.…) and the simulations to a folder; repeat the command to resume,
or to add simulations to those already there. The number of workers changes no number.

Examples:
  $ spillway diagnose study.yaml
  $ spillway diagnose study.yaml --simulations 2000 --workers 2 --out diagnosis
  $ spillway diagnose study.yaml --vary data.assign.treated=20,40,80
  $ spillway diagnose study.yaml --vary model.network.n=100..2000 --target power=0.8
  $ spillway diagnose study.yaml --agents believed.yaml --vary data.worlds=1,2,4 --call-price 0.002
  $ spillway diagnose study.yaml --diagnosand 'far=abs(estimate - truth) > 1'`;

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
  readonly redis?: string | true;
}

/** `spillway diagnose`. */
export function diagnoseCommand(): Command {
  const command = new Command("diagnose")
    .summary("simulate a study before it is run: bias, coverage, power")
    .description("Simulate a study before it is run: bias, coverage, power.")
    .argument("<study>", "study file (YAML or JSON), - for standard input")
    .option("--simulations <number>", "simulated experiments", wholeNumber(2), 500)
    .addOption(
      new Option(
        "--redraw <what>",
        "what each simulation draws anew: the assignment, also the agents' traits, or also the network",
      )
        .choices(REDRAWS)
        .default("assignment"),
    )
    .option("--workers <number>", "threads", wholeNumber(1), 1)
    .option("--redis [address]", "simulate on workers, also on other machines: spillway worker")
    .option(
      "--replays <number>",
      "replays where the truth is simulated (default 1000, fewer for many agents)",
      wholeNumber(2),
    )
    .option(
      "--vary <path=values>",
      "diagnose for each value of a setting; repeatable, for all combinations",
      repeated,
    )
    .option("--target <power=share>", "find the smallest value with this power, within --vary path=low..high")
    .option(
      "--estimand <contrast=estimand>",
      "estimand of a contrast: global (GATE), direct:a, indirect:a[:b], total:a[:b] or overall:a[:b]; repeatable",
      repeated,
    )
    .option(
      "--diagnosand <name=formula>",
      "mean of a formula in estimate, se, low, high, truth, n_first, n_second; repeatable",
      repeated,
    )
    .option("--agents <description>", "synthetic agents instead of the study's: a file, JSON or a kind")
    .option("--call-price <money>", "price of one agent call, to report power per unit of money", amount)
    .option("--picture <file>", "draw estimates and truth, or power by setting, into this SVG or PNG file")
    .addHelpText("after", HELP)
    .action(action);
  return withSeed(command, "seed instead of the study's")
    .option("--out <folder>", "folder for the result and the simulations")
    .option("--json", "print JSON")
    .option("--quiet", "print nothing but the result");
}

async function action(file: string, options: DiagnoseCommandOptions): Promise<void> {
  const {
    simulations,
    redraw,
    workers,
    replays,
    diagnosand,
    estimand,
    seed,
    out,
    json,
    quiet = false,
  } = options;
  const shown = { ...(json ? { json } : {}), quiet };
  const { note } = output(shown);
  const redis = redisUrl("diagnose", options.redis);
  const interrupt = stopOnInterrupt(note);
  const line = countLine(quiet, "simulations");
  const request: DiagnoseOptions = {
    simulations,
    redraw,
    workers,
    ...(redis === undefined ? {} : { redis: { url: redis, note } }),
    ...(replays === undefined ? {} : { replays }),
    ...(diagnosand ? { diagnosands: pairsOf(diagnosand, "--diagnosand must be name=formula") } : {}),
    ...(estimand ? { estimands: pairsOf(estimand, "--estimand must be contrast=estimand") } : {}),
    ...(out === undefined ? {} : { out }),
    signal: interrupt.signal,
  };
  try {
    const seeded = seed === undefined ? {} : { seed };
    const { vary, target, picture, callPrice } = options;
    if (picture !== undefined) wantPicture(picture);
    const agents = options.agents === undefined ? undefined : await dataOf(options.agents, "--agents");
    if (vary || target !== undefined) {
      const searched = target === undefined ? {} : { target };
      await diagnoseSweep({
        ...shown,
        ...seeded,
        ...searched,
        ...(out === undefined ? {} : { out }),
        ...(picture === undefined ? {} : { picture }),
        ...(callPrice === undefined ? {} : { callPrice }),
        ...(agents === undefined ? {} : { agents }),
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
    const data = { ...diagnosisData(diagnosis), ...(cost ? { cost } : {}) };
    if (out !== undefined) {
      const { header, rows } = diagnosisTable(diagnosis.rows);
      writeFileWhole(join(out, "diagnosis.json"), formatJson(data));
      writeFileWhole(join(out, "diagnosis.csv"), tableCsv(header, rows));
      writeFileWhole(join(out, "diagnosis.html"), await diagnosisReport(diagnosis, cost));
    }
    if (picture !== undefined) {
      await writePicture(picture, await diagnosisSvg(diagnosis));
      note(`the picture is ${picture}`);
    }
    emit({ data, text: () => diagnoseText(diagnosis, cost) }, shown);
    if (out !== undefined)
      note(`the report is ${join(out, "diagnosis.html")}; diagnosis.json and diagnosis.csv are beside it`);
    if (!diagnosis.complete) {
      process.exitCode = 130;
      note(
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
  seeded: { readonly seed?: string },
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
