import { settingText } from "../../diagnose/sweep.ts";
import { experimentScope } from "../../experiment/experimentScope.ts";
import type { FactorRun } from "../FactorRun.ts";
import type { FactorEffects } from "../factorEffects.ts";
import { answerOf } from "./answerOf.ts";
import { counted, listed, named } from "./clause.ts";
import type { Opening } from "./Opening.ts";
import { rowFound } from "./rowFound.ts";
import { scopeClause } from "./scopeClause.ts";

/** The question of a factorial study and its answer: what each level of a factor changes in each contrast. */
export function factorsOpening(
  paths: readonly string[],
  runs: readonly FactorRun[],
  effects: FactorEffects,
): Opening {
  const factors = paths.map((path, p) => {
    const levels = [...new Set(runs.map(({ changes }) => named(settingText(changes[p]![1]))))];
    return `${named(path)} (${levels.slice(0, 4).join(", ")}${levels.length > 4 ? ", …" : ""})`;
  });
  const [first] = runs.flatMap(({ result }) => (result.complete ? [result] : []));
  const asked = [...new Set((first?.rows ?? []).map(({ contrast }) => named(contrast)))];
  const scopes = runs.flatMap(({ result }) =>
    result.complete ? [experimentScope(result.prepared.study.data.assign.name, result.prepared.law)] : [],
  );
  // Where a factor changes agents or design, the question names it, and none of them is that of all runs.
  const scope = Object.fromEntries(
    Object.entries(scopes[0] ?? {}).filter(([field, value]) =>
      scopes.every((one) => one[field as keyof typeof one] === value),
    ),
  );
  const worlds = first?.prepared.study.data.worlds ?? 1;
  // One row of each question: the first that is not naive.
  const found = new Map<string, FactorEffects["rows"][number]>();
  for (const row of effects.rows) {
    const there = found.get(row.contrast);
    if (there === undefined || (there.naive && !row.naive)) found.set(row.contrast, row);
  }
  return {
    question: `By how much ${paths.length === 1 ? "does" : "do"} ${listed(factors)} change ${listed(asked) || "what was asked"}, over ${counted(runs.length, "run")} ${scopeClause(scope, worlds)}?`,
    answer: answerOf([...found.values()].map(rowFound), {
      nothing: effects.because ?? "no factor has two levels",
      nameAll: true,
    }),
  };
}
