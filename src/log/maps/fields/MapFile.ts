import { z } from "zod";

type Scalar = string | number | boolean;

/** A test of one field: what it must be (one of), or must not be; a pattern; a formula of `value`; whether it is there at all. */
export interface FieldTest {
  readonly is?: Scalar | readonly Scalar[] | undefined;
  readonly not?: Scalar | readonly Scalar[] | undefined;
  readonly like?: string | undefined;
  readonly formula?: string | undefined;
  readonly there?: boolean | undefined;
}

/** Fields by their path, each with its test or with what it must be; all must hold. */
export type FilterSpec = Readonly<Record<string, Scalar | readonly Scalar[] | FieldTest>>;

/** Where the records of a log are. JSON, JSONL, CSV, SQLite and Parquet are known by their content. */
export interface RecordsSpec {
  /** `spans` takes apart OpenTelemetry, `journal` is one of ours. */
  readonly format?: "spans" | "journal" | undefined;
  /** Path into JSON at which the records stand. */
  readonly path?: string | undefined;
  /** Table of a database. */
  readonly table?: string | undefined;
  /** One SELECT on a database, or on the table `log` of a Parquet file. */
  readonly sql?: string | undefined;
  /** Which file, where the log is a folder of several. */
  readonly file?: string | undefined;
  /** Columns of a wide table that hold several records: a pattern of their names, and what its groups are called; the last is the field. */
  readonly wide?: { readonly pattern: string; readonly names: readonly string[] } | undefined;
  /** Path to the texts for which `{ _ref: key }` stands. */
  readonly store?: string | undefined;
}

/** A value that stands elsewhere: in a file beside the log, or in the same database. */
export interface LookupSpec {
  readonly file?: string | undefined;
  readonly sql?: string | undefined;
  /** Column of the key, and of the value. Default `key` and `value`. */
  readonly key?: string | undefined;
  readonly value?: string | undefined;
  /** Field whose value is looked up. Default: the unit. */
  readonly by?: string | undefined;
}

/** How a value is read from a record: a path, several of which the first that is there counts, a constant number, or more. */
export type FieldSpec = string | readonly string[] | number | FieldRule;

export interface FieldRule {
  readonly field?: string | readonly string[] | undefined;
  /** The one field with a number that is like this (`answer.*`), and not like any of `except`. */
  readonly only?: string | undefined;
  readonly except?: readonly string[] | undefined;
  /** What the value is in its text: the first group, or the whole match. */
  readonly pattern?: string | undefined;
  /** For senders: each match of this pattern in the text is a value of its own. */
  readonly every?: string | undefined;
  /** Fields in whose text the one number stands. */
  readonly number?: string | readonly string[] | undefined;
  /** A constant. */
  readonly value?: Scalar | undefined;
  /** What texts stand for, and what all others do. */
  readonly names?: Readonly<Record<string, Scalar>> | undefined;
  readonly otherwise?: Scalar | undefined;
  /** A formula of the numbers that `with` names. */
  readonly formula?: string | undefined;
  readonly with?: Readonly<Record<string, string>> | undefined;
  readonly lookup?: LookupSpec | undefined;
  /** For rounds: values in order become 0, 1, … */
  readonly rank?: boolean | undefined;
  /** For outcomes: how many records of one agent and round pass. */
  readonly count?: FilterSpec | undefined;
  /** For outcomes: `field` is one of the span's event of this name that passes `where`. */
  readonly event?: string | undefined;
  readonly where?: FilterSpec | undefined;
}

/** Who heard whom. */
export interface HeardSpec {
  /** Other records than those of the units. */
  readonly records?: RecordsSpec | undefined;
  readonly where?: FilterSpec | undefined;
  /** The list in a record whose entries are messages; `from` is read in an entry. */
  readonly each?: string | undefined;
  readonly from?: FieldSpec | undefined;
  /** Default: the unit of the record; likewise round and world. */
  readonly to?: FieldSpec | undefined;
  readonly round?: FieldSpec | undefined;
  readonly world?: FieldSpec | undefined;
  /** Everybody hears everybody who agrees in these fields, in the same world and round. */
  readonly together?: readonly string[] | undefined;
  /** A mapping from each agent to a list of those whom it hears. */
  readonly adjacency?: string | undefined;
  /** The column of a file beside the log whose rows the numbers in the mapping count, from 0. */
  readonly ids?: { readonly file: string; readonly column: string } | undefined;
}

/** What a map says of records that are no observations. */
export interface MissingSpec {
  readonly values?: readonly string[] | undefined;
  readonly where?: FilterSpec | undefined;
  /** The status of those records. Default missing. */
  readonly status?: "refused" | "invalid" | "failed" | "timeout" | "missing" | undefined;
  /** A field that holds a status of ours by its name. */
  readonly field?: string | undefined;
}

