import { measureName, shortNumber } from "./describeQuestion.ts";
import type { QuestionCheck, QuestionDifference } from "./QuestionCheck.ts";

/**
 * What to look at in the answers: a manipulation check that shows no difference, a negative control that shows one, and
 * answers that are missing.
 *
 * @param aa whether all got the same treatment, so that no question may show a difference.
 */
export function questionNotes(questions: readonly QuestionCheck[], aa: boolean): string[] {
  return questions.flatMap((question) => {
    const notes: string[] = [];
    const asked = question.arms.reduce((total, arm) => total + arm.asked, 0);
    const answered = question.arms.reduce((total, arm) => total + arm.answered, 0);
    const which = `${question.name} after round ${question.round}`;
    if (answered < asked) notes.push(`question ${which}: ${answered} of ${asked} who were asked answered`);
    const all = question.measures.flatMap((measure) =>
      measure.differences.map((difference) => ({ measure, difference })),
    );
    if (question.purpose === "manipulation-check" && !aa) {
      for (const arm of new Set(all.map(({ difference }) => difference.first))) {
        const own = all.filter(({ difference }) => difference.first === arm);
        if (own.length === 0 || own.some(({ difference }) => includesZero(difference) !== true)) continue;
        const shown = own.map(({ measure, difference }) => said(measureName(measure), difference)).join("; ");
        notes.push(
          `manipulation check ${which}: the answers of ${arm} and ${own[0]!.difference.second} do not differ clearly (${shown}): the treatment may not have got through`,
        );
      }
    }
    if (question.purpose === "negative-control" || aa) {
      for (const { measure, difference } of all) {
        if (includesZero(difference) !== false) continue;
        const what = aa
          ? "although all got the same treatment"
          : "which the treatment should leave as it is: something else may differ between the arms";
        const kind = question.purpose === "negative-control" ? "negative control" : "question";
        notes.push(
          `${kind} ${which}: the answers of ${difference.first} and ${difference.second} differ (${said(measureName(measure), difference)}), ${what}`,
        );
      }
    }
    return notes;
  });
}

/** Undefined when there is no interval. */
function includesZero({ ci, estimate }: QuestionDifference): boolean | undefined {
  if (ci === undefined || estimate === undefined) return undefined;
  return ci[0] <= 0 && ci[1] >= 0;
}

function said(name: string, { estimate, ci }: QuestionDifference): string {
  const of = name === "" ? "" : `${name}: `;
  return `${of}${shortNumber(estimate!)}, interval ${shortNumber(ci![0])} to ${shortNumber(ci![1])}`;
}
