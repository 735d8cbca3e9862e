import type { ExperimentScope } from "../../experiment/experimentScope.ts";
import { formatCount } from "../formatNumber.ts";
import { clause, counted, named } from "./clause.ts";

/** Of how many agents, under which design: the end of a question. */
export function scopeClause(
  { agents, studied, design, mechanism }: Partial<ExperimentScope>,
  worlds = 1,
): string {
  const among =
    agents === undefined
      ? "among agents whose number the file does not record"
      : `among ${studied === undefined ? "" : `${formatCount(studied)} of `}${counted(agents, "agent")}${worlds === 1 ? "" : ` in each of ${counted(worlds, "world")}`}`;
  if (design === undefined) return `${among}, under a design that the file does not record`;
  // A mechanism has brackets of its own.
  const how = mechanism === undefined ? "" : ` (${clause(mechanism.replace(/ \(([^()]*)\)/g, ", $1"))})`;
  return `${among}, under the design ${named(design)}${how}`;
}