/** A map from a log to units and to who heard whom, as data. */
export interface MapFile {
  readonly name?: string | undefined;
  readonly about?: string | undefined;
  /** A ready map whose settings hold where this one says nothing. */
  readonly extends?: string | undefined;
  readonly records?: RecordsSpec | undefined;
  readonly where?: FilterSpec | undefined;
  readonly unit?: FieldSpec | undefined;
  readonly world?: FieldSpec | undefined;
  readonly round?: FieldSpec | undefined;
  readonly arm?: FieldSpec | undefined;
  readonly outcome?: FieldSpec | undefined;
  readonly missing?: MissingSpec | undefined;
  /** What to do with several records of one agent, world and round. Default `one`: an error. */
  readonly take?: "one" | "first" | "last" | "mean" | "sum" | undefined;
  readonly heard?: HeardSpec | readonly HeardSpec[] | undefined;
  /** With whom the agent was paired: it heard that one. */
  readonly partner?: FieldSpec | undefined;
  readonly covariates?: Readonly<Record<string, FieldSpec>> | undefined;
  readonly cluster?: FieldSpec | undefined;
  /** What is said when records pass a test. */
  readonly warn?: readonly { readonly where: FilterSpec; readonly say: string }[] | undefined;
}

const text: z.ZodString = z.string().min(1).max(2000);
const scalar: z.ZodType<Scalar> = z.union([z.string(), z.number(), z.boolean()]);
const scalars: z.ZodType<Scalar | Scalar[]> = z.union([scalar, z.array(scalar).min(1)]);
const named = <T extends z.ZodType>(value: T): z.ZodRecord<z.ZodString, T> =>
  z.record(z.string().min(1).max(200), value);

const filter: z.ZodType<FilterSpec> = named(
  z.union([
    scalars,
    z.strictObject({
      is: scalars.optional(),
      not: scalars.optional(),
      like: text.optional(),
      formula: text.optional(),
      there: z.boolean().optional(),
    }),
  ]),
);
const sql: z.ZodOptional<z.ZodString> = z.string().min(1).max(20_000).optional();
const records: z.ZodType<RecordsSpec> = z.strictObject({
  format: z.enum(["spans", "journal"]).optional(),
  path: text.optional(),
  table: text.optional(),
  sql,
  file: text.optional(),
  wide: z.strictObject({ pattern: text, names: z.array(text).min(1).max(10) }).optional(),
  store: text.optional(),
});
const lookup: z.ZodType<LookupSpec> = z.strictObject({
  file: text.optional(),
  sql,
  key: text.optional(),
  value: text.optional(),
  by: text.optional(),
});
const path: z.ZodType<string | string[]> = z.union([text, z.array(text).min(1).max(20)]);
const field: z.ZodType<FieldSpec> = z.union([
  path,
  z.number(),
  z.strictObject({
    field: path.optional(),
    only: text.optional(),
    except: z.array(text).max(100).optional(),
    pattern: text.optional(),
    every: text.optional(),
    number: path.optional(),
    value: scalar.optional(),
    names: named(scalar).optional(),
    otherwise: scalar.optional(),
    formula: text.optional(),
    with: named(text).optional(),
    lookup: lookup.optional(),
    rank: z.boolean().optional(),
    count: filter.optional(),
    event: text.optional(),
    where: filter.optional(),
  }),
]);
const heard: z.ZodType<HeardSpec> = z.strictObject({
  records: records.optional(),
  where: filter.optional(),
  each: text.optional(),
  from: field.optional(),
  to: field.optional(),
  round: field.optional(),
  world: field.optional(),
  together: z.array(text).max(10).optional(),
  adjacency: text.optional(),
  ids: z.strictObject({ file: text, column: text }).optional(),
});

/** The settings of a map, checked: unknown ones are refused. */
export const mapFile: z.ZodType<MapFile> = z.strictObject({
  name: text.optional(),
  about: z.string().max(500).optional(),
  extends: text.optional(),
  records: records.optional(),
  where: filter.optional(),
  unit: field.optional(),
  world: field.optional(),
  round: field.optional(),
  arm: field.optional(),
  outcome: field.optional(),
  missing: z
    .strictObject({
      values: z.array(z.string()).optional(),
      where: filter.optional(),
      status: z.enum(["refused", "invalid", "failed", "timeout", "missing"]).optional(),
      field: text.optional(),
    })
    .optional(),
  take: z.enum(["one", "first", "last", "mean", "sum"]).optional(),
  heard: z.union([heard, z.array(heard).min(1).max(10)]).optional(),
  partner: field.optional(),
  covariates: named(field).optional(),
  cluster: field.optional(),
  warn: z
    .array(z.strictObject({ where: filter, say: text }))
    .max(20)
    .optional(),
});
