import { join } from "node:path";
import type { Json } from "../../../core/canonicalJson.ts";
import { formatJson } from "../../../core/formatJson.ts";
import { present } from "../../../core/present.ts";
import { SpillwayError } from "../../../core/SpillwayError.ts";
import { settingText } from "../../../diagnose/sweep.ts";
import { estimateData } from "../../../experiment/estimates/estimateData.ts";
import { studyCost } from "../../../experiment/studyCost.ts";
import { isReadyFactor, type NamedFactor, readyFactors } from "../../../report/readyFactors.ts";
import { type RunFactorsOptions, runFactors } from "../../../report/runFactors.ts";
import { notingStudies } from "../../../study/readingNotes.ts";
import type { Study } from "../../../study/study.ts";
import { readStudyData } from "../../../study-file/readStudyData.ts";
import { type CommonOptions, emit, output } from "../../output.ts";
import { ending } from "../../text/ending.ts";
import { estimatesTable } from "../../text/estimatesTable.ts";
import { plainText } from "../../text/plainText.ts";
import { wrapped } from "../../text/textTable.ts";
import { gridOf, parted, valuesOf } from "./gridOf.ts";

interface FactorsRequest extends CommonOptions {
  readonly file: string;
  readonly out: string;
  readonly vary: readonly string[];
  readonly seed?: string;
  readonly allowFiles?: readonly string[];
  /** Looks at each study before any is run. */
  readonly look: (study: Study) => Promise<void>;
  readonly aa?: boolean;
  /** Options of every run. */
  readonly options: Omit<RunFactorsOptions, "studyOf" | "out">;
}

/** `spillway run … --vary …`: a run for every combination of some settings. */
export async function factors(request: FactorsRequest): Promise<void> {
  const { file, out, vary, seed, allowFiles, look, aa, options, json, quiet = false } = request;
  const shown = { ...(json ? { json } : {}), quiet };
  const { note, print, complain } = output(shown);
  const { data, studyOf: plain } = await readStudyData(file, {
    ...present({ seed, allowFiles }),
    ...(aa ? { aa } : {}),
  });
  const { studyOf, notes: noted } = notingStudies(plain);
  const { grid, changesOf, left } = gridByName(data, vary);
  for (const words of left) note(wrapped(plainText(words)));
  const spent = costs();
  const { runs, complete, paths, effects } = await runFactors(data, grid, {
    ...options,
    changesOf,
    async studyOf(changed) {
      const study = await studyOf(changed);
      await look(study);
      spent.add(study);
      return study;
    },
    out,
    onCell(cell, number, cells) {
      if (number === 0) for (const words of spent.words()) note(wrapped(words));
      note(`… ${number + 1} of ${cells}: ${inWords(cell)}`);
    },
  });
  if (!complete) {
    const { changes, folder, result } = runs.at(-1)!;
    const { code, words } = ending(result.run);
    process.exitCode = code;
    const told = `${folder} (${inWords(changes)}): ${words}`;
    if (json) print(formatJson({ out, folder, changes, ...result.run }));
    else if (code === 0) print(told);
    if (code !== 0) complain(told);
    else if (json) note(told);
    return;
  }
  const found = runs.map(({ changes, folder, result }) => ({
    changes,
    folder,
    rows: result.complete ? result.rows.map(estimateData) : [],
  }));
  const text = (): string =>
    [
      ...tables(),
      ...(effects.rows.length > 0
        ? [
            `effects of factors: each contrast of what a level changes in every agent, on average over the other factors\n\n${estimatesTable(effects.rows)}`,
          ]
        : []),
    ].join("\n\n");
  const tables = (): string[] =>
    runs.map(({ changes, result }) =>
      result.complete ? `${inWords(changes)}\n${estimatesTable(result.rows, result.truths)}` : "",
    );
  const notes = noted();
  emit(
    {
      data: {
        ...{ out, complete, paths, runs: found },
        ...(effects.rows.length > 0 ? { effects: effects.rows.map(estimateData) } : {}),
        ...(effects.because === undefined ? {} : { noEffects: effects.because }),
        ...(notes.length > 0 ? { notes } : {}),
      },
      text,
      notes,
    },
    shown,
  );
  if (effects.because !== undefined) note(`no effects of factors: ${effects.because}`);
  note(
    `all estimates are in ${join(out, "estimates.csv")}, and on one page in ${join(out, "factors.html")}; each folder has its own report`,
  );
  const faults = runs.flatMap(({ folder, result }) =>
    result.run.unanswered === undefined ? [] : [`${folder}: ${result.run.unanswered}`],
  );
  if (faults.length === 0) return;
  process.exitCode = 1;
  complain(
    `the runs are complete, but in ${faults.length} of ${runs.length} too few turns ended well: ${faults.slice(0, 3).join("; ")}`,
  );
}

/** Paths with their values, and factors by name with their levels. */
function gridByName(data: Json, vary: readonly string[]): ReturnType<typeof readyFactors> {
  const byName = vary.map((text) => text.split("=", 1)[0]!.trim()).map(isReadyFactor);
  const paths = gridOf(
    vary.filter((_, k) => !byName[k]),
    "run",
  );
  const named = vary.flatMap((text, k): NamedFactor[] => {
    if (!byName[k]) return [];
    const bare = text.trim();
    // A setting whose levels were forgotten must not cost three runs in place of one.
    if (bare === "temperature")
      throw new SpillwayError(
        "run: --vary temperature needs levels: write temperature=0,0.7,1, or robustness for the whole battery",
      );
    if (!text.includes("=")) return [{ name: bare }];
    const [name, given] = parted(text, "run");
    return [{ name, values: valuesOf(given, text, "run") }];
  });
  if (named.length === 0) return { grid: paths, changesOf: (cell) => cell, left: [] };
  const ready = readyFactors(data, named);
  return { ...ready, grid: { ...ready.grid, ...paths } };
}

/** What all runs together may cost, of agents that cost something: told before the first of them. */
function costs(): { add(study: Study): void; words(): string[] } {
  let runs = 0;
  let calls = 0;
  let money: number | undefined = 0;
  return {
    add(study) {
      if (study.model.agents.synthetic) return;
      const cost = studyCost(study);
      runs++;
      calls += cost.calls;
      money = money === undefined || cost.money === undefined ? undefined : money + cost.money;
    },
    words: () =>
      runs === 0
        ? []
        : [
            `${runs} runs with ${calls.toLocaleString("en")} calls together${money === undefined ? "" : `, which cost at most about ${Number(money.toPrecision(4))}, at the prices of the study`}`,
          ],
  };
}

const inWords = (changes: RunFactors["runs"][number]["changes"]): string =>
  changes.map(([path, value]) => `${path}=${settingText(value)}`).join(" ");

type RunFactors = Awaited<ReturnType<typeof runFactors>>;
