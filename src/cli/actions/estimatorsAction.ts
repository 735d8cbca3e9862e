import { CLAIMS } from "../../../estimators/Claim.ts";
import { type EstimatorChoice, estimatorChoices } from "../../compare/estimatorChoices.ts";
import { present } from "../../core/present.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import type { Diagnosis } from "../../diagnose/diagnose.ts";
import { catalogues } from "../../study/catalogues.ts";
import { prepareStudy } from "../../study/prepareStudy.ts";
import { readStudy } from "../../study-file/readStudy.ts";
import { colors, emit } from "../output.ts";
import { diagnoseText } from "../text/diagnoseText.ts";
import { errorOf } from "../text/estimatesTable.ts";
import { textTable, wrapped } from "../text/textTable.ts";

interface EstimatorsOptions {
  readonly study?: string;
  readonly simulate?: number;
  readonly allowFiles?: readonly string[];
  readonly out?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** What `spillway estimators` does. */
export async function estimatorsAction(options: EstimatorsOptions): Promise<void> {
  const { study: file, simulate, allowFiles } = options;
  const { entries } = catalogues.estimators;
  if (file === undefined) {
    if (simulate !== undefined) throw new SpillwayError("estimators: --simulate needs --study");
    emit(
      { data: { estimators: entries.map(({ kind, summary }) => ({ kind, summary })) }, text: list },
      options,
    );
    return;
  }
  const study = await readStudy(file, { ...present({ allowFiles }), still: true });
  const choices = estimatorChoices(entries, prepareStudy(study));
  let diagnosis: Diagnosis | undefined;
  if (simulate !== undefined) {
    const { diagnose } = await import("../../diagnose/diagnose.ts");
    const answer = entries.flatMap(({ kind, from }) => {
      if (!choices.some((one) => one.kind === kind && one.applies)) return [];
      const named = study.answer.filter(({ name }) => name === kind);
      return named.length > 0 ? named : [from({})];
    });
    diagnosis = await diagnose({ ...study, answer }, { simulations: simulate });
  }
  const measured = diagnosis && {
    simulations: diagnosis.simulations,
    truth: diagnosis.truth,
    rows: diagnosis.rows,
  };
  emit(
    {
      data: { study: study.name, estimators: choices, ...present({ measured }) },
      text: () => [choicesText(choices), ...(diagnosis ? ["", diagnoseText(diagnosis)] : [])].join("\n"),
    },
    options,
  );
}

function list(): string {
  const { entries } = catalogues.estimators;
  const width = Math.max(...entries.map(({ kind }) => kind.length));
  return entries
    .map(
      ({ kind, summary }) => `${kind.padEnd(width)}  ${wrapped(summary, " ".repeat(width + 2)).trimStart()}`,
    )
    .join("\n");
}

/** The estimators that apply as a table, what they assume, and why the others do not apply. */
function choicesText(choices: readonly EstimatorChoice[]): string {
  const able = choices.filter(({ applies }) => applies);
  const rows = able.flatMap(({ kind, claim, inquiries }) =>
    inquiries.map(({ inquiry, se, level, because }, k) => [
      k === 0 ? kind : "",
      inquiry,
      se === undefined ? (because === undefined ? "" : "none") : errorOf(se, level),
      k === 0 ? (claim ?? "") : "",
    ]),
  );
  const reasons = able.flatMap(({ kind, inquiries }) =>
    inquiries.flatMap(({ inquiry, because }) =>
      because === undefined ? [] : [wrapped(`${kind}, ${inquiry}: no error can be expected: ${because}`)],
    ),
  );
  const claims = [...new Set(able.flatMap(({ claim }) => claim ?? []))].map((claim) =>
    wrapped(`${claim}: ${CLAIMS[claim]}`),
  );
  const assumed = [...new Set(able.flatMap(({ assumes }) => assumes))].map((sentence) => {
    const who = able.filter(({ assumes }) => assumes.includes(sentence)).map(({ kind }) => kind);
    return wrapped(`${who.length === able.length ? "all" : who.join(", ")}: ${sentence}`);
  });
  const others = choices
    .filter(({ applies }) => !applies)
    .map(({ kind, because = "" }) => colors.dim(wrapped(`${kind}: ${because}`)));
  return [
    textTable(["estimator", "inquiry", "predicted se", "claim"], rows, [2]),
    wrapped(PREDICTED),
    ...claims,
    ...reasons,
    ...["", colors.bold("What must hold"), ...assumed],
    ...(others.length === 0 ? [] : ["", colors.bold("Not for this study"), ...others]),
  ].join("\n");
}

const PREDICTED =
  "predicted se: standard error in standard deviations of the outcomes, where effects are the same for all; covariates and baselines make it smaller by what they explain; “sd, mean”: together √(sd² + mean²) of these times standard deviation and mean of the outcomes; empty where there is no such figure before outcomes";
