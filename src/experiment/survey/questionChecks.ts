import type { TreatmentPlan } from "../../../designs/plan.ts";
import type { Estimate } from "../../../estimators/Estimator.ts";
import { estimate } from "../../../estimators/estimate.ts";
import { hajek } from "../../../estimators/hajek.ts";
import { sum } from "../../core/numbers/sum.ts";
import { present } from "../../core/present.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { ownArm } from "../../exposure/ownArm.ts";
import { askPhase } from "../../log/journal/isAct.ts";
import type { Turn } from "../../log/Turn.ts";
import { exposureProbabilities } from "../../probability/exposureProbabilities.ts";
import type { ExposureProbabilities } from "../../probability/PairProbabilities.ts";
import type { PreparedStudy } from "../../study/prepareStudy.ts";
import { type AnswerMeasure, answerMeasures, measured } from "../../survey/answerMeasures.ts";
import { answerRule } from "../../survey/answerRule.ts";
import type { Answer } from "../../survey/answerSettings.ts";
import type { Question } from "../../survey/Question.ts";
import type { MeasureCheck, QuestionCheck, QuestionChecks, QuestionDifference } from "./QuestionCheck.ts";
import { questionNotes } from "./questionNotes.ts";

/** Takes the answers of a journal, and says what is to be said of them. */
interface QuestionChecker {
  take(turn: Turn): void;
  checks(): QuestionChecks;
}

/** An answer of which only what is counted is kept. */
interface Given {
  readonly world: number;
  readonly agent: string;
  readonly arm: string;
  readonly status: Turn["status"];
  readonly said?: Answer;
}

/**
 * Checks the answers to the questions of a study. Differences between arms are Hájek estimates of the study's own design,
 * by the agents' own arms and with the confidence of the study; of agents that influence each other they are averages over
 * what happens to the others. Memory: one answer for each agent asked.
 */
export function questionChecks(prepared: PreparedStudy, plan: TreatmentPlan): QuestionChecker {
  const { ask = [] } = prepared.study.data;
  const given = new Map<string, Given[]>();
  const keyOf = (phase: string, round: number): string => `${round}:${phase}`;
  for (const { name, after } of ask) for (const round of after) given.set(keyOf(askPhase(name), round), []);
  return {
    take({ world, round, phase, agent, arm, status, action }) {
      const said = action?.said as Answer | undefined;
      const kept = { world, agent, arm, status };
      given.get(keyOf(phase, round))?.push(said === undefined ? kept : { ...kept, said });
    },
    checks() {
      let made: ExposureProbabilities | undefined;
      const probabilities = (): ExposureProbabilities => (made ??= byOwnArm(prepared));
      const questions = ask.flatMap((question) =>
        question.after.map((round): QuestionCheck => {
          const answers = given.get(keyOf(askPhase(question.name), round))!;
          return {
            name: question.name,
            purpose: question.purpose,
            round,
            arms: plan.arms.map((arm) => answeredIn(arm, answers)),
            measures: answerMeasures(question.answer).map((measure) => ({
              ...measure,
              arms: plan.arms.map((arm) => meanIn(arm, answers, measure)),
              differences: differencesOf({ prepared, plan, probabilities, question, answers, measure }),
            })),
          };
        }),
      );
      return { questions, notes: questionNotes(questions, prepared.playing.givenArm !== undefined) };
    },
  };
}

function byOwnArm({ network, law, study }: PreparedStudy): ExposureProbabilities {
  const { seed, draws, data } = study;
  return exposureProbabilities(network, data.assign, ownArm(), {
    law,
    seed,
    ...present({ draws }),
  });
}

function answeredIn(arm: string, answers: readonly Given[]): QuestionCheck["arms"][number] {
  const own = answers.filter((one) => one.arm === arm);
  const answered = own.filter(({ status }) => status === "ok").length;
  const came = answered + own.filter(({ status }) => status === "invalid").length;
  return { arm, asked: own.length, answered, ...(came === 0 ? {} : { valid: answered / came }) };
}

function meanIn(
  arm: string,
  answers: readonly Given[],
  measure: AnswerMeasure,
): MeasureCheck["arms"][number] {
  const values = answers.flatMap((one) => {
    const value = one.arm === arm ? numberOf(one, measure) : undefined;
    return value === undefined ? [] : [value];
  });
  return { arm, n: values.length, ...(values.length === 0 ? {} : { value: sum(values) / values.length }) };
}

const numberOf = ({ status, said }: Given, measure: AnswerMeasure): number | undefined =>
  status === "ok" && said !== undefined ? measured(said, measure) : undefined;

interface DifferenceWanted {
  readonly prepared: PreparedStudy;
  readonly plan: TreatmentPlan;
  readonly probabilities: () => ExposureProbabilities;
  readonly question: Question;
  readonly answers: readonly Given[];
  readonly measure: AnswerMeasure;
}

function differencesOf(wanted: DifferenceWanted): QuestionDifference[] {
  const { plan, prepared } = wanted;
  const [control, ...others] = plan.arms;
  return others.map((arm) => {
    const truth = truthOf(wanted, arm, control!);
    const about = { first: arm, second: control!, ...present({ truth }) };
    try {
      const [row] = estimate({
        plan,
        probabilities: wanted.probabilities(),
        outcomes: outcomesOf(wanted),
        contrasts: { difference: [arm, control!] },
        estimators: [hajek()],
        confidence: prepared.study.confidence,
      });
      if (!row || "because" in row) return { ...about, because: row?.because ?? "there is no row" };
      const { estimate: value, se, ci, confidence, withheld }: Estimate = row;
      return {
        ...about,
        estimate: value,
        ...present({ se }),
        ...(ci === undefined ? {} : { ci, confidence }),
        ...(ci === undefined && withheld !== undefined ? { because: withheld } : {}),
      };
    } catch (cause) {
      if (!(cause instanceof SpillwayError)) throw cause;
      return { ...about, because: cause.message };
    }
  });
}

function outcomesOf({
  plan,
  answers,
  measure,
}: DifferenceWanted): Parameters<typeof estimate>[0]["outcomes"] {
  const worlds = plan.assignments.map(() => new Map<string, number>());
  for (const one of answers) {
    const value = numberOf(one, measure);
    if (value !== undefined) worlds[one.world]?.set(one.agent, value);
  }
  return worlds.length === 1 ? worlds[0]! : { worlds };
}

/** The true difference, where both arms answer by a rule: 0 where all get the same treatment. */
function truthOf(
  { prepared, question, measure }: DifferenceWanted,
  first: string,
  second: string,
): number | undefined {
  const { answers = {}, answer, name } = question;
  const { agents } = prepared.study.model;
  const { givenArm } = prepared.playing;
  const expected = (arm: string): number | undefined => {
    const ruled = agents.synthetic || agents.scripted?.includes(arm);
    const rule = ruled && Object.hasOwn(answers, arm) ? answers[arm] : undefined;
    return rule === undefined ? undefined : answerRule(name, rule, answer).expected(measure);
  };
  const [one, other] = [expected(givenArm ?? first), expected(givenArm ?? second)];
  return one === undefined || other === undefined ? undefined : one - other;
}
