import { type Place, SpillwayError } from "../src/core/SpillwayError.ts";
import { shown } from "../src/core/shown.ts";
import type { TreatmentPlan } from "./plan.ts";

type Fields = Readonly<Record<string, unknown>>;

/**
 * Makes sure that a value is a plan in every field that others rely on; whoever writes a plan and whoever reads one asks it.
 *
 * @throws SpillwayError that says which field must be what.
 */
export function wantPlan(given: unknown, place?: Place): asserts given is TreatmentPlan {
  const wanted = (field: string, good: boolean, what: string, got: unknown): void => {
    if (!good)
      throw new SpillwayError(`plan: ${field} must be ${what}, got ${shown(got)}`, place ? { place } : {});
  };
  wanted("it", isObject(given), "a mapping", given);
  const plan = given as Fields;
  wanted("format", plan.format === 1, "1", plan.format);
  for (const field of ["spillway", "networkHash", "seed", "hash"])
    wanted(field, isText(plan[field]), "a text", plan[field]);
  wanted("studyHash", plan.studyHash === undefined || isText(plan.studyHash), "a text", plan.studyHash);
  const { design, arms, agents, assignments, desires, acceptance, clusters, probabilities } = plan;
  wanted(
    "design",
    isObject(design) && isText(design.name) && isObject(design.params),
    "{ name, params }",
    design,
  );
  wanted("arms", isList(arms) && arms.length > 0 && areDistinct(arms), "a list of different names", arms);
  wanted(
    "agents",
    isList(agents) && agents.length > 0 && areDistinct(agents),
    "a list of different ids",
    agents,
  );
  const n = (agents as readonly unknown[]).length;
  const table = (field: string, rows: unknown, below: number, what: string): void => {
    wanted(field, isList(rows), "a list with one list for each world", rows);
    for (const [world, row] of (rows as readonly unknown[]).entries()) {
      const at = `${field}, world ${world},`;
      wanted(at, isList(row) && row.length === n, `a list of ${n} numbers, one for each agent`, row);
      const wrong = (row as readonly unknown[]).find((one) => !isBelow(one, below));
      if (wrong !== undefined || (row as readonly unknown[]).includes(undefined))
        wanted(at, false, `${what}, from 0 to ${below - 1}`, wrong);
    }
  };
  table("assignments", assignments, (arms as readonly unknown[]).length, "numbers of arms");
  wanted("assignments", (assignments as readonly unknown[]).length > 0, "of at least one world", assignments);
  if (desires !== undefined) {
    table("desires", desires, 3, "what agents desired");
    const worlds = (assignments as readonly unknown[]).length;
    wanted("desires", (desires as readonly unknown[]).length === worlds, `of ${worlds} worlds`, desires);
  }
  wanted(
    "acceptance",
    acceptance === undefined ||
      (isObject(acceptance) &&
        Number.isFinite(acceptance.threshold) &&
        Number.isFinite(acceptance.share) &&
        (acceptance.tries === undefined || Number.isFinite(acceptance.tries))),
    "{ threshold, share } in numbers",
    acceptance,
  );
  wanted(
    "clusters",
    clusters === undefined ||
      (isList(clusters) && clusters.length === n && clusters.every((one) => isBelow(one, n))),
    `a list of ${n} numbers of clusters, one for each agent`,
    clusters,
  );
  wanted(
    "probabilities",
    probabilities === undefined ||
      (isObject(probabilities) &&
        isText(probabilities.exposure) &&
        (probabilities.method === "exact" || probabilities.method === "monte-carlo") &&
        (probabilities.draws === undefined || isBelow(probabilities.draws, Number.MAX_SAFE_INTEGER))),
    "{ exposure, method, draws }",
    probabilities,
  );
}

const isText = (value: unknown): value is string => typeof value === "string";
const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !isList(value);
const isBelow = (value: unknown, limit: number): boolean =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) < limit;
const areDistinct = (list: readonly unknown[]): boolean =>
  list.every(isText) && new Set(list).size === list.length;
