import type { AnswerRow } from "../../estimators/Estimator.ts";
import { canonicalJson, type Json } from "../core/canonicalJson.ts";
import { version } from "../core/version.ts";
import type { Turn } from "../log/Turn.ts";
import type { UnitRow } from "../log/units/UnitRow.ts";
import { inquiryOfOutcome } from "../study/furtherOutcomes.ts";
import type { Adherence } from "./Adherence.ts";
import { afterChoice } from "./chosenWave.ts";
import type { Deviation } from "./Deviation.ts";
import { deviationsOf } from "./deviationsOf.ts";
import type { Registration } from "./readRegistration.ts";
import type { Mapping, SealedStudy } from "./sealedStudy.ts";

/** What a run shows that its study does not say. */
export interface Ran {
  /** Answers; absent where there are none yet. */
  readonly rows?: readonly AnswerRow[];
  /** One row per world and agent, of the last round; absent where the run has not ended. */
  readonly units?: readonly Pick<UnitRow, "world" | "outcome">[];
  /** Models that answered, as they named themselves. */
  readonly models?: readonly { readonly model: string; readonly turns: number; readonly arm: string }[];
  /** The last round in which somebody acted. */
  readonly rounds?: number;
  /** Why the run ended before its last turn, and how far it came. */
  readonly stopped?: string;
  readonly statuses?: Partial<Record<Turn["status"], number>>;
}

/**
 * How far a study and its run follow a preregistration: every deviation of what they say and do, what is exploratory, and which sealed
 * questions have no answer.
 *
 * @param now the study as it is analysed.
 * @param asRun the study as it was run, where that is on record; by default that is `now`.
 * @param further deviations that neither study shows, such as options of a command.
 */
export function adherenceOf(
  { hash, sealed }: Registration,
  {
    now,
    asRun,
    ran = {},
    further = [],
    runHash,
  }: {
    readonly now: SealedStudy;
    readonly asRun?: SealedStudy;
    readonly ran?: Ran;
    readonly further?: readonly Deviation[];
    /** Hash of the study of the run's plan. */
    readonly runHash?: string;
  },
): Adherence {
  const studies = [...(asRun ? deviationsOf(sealed, asRun) : []), ...deviationsOf(sealed, now)];
  const deviations = [
    ...studies,
    ...further,
    ...(asRun === undefined ? unrecorded(sealed, now, runHash) : []),
    ...ofRun(afterChoice(sealed, now), ran).filter(
      ({ path }) => !studies.some((one) => one.path === SAID_BY[path]),
    ),
  ];
  return {
    hash,
    deviations: [...new Map(deviations.map((one) => [one.words, one])).values()],
    exploratory: (ran.rows ?? [])
      .filter((row) => !isSealed(sealed, now, row))
      .map(({ contrast, estimator }) => ({ contrast, estimator })),
    unanswered: ran.rows === undefined ? [] : unanswered(sealed, now, ran.rows),
    notes:
      sealed.spillway === version
        ? []
        : [`sealed by Spillway ${sealed.spillway}, and read by Spillway ${version}`],
  };
}

/** What of a run the study says itself: told once. */
const SAID_BY: Readonly<Record<string, string>> = {
  "run.worlds": "data.worlds",
  "run.rounds": "data.rounds",
};

/** Whether a row answers a sealed question by a sealed estimator; bounds of missing outcomes belong to the sealed rules. */
export function isExploratory({ exploratory }: Adherence, { contrast, estimator }: AnswerRow): boolean {
  return exploratory.some((one) => one.contrast === contrast && one.estimator === estimator);
}

function isSealed(sealed: SealedStudy, now: SealedStudy, { contrast, estimator }: AnswerRow): boolean {
  const question = questionOf(sealed, contrast);
  if (question === undefined || canonicalJson(question) !== canonicalJson(questionOf(now, contrast) ?? null))
    return false;
  const own = (one: SealedStudy): string[] =>
    ((one.study.answer ?? []) as readonly Mapping[])
      .filter(({ kind }) => kind === estimator)
      .map((answer) => canonicalJson(answer));
  const sealedOnes = own(sealed);
  return own(now).every((answer) => sealedOnes.includes(answer));
}

