import { type AnswerFields, answerGiven } from "../../agents/language/answerGiven.ts";
import { isAct, questionOfPhase } from "../../log/journal/isAct.ts";
import type { Turn } from "../../log/Turn.ts";
import type { UnitRow } from "../../log/units/UnitRow.ts";
import type { Study } from "../../study/study.ts";
import type { AnswerSettings } from "../../survey/answerSettings.ts";

/** Takes turns in their order, and puts what was answered beside the units. */
interface AnswerColumns {
  take(turn: Turn): void;
  /** The units with a column for each field of the latest answers: `answer.vote`, `answer`, `ask.mood`. */
  beside(units: readonly UnitRow[]): UnitRow[];
}

/** The latest answer of each agent and each of its latest answers to questions, as columns of a unit table. */
export function answerColumns(study: Pick<Study, "model" | "data">): AnswerColumns {
  const latest = new Map<string, Map<string, Readonly<Record<string, string>>>>();
  return {
    take(turn) {
      const key = `${turn.world}:${turn.agent}`;
      const parts = latest.get(key) ?? new Map<string, Readonly<Record<string, string>>>();
      parts.set(turn.phase, columnsOf(turn, answerGiven(turn, answerWanted(study, turn))));
      latest.set(key, parts);
    },
    beside: (units) =>
      units.map((unit) => {
        const parts = latest.get(`${unit.world}:${unit.agent}`);
        const covariates = Object.assign({}, unit.covariates, ...(parts?.values() ?? []));
        return Object.keys(covariates).length === 0 ? unit : { ...unit, covariates };
      }),
  };
}

/** What kind of answer an agent had to give in a turn, or to a question; undefined where only the agent knows. */
export function answerWanted(
  { model, data }: Pick<Study, "model" | "data">,
  { phase, arm }: Pick<Turn, "phase" | "arm">,
): AnswerSettings | undefined {
  const asked = questionOfPhase(phase);
  if (asked !== undefined) return data.ask?.find(({ name }) => name === asked)?.answer;
  if (model.agents.name !== "language") return undefined;
  const settings = { ...model.agents.params, ...data.treat?.[arm] } as { readonly answer?: unknown };
  return settings.answer as AnswerSettings | undefined;
}

/** The name of a field of an answer as a column. */
export function answerColumn({ phase }: Pick<Turn, "phase">, field: string, fields: AnswerFields): string {
  const asked = questionOfPhase(phase);
  const start = asked === undefined ? "answer" : `ask.${asked}`;
  return field === "answer" && Object.keys(fields).length === 1 ? start : `${start}.${field}`;
}

function columnsOf(turn: Turn, fields: AnswerFields | undefined): Record<string, string> {
  if (fields === undefined || (isAct(turn) && turn.answer)) return {};
  return Object.fromEntries(
    Object.entries(fields).map(([field, value]) => [answerColumn(turn, field, fields), String(value)]),
  );
}
