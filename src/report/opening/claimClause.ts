import { CLAIMS, type Claim } from "../../../estimators/Claim.ts";
import { named } from "./clause.ts";

/** The kinds of claim of an answer as the end of its sentence. */
export function claimClause(claims: readonly (string | undefined)[]): string {
  const given = [...new Set(claims.filter((claim) => claim !== undefined && claim !== ""))];
  if (given.length === 0) return "the kind of claim is not recorded";
  const kinds = given.slice(0, 3).map((claim) => {
    const meaning = Object.hasOwn(CLAIMS, claim!) ? CLAIMS[claim as Claim] : undefined;
    // An association is said to be one by its name.
    return meaning === undefined ? named(claim!) : `${claim} (${meaning.replace(/^an association: /, "")})`;
  });
  return `kind of claim: ${kinds.join("; ")}`;
}