/** What a row answers: an inquiry, of a further outcome with what that is. */
function questionOf({ study }: SealedStudy, contrast: string): Json | undefined {
  const questions = (study.inquiry ?? {}) as Mapping;
  if (Object.hasOwn(questions, contrast)) return questions[contrast];
  const outcomes = ((study.data as Mapping | undefined)?.outcomes ?? {}) as Mapping;
  const name = Object.keys(outcomes).find((one) => contrast.startsWith(inquiryOfOutcome(one, "")));
  const question =
    name === undefined ? undefined : questions[contrast.slice(inquiryOfOutcome(name, "").length)];
  return name === undefined || question === undefined ? undefined : [outcomes[name]!, question];
}

function unanswered(
  sealed: SealedStudy,
  now: SealedStudy,
  rows: readonly AnswerRow[],
): Adherence["unanswered"] {
  const asked = (now.study.inquiry ?? {}) as Mapping;
  return Object.entries((sealed.study.inquiry ?? {}) as Mapping).flatMap(([question, one]) => {
    const same = canonicalJson(asked[question] ?? null) === canonicalJson(one ?? null);
    if (!same)
      return [
        { question, because: question in asked ? "another question has its name" : "it was not asked" },
      ];
    const own = rows.filter(({ contrast }) => contrast === question);
    const none = own.find((row) => "because" in row);
    if (own.some((row) => !("because" in row))) return [];
    return [{ question, because: none && "because" in none ? none.because : "no estimator answered it" }];
  });
}

/** A run of another study than the one that is at hand, of which nothing else is on record. */
function unrecorded(sealed: SealedStudy, now: SealedStudy, runHash: string | undefined): Deviation[] {
  if (runHash === undefined || runHash === sealed.studyHash || runHash === now.studyHash) return [];
  return [
    {
      path: "run.study",
      topic: "run",
      sealed: sealed.studyHash,
      now: runHash,
      words:
        "run: its plan was drawn for another study than the sealed one and the one at hand; what differs is not on record",
    },
  ];
}

function ofRun(sealed: SealedStudy, { units, models = [], rounds, stopped }: Ran): Deviation[] {
  const found: Deviation[] = [];
  const add = (path: string, before: Json, now: Json, words: string): void =>
    void found.push({ path, topic: "run", sealed: before, now, words: `run: ${words}` });
  if (stopped !== undefined) add("run.stopped", "the last turn", stopped, `it ended early: ${stopped}`);
  for (const { model, turns, arm } of models) {
    if (sealed.models.length === 0 || sealed.models.some((asked) => isSame(asked, model))) continue;
    const words = `model ${model} answered ${turns} turns in arm ${arm}, and ${sealed.models.join(", ")} was sealed`;
    add("run.models", sealed.models, model, words);
  }
  const planned = { ...(sealed.study.data as Mapping) } as {
    readonly rounds?: number;
    readonly worlds?: number;
  };
  if (rounds !== undefined && planned.rounds !== undefined && rounds !== planned.rounds)
    add(
      "run.rounds",
      planned.rounds,
      rounds,
      `${rounds} rounds were played, and ${planned.rounds} were sealed`,
    );
  if (units === undefined) return found;
  const worlds = new Set(units.map(({ world }) => world)).size;
  if (planned.worlds !== undefined && worlds !== planned.worlds)
    add(
      "run.worlds",
      planned.worlds,
      worlds,
      `${worlds} worlds have outcomes, and ${planned.worlds} were sealed`,
    );
  const missing = units.filter(({ outcome }) => outcome === undefined).length;
  if (missing > sealed.missing * units.length + 1e-9) {
    const most = sealed.missing === 0 ? "none was" : `a share of at most ${sealed.missing} was`;
    add(
      "run.missing",
      sealed.missing,
      missing / units.length,
      `${missing} of ${units.length} outcomes are missing, where ${most} to be expected by what was sealed`,
    );
  }
  return found;
}

/** Whether a model that answered is the one that was asked: the same name, or a dated or tagged version behind it. */
function isSame(asked: string, returned: string): boolean {
  const base = (name: string): string => name.slice(name.lastIndexOf("/") + 1).toLowerCase();
  const [a, b] = [base(asked), base(returned)];
  if (a === b) return true;
  return (
    b.startsWith(a) &&
    /^(?:[-@]\d{4}-?\d{2}-?\d{2}|[-@]\d{3,4}|[:@-](?:latest|\d{8}))$/.test(b.slice(a.length))
  );
}
