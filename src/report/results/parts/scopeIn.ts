import { scopeClause } from "../../opening/scopeClause.ts";
import { fields, number } from "../fields.ts";
import type { ResultData } from "../ResultKind.ts";

/** What a file says of how many agents it is about, and of the design. */
export function scopeIn({ experiment }: ResultData): string {
  const given = fields(experiment);
  const [agents, studied] = [number(given.agents), number(given.studied)];
  return scopeClause({
    ...(agents === undefined ? {} : { agents }),
    ...(studied === undefined ? {} : { studied }),
    ...(typeof given.design === "string" ? { design: given.design } : {}),
    ...(typeof given.mechanism === "string" ? { mechanism: given.mechanism } : {}),
  });
}
