type Schema = Readonly<Record<string, unknown>>;

/** Keywords that say nothing about what is valid. */
const WORDS = ["$schema", "title", "description", "default", "readOnly", "$defs"];

/**
 * What a JSON Schema has against a value, in words; empty when it is valid. Knows the keywords that the schema of studies uses,
 * and throws for any other, and for references that lead nowhere.
 */
export function schemaFaults(root: Schema, value: unknown): string[] {
  return faultsAt(root, value, "", root);
}

function faultsAt(given: unknown, value: unknown, at: string, root: Schema): string[] {
  if (given === true) return [];
  if (given === false) return [`${at}: not allowed`];
  const schema = given as Schema;
  return Object.entries(schema).flatMap(([keyword, rule]) => {
    if (WORDS.includes(keyword)) return [];
    const check = KEYWORDS.get(keyword);
    if (!check) throw new Error(`a keyword that is not known here: ${keyword}`);
    return check(rule, value, at, { schema, root });
  });
}

interface Context {
  readonly schema: Schema;
  readonly root: Schema;
}
type Check = (rule: unknown, value: unknown, at: string, context: Context) => string[];

const isObject = (value: unknown): value is Schema =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const unless = (good: boolean, words: string): string[] => (good ? [] : [words]);
const ofNumber =
  (good: (value: number, limit: number) => boolean): Check =>
  (rule, value, at) =>
    unless(typeof value !== "number" || good(value, Number(rule)), `${at}: the limit ${rule}`);
const ofLength =
  (kind: "text" | "list", good: (length: number, limit: number) => boolean): Check =>
  (rule, value, at) => {
    const length = kind === "text" && typeof value === "string" ? [...value].length : undefined;
    const count = kind === "list" && Array.isArray(value) ? value.length : length;
    return unless(count === undefined || good(count, Number(rule)), `${at}: a length beside ${rule}`);
  };

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  object: isObject,
  array: Array.isArray,
  string: (value) => typeof value === "string",
  number: (value) => typeof value === "number",
  integer: Number.isInteger,
  boolean: (value) => typeof value === "boolean",
  null: (value) => value === null,
};

/** How many of the alternatives a value fits. */
const fitting = (rule: unknown, value: unknown, at: string, root: Schema): number =>
  (rule as unknown[]).filter((one) => faultsAt(one, value, at, root).length === 0).length;

const KEYWORDS: ReadonlyMap<string, Check> = new Map<string, Check>([
  [
    "type",
    (rule, value, at) =>
      unless(
        [rule].flat().some((type) => TYPES[String(type)]!(value)),
        `${at}: no ${rule}`,
      ),
  ],
  ["const", (rule, value, at) => unless(value === rule, `${at}: not ${rule}`)],
  ["enum", (rule, value, at) => unless((rule as unknown[]).includes(value), `${at}: none of ${rule}`)],
  ["minimum", ofNumber((value, limit) => value >= limit)],
  ["maximum", ofNumber((value, limit) => value <= limit)],
  ["exclusiveMinimum", ofNumber((value, limit) => value > limit)],
  ["exclusiveMaximum", ofNumber((value, limit) => value < limit)],
  ["minLength", ofLength("text", (length, limit) => length >= limit)],
  ["maxLength", ofLength("text", (length, limit) => length <= limit)],
  ["minItems", ofLength("list", (length, limit) => length >= limit)],
  ["maxItems", ofLength("list", (length, limit) => length <= limit)],
  [
    "pattern",
    (rule, value, at) =>
      unless(
        typeof value !== "string" || new RegExp(String(rule), "u").test(value),
        `${at}: not like ${rule}`,
      ),
  ],
  [
    "anyOf",
    (rule, value, at, { root }) => unless(fitting(rule, value, at, root) > 0, `${at}: no alternative`),
  ],
  [
    "oneOf",
    (rule, value, at, { root }) => unless(fitting(rule, value, at, root) === 1, `${at}: not one alternative`),
  ],
  [
    "required",
    (rule, value, at) =>
      isObject(value)
        ? (rule as string[]).flatMap((key) => unless(Object.hasOwn(value, key), `${at}: ${key} is missing`))
        : [],
  ],
  [
    "properties",
    (rule, value, at, { root }) =>
      isObject(value)
        ? Object.entries(rule as Schema).flatMap(([key, inner]) =>
            Object.hasOwn(value, key) ? faultsAt(inner, value[key], `${at}/${key}`, root) : [],
          )
        : [],
  ],
  [
    "additionalProperties",
    (rule, value, at, { schema, root }) =>
      isObject(value)
        ? Object.keys(value)
            .filter((key) => !Object.hasOwn((schema.properties ?? {}) as Schema, key))
            .flatMap((key) => faultsAt(rule, value[key], `${at}/${key}`, root))
        : [],
  ],
  [
    "propertyNames",
    (rule, value, at, { root }) =>
      isObject(value) ? Object.keys(value).flatMap((key) => faultsAt(rule, key, `${at}/${key}`, root)) : [],
  ],
  [
    "prefixItems",
    (rule, value, at, { root }) =>
      Array.isArray(value)
        ? (rule as unknown[]).flatMap((one, k) =>
            k < value.length ? faultsAt(one, value[k], `${at}/${k}`, root) : [],
          )
        : [],
  ],
  [
    "items",
    (rule, value, at, { schema, root }) =>
      Array.isArray(value)
        ? value
            .slice(((schema.prefixItems ?? []) as unknown[]).length)
            .flatMap((item, k) => faultsAt(rule, item, `${at}/${k}`, root))
        : [],
  ],
  ["$ref", (rule, value, at, { root }) => faultsAt(referred(root, String(rule)), value, at, root)],
]);

/** What a reference leads to. */
export function referred(root: Schema, reference: string): unknown {
  let here: unknown = root;
  for (const step of reference.replace(/^#\/?/, "").split("/")) {
    if (!isObject(here) || !Object.hasOwn(here, step)) throw new Error(`${reference} leads nowhere`);
    here = here[step];
  }
  return here;
}
