import type { Diagnosis, DiagnosisRow } from "../../diagnose/diagnose.ts";
import type { Measured } from "../../truth/Measured.ts";
import { formatNumber, formatPercent, formatSignificant } from "../formatNumber.ts";
import { capital, clause, counted, named } from "./clause.ts";
import type { Opening } from "./Opening.ts";
import { scopeClause } from "./scopeClause.ts";

const DRAWN = {
  assignment: "assignments are drawn anew",
  agents: "assignments and the agents' traits are drawn anew",
  network: "networks, agents and assignments are drawn anew",
} as const;

/** The question of a diagnosis and its answer: bias, coverage and power of each contrast, by its first estimator that is not naive. */
export function diagnosisOpening(diagnosis: Diagnosis): Opening {
  const { name, simulations, redraw, rows, confidence, complete, experiment } = diagnosis;
  const asked = new Map<string, DiagnosisRow>();
  for (const row of rows) {
    const there = asked.get(row.contrast);
    if (there === undefined || (there.naive && !row.naive)) asked.set(row.contrast, row);
  }
  const judged = [...asked.values()].filter(({ bias }) => bias !== undefined);
  const parts = judged
    .slice(0, 3)
    .map(
      (row) =>
        `for ${named(row.contrast)}, ${named(row.estimator)} has ${[
          `bias ${measured(row.bias!, (value) => formatSignificant(value))}`,
          row.coverage === undefined
            ? "no intervals"
            : `${formatPercent(confidence)} intervals that contain the true value in ${share(row.coverage)} of experiments`,
          `power ${share(row.power)}`,
        ].join(", ")}`,
    );
  const left = judged.length - parts.length;
  return {
    question: `How far can the estimators of ${named(name)} be trusted ${scopeClause(experiment ?? {})}, by ${counted(simulations, "simulated experiment")}${complete ? "" : ", stopped before the end,"} in which ${DRAWN[redraw] ?? "something is drawn anew"}?`,
    answer:
      parts.length === 0
        ? `There is no estimate, because ${clause(rows.length === 0 ? "nothing was asked" : "no estimator gave one in any simulation")}.`
        : `${capital(parts.join("; "))}${left > 0 ? `; ${left} more stand below` : ""}; kind of claim: by simulation (each number with its Monte Carlo error, about agents that behave as these do).`,
  };
}

const measured = ({ value, mcse }: Measured, shown: (value: number) => string): string =>
  mcse === 0 ? shown(value) : `${shown(value)} ± ${formatSignificant(mcse, 1)}`;

const share = (one: Measured): string => measured(one, (value) => formatNumber(value, 3));
