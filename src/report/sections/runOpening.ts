import { answerOf } from "../opening/answerOf.ts";
import { askedClause } from "../opening/askedClause.ts";
import { clause, listed, named } from "../opening/clause.ts";
import type { Opening } from "../opening/Opening.ts";
import { rowFound } from "../opening/rowFound.ts";
import { scopeClause } from "../opening/scopeClause.ts";
import type { ReportInput } from "../ReportInput.ts";
import { byContrast } from "./byContrast.ts";
import { conditionMeaning } from "./conditionMeaning.ts";

/** The question of an experiment and its answer: every contrast, and what was asked beside, by the first estimator that is not naive. */
export function runOpening(input: ReportInput): Opening {
  const { network, provenance, outcome, further = [], mechanism, unstudied } = input;
  const groups = byContrast(input);
  const others = [...new Map([...further].reverse().map((row) => [row.contrast, row])).values()].reverse();
  const scope = scopeClause(
    {
      agents: network.n,
      design: provenance.design.name,
      ...(mechanism === undefined ? {} : { mechanism }),
      ...(unstudied === undefined || unstudied.length === 0 ? {} : { studied: network.n - unstudied.length }),
    },
    provenance.worlds,
  );
  const what = outcome === undefined || outcome === "outcome" ? "the outcome" : named(outcome);
  const asked = groups.map(({ contrast, first, second }) => ({
    ...{ name: contrast, first, second },
    being: conditionMeaning(input, first),
    than: conditionMeaning(input, second),
  }));
  const question =
    asked.length > 0
      ? askedClause(asked, what)
      : others.length === 0
        ? `What happens to ${what}`
        : `What is ${others.length === 1 ? clause(others[0]!.estimand) : listed(others.map(({ contrast }) => named(contrast)))}, of ${what},`;
  return {
    question: `${question} ${scope}?`,
    answer: answerOf(
      [
        ...groups.map(({ preferred, truth, decimals }) => ({
          ...preferred,
          ...{ name: preferred.contrast, decimals },
          ...(truth === undefined ? {} : { truth: truth.value }),
        })),
        ...others.map(rowFound),
      ],
      { nothing: "nothing was asked: the study has no contrast and no other inquiry" },
    ),
  };
}
