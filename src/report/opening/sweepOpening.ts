import type { Sweep } from "../../diagnose/sweep.ts";
import { capital, clause, counted, listed, named } from "./clause.ts";
import type { Opening } from "./Opening.ts";
import { scopeClause } from "./scopeClause.ts";
import { sweepRange, sweptDiagnosands } from "./sweepRange.ts";

/** The question of a sweep and its answer: between what power, coverage and error lie, and where. */
export function sweepOpening(name: string, sweep: Sweep): Opening {
  const { paths, cells, complete } = sweep;
  const simulations = cells.flatMap((cell) => ("rows" in cell ? [cell.simulations] : []))[0];
  const scopes = cells.flatMap((cell) => ("rows" in cell && cell.experiment ? [cell.experiment] : []));
  const agents = [...new Set(scopes.map((one) => one.agents))];
  const designs = [...new Set(scopes.map(({ design }) => design))];
  const scope =
    agents.length === 1 && designs.length === 1
      ? scopeClause({ agents: agents[0]!, design: designs[0]! })
      : scopes.length === 0
        ? scopeClause({})
        : `among ${listed(agents.map((count) => counted(count, "agent")))}, under ${listed(designs.map((one) => `the design ${named(one)}`))}`;
  const said = sweptDiagnosands.flatMap((diagnosand) => {
    const range = sweepRange(sweep, diagnosand);
    return range === undefined ? [] : [range];
  });
  const cannot = cells.flatMap((cell) => ("cannot" in cell ? [clause(cell.cannot)] : []));
  return {
    question: `How do power, coverage and error of ${named(name)} change with ${listed(paths.map(named))} ${scope}, over ${counted(cells.length, "cell")}${complete ? "" : ", stopped before the end,"}${simulations === undefined ? "" : ` of ${counted(simulations, "simulated experiment")} each`}?`,
    answer:
      said.length === 0
        ? `There is no estimate, because ${cannot[0] ?? "no estimator gave one in any cell"}.`
        : `${capital(said.join("; "))}; kind of claim: by simulation (each number with its Monte Carlo error, about agents that behave as these do).`,
  };
}
