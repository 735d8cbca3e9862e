import type { z } from "zod";
import { cut } from "./cut.ts";
import { shown } from "./shown.ts";
import { suggest } from "./suggest.ts";

type Issue = z.core.$ZodIssue;

/** A validation issue as a sentence: where, what was wanted, what came. `treated must be a whole number, got 1.5`. */
export function explainIssue(issue: Issue, given: unknown, schema?: z.ZodType): string {
  const path = issue.path.map(String).join(".");
  if (issue.code === "unrecognized_keys") {
    const unknown = issue.keys[0] ?? "";
    const known = schema ? knownKeys(schema, issue.path) : [];
    const where = path === "" ? "" : ` in ${path}`;
    return `there is no setting "${cut(unknown, 80)}"${where}${suggest(unknown, known)}`;
  }
  const value = valueAt(given, issue.path);
  const name = path === "" ? "settings" : path;
  if (value === undefined) return `${name} is missing: it ${wanted(issue)}`;
  return `${name} ${wanted(issue)}, got ${shown(value)}`;
}

function wanted(issue: Issue): string {
  if (issue.message.startsWith("must ")) return issue.message;
  if (issue.code === "invalid_type") return `must be ${article(issue.expected)}`;
  if (issue.code === "invalid_value") return `must be one of ${issue.values.map(String).join(", ")}`;
  if (issue.code === "too_small") {
    return limited(issue.origin, bound(issue.inclusive, "at least", "more than"), issue.minimum);
  }
  if (issue.code === "too_big") {
    return limited(issue.origin, bound(issue.inclusive, "at most", "less than"), issue.maximum);
  }
  return `must be valid (${issue.message})`;
}

const bound = (inclusive: boolean | undefined, closed: string, open: string): string =>
  inclusive === false ? open : closed;

/** A limit on a number, or on the length of a text or list. */
function limited(origin: string, limit: string, to: number | bigint): string {
  if (origin === "string") return `must have ${limit} ${to} character${to === 1 ? "" : "s"}`;
  if (origin === "array") return `must have ${limit} ${to} entr${to === 1 ? "y" : "ies"}`;
  return `must be ${limit} ${to}`;
}

const NAMES: Readonly<Record<string, string>> = {
  int: "a whole number",
  string: "a text",
  object: "a mapping",
  array: "a list",
  record: "a mapping",
  boolean: "true or false",
};
const article = (type: string): string => NAMES[type] ?? `a ${type}`;

function valueAt(given: unknown, path: readonly PropertyKey[]): unknown {
  let value = given;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}

/** The keys that a schema allows at a path, looking through optional and default wrappers. */
export function knownKeys(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let here: unknown = schema;
  for (const key of [...path, undefined]) {
    while (isWrapper(here)) here = here.def.innerType;
    const shape = (here as { shape?: Record<PropertyKey, unknown> }).shape;
    if (key === undefined) return shape ? Object.keys(shape) : [];
    here = shape?.[key] ?? (typeof key === "number" ? elementOf(here) : undefined);
    if (here === undefined) return [];
  }
  return [];
}

/** The schema of the items of a list. */
function elementOf(schema: unknown): unknown {
  return (schema as { readonly def?: { readonly element?: unknown } }).def?.element;
}

function isWrapper(schema: unknown): schema is { def: { innerType: unknown } } {
  return (
    typeof schema === "object" && schema !== null && "def" in schema && "innerType" in (schema.def as object)
  );
}
