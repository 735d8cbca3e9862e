import type { CatalogueEntry } from "../../core/defineKind.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { suggest } from "../../core/suggest.ts";
import { catalogues } from "../../study/catalogues.ts";
import { type JsonSchema, kindSchema } from "../../study-file/studyJsonSchema.ts";
import { colors, emit } from "../output.ts";
import { textTable, wrapped } from "../text/textTable.ts";
import { type CompareOptions, compare } from "./parts/compare.ts";
import { resolution } from "./parts/resolution.ts";

/** Options that mean nothing without a network. */
const COMPARING = [
  "directed",
  "influence",
  "agents",
  "edgeColumns",
  "weight",
  "delimiter",
  "decimal",
  "missing",
  "design",
  "exposure",
  "contrast",
  "similarity",
  "draws",
  "seed",
  "resolutions",
  "spillover",
  "picture",
] as const;

const TITLES = {
  designs: "Designs",
  exposures: "Exposures",
  estimators: "Estimators",
  agents: "Agents",
  networks: "Networks",
  channels: "Channels",
  schedules: "Schedules",
} as const;
const ROOMS = ["designs", "exposures", "estimators", "agents", "networks", "channels", "schedules"] as const;

/** What `spillway designs` does. */
export async function designsAction(kind: string | undefined, options: CompareOptions): Promise<void> {
  const spare = COMPARING.find((name) => options[name] !== undefined);
  if (options.network !== undefined || options.study !== undefined) {
    if (kind !== undefined)
      throw new SpillwayError(`designs: a comparison takes designs with --design, got "${kind}" before it`);
    if (options.resolutions !== undefined) await resolution(options);
    else if (options.spillover !== undefined)
      throw new SpillwayError("designs: --spillover needs --resolutions");
    else await compare(options);
  } else if (spare !== undefined) throw new SpillwayError(`designs: --${spare} needs --network or --study`);
  else if (kind === undefined) emit({ data: everything(), text: list }, options);
  else {
    const schema = kindSchema(entryOf(kind));
    emit({ data: schema, text: () => settingsText(kind, schema) }, options);
  }
}

function everything(): Record<string, readonly { kind: string; summary: string }[]> {
  return Object.fromEntries(
    ROOMS.map((room) => [room, catalogues[room].entries.map(({ kind, summary }) => ({ kind, summary }))]),
  );
}

function list(): string {
  const width = Math.max(...ROOMS.flatMap((room) => catalogues[room].entries.map(({ kind }) => kind.length)));
  return ROOMS.map((room) => {
    const lines = catalogues[room].entries.map(
      ({ kind, summary }) =>
        `  ${kind.padEnd(width)}  ${wrapped(summary, " ".repeat(width + 4)).trimStart()}`,
    );
    return [colors.bold(TITLES[room]), ...lines].join("\n");
  }).join("\n\n");
}

function entryOf(kind: string): CatalogueEntry<unknown> {
  const all = ROOMS.flatMap((room): readonly CatalogueEntry<unknown>[] => catalogues[room].entries);
  const found = all.find((entry) => entry.kind === kind);
  if (found) return found;
  throw new SpillwayError(
    `designs: there is no kind "${kind}"${suggest(
      kind,
      all.map((entry) => entry.kind),
    )}`,
  );
}

function settingsText(kind: string, schema: JsonSchema): string {
  const settings = Object.entries(schema.properties as Record<string, JsonSchema>).filter(
    ([name]) => name !== "kind",
  );
  const required = schema.required as readonly string[];
  const head = `${colors.bold(kind)}: ${schema.description}`;
  if (settings.length === 0) return `${head}\n\nno settings`;
  const rows = settings.map(([name, setting]) => [
    name,
    typeInWords(setting),
    required.includes(name)
      ? "required"
      : setting.default === undefined
        ? ""
        : JSON.stringify(setting.default),
  ]);
  return `${head}\n\n${textTable(["setting", "type", "default"], rows)}`;
}

function typeInWords(schema: JsonSchema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (Array.isArray(schema.enum)) return schema.enum.map(String).join(" | ");
  const choices = (schema.anyOf ?? schema.oneOf) as readonly JsonSchema[] | undefined;
  if (choices) return choices.map(typeInWords).join(", or ");
  if (schema.type === "array") {
    const items = (schema.prefixItems as readonly JsonSchema[] | undefined) ?? [];
    if (items.length > 0) return `list of ${items.length}: ${items.map(typeInWords).join(", ")}`;
    return `list of ${schema.items ? typeInWords(schema.items as JsonSchema) : "anything"}`;
  }
  if (schema.type === "object") return "mapping";
  if (Array.isArray(schema.type)) return schema.type.map((type) => NAMES[type] ?? type).join(", or ");
  const low = schema.exclusiveMinimum ?? schema.minimum;
  const high = schema.exclusiveMaximum ?? schema.maximum;
  const range = [
    low === undefined || low === Number.MIN_SAFE_INTEGER
      ? ""
      : ` ${schema.minimum === undefined ? "above" : "from"} ${low}`,
    high === undefined || high === Number.MAX_SAFE_INTEGER
      ? ""
      : ` ${schema.maximum === undefined ? "below" : "to"} ${high}`,
  ].join("");
  return `${NAMES[String(schema.type)] ?? String(schema.type ?? "anything")}${range}`;
}

const NAMES: Readonly<Record<string, string>> = {
  string: "text",
  integer: "whole number",
  boolean: "true or false",
};
