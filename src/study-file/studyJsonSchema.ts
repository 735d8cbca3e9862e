import { z } from "zod";
import type { CatalogueEntry } from "../core/defineKind.ts";
import { type Catalogue, catalogues } from "../study/catalogues.ts";
import { timeFields } from "./networkTime.ts";
import { oneSetOfDefinitions } from "./oneSetOfDefinitions.ts";
import { networkFile, studyShape } from "./studyShape.ts";

/** A JSON Schema, or a part of one. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

type Properties = Record<string, JsonSchema>;

/** A file that stands for data, in places where the design itself wants the data. */
const FILE = {
  type: "object",
  properties: { file: { type: "string" } },
  required: ["file"],
  additionalProperties: false,
};

const AGENTS_FILE = {
  type: "object",
  description: "agents described in a file of their own, with settings that take the place of those in it",
  properties: { file: { type: "string" } },
  required: ["file"],
};

/**
 * The JSON Schema (draft 2020-12) of a study file, for editors: every kind of every catalogue with its settings,
 * defaults and a sentence on what it is. Editors offer it when the first line of the file is
 * `# yaml-language-server: $schema=study.schema.json`.
 */
export function studyJsonSchema(): JsonSchema {
  const root = plain(studyShape);
  const properties = root.properties as Properties;
  const model = properties.model!.properties as Properties;
  const data = properties.data!.properties as Properties;
  const place = (at: Properties, key: string, schema: JsonSchema): void => {
    at[key] = { ...at[key], ...schema };
  };
  const networks = [...kinds(catalogues.networks), plain(networkFile)];
  const bare = {
    const: "listed",
    description: "the table of the network has a column round, or from and until",
  };
  const changes = { anyOf: [...kinds(catalogues.changes).map(withTables), bare] };
  place(model, "network", { anyOf: networks.map((schema) => withChanges(withTime(schema), changes)) });
  place(model, "agents", { anyOf: [...kinds(catalogues.agents), AGENTS_FILE] });
  place(data, "assign", { anyOf: kinds(catalogues.designs).map(withFiles) });
  place(data, "expose", { anyOf: kinds(catalogues.exposures).map(withCandidateFiles) });
  const interact = data.interact!.properties as Properties;
  const channels = { anyOf: kinds(catalogues.channels).map(withFiles) };
  place(interact, "channel", channels);
  place(interact, "hears", { additionalProperties: channels });
  place(interact, "schedule", { anyOf: kinds(catalogues.schedules) });
  place(properties, "answer", { items: { anyOf: kinds(catalogues.estimators) } });
  const whole = { $schema: "https://json-schema.org/draft/2020-12/schema", title: "Spillway study", ...root };
  return oneSetOfDefinitions(whole);
}

/** The settings of one entry as a JSON Schema of a mapping with its kind. */
export function kindSchema(entry: CatalogueEntry<unknown>): JsonSchema {
  const settings = plain(entry.settings);
  const required = (settings.required as readonly string[] | undefined) ?? [];
  return {
    ...settings,
    description: entry.summary,
    properties: { kind: { const: entry.kind }, ...(settings.properties as Properties | undefined) },
    required: ["kind", ...required],
  };
}

/** Every kind of a catalogue as a mapping, and as a bare text where no setting is required. */
function kinds(catalogue: Catalogue<unknown>): JsonSchema[] {
  return catalogue.entries.flatMap((entry): JsonSchema[] => {
    const schema = kindSchema(entry);
    // Settings may need one of several, none of which is required by itself.
    const bare = entry.settings.safeParse({}).success;
    return bare ? [schema, { const: entry.kind, description: entry.summary }] : [schema];
  });
}

/** The designs whose data may stand in a file of their own. */
function withFiles(schema: JsonSchema): JsonSchema {
  const properties = schema.properties as Properties | undefined;
  const kind = properties?.kind?.const;
  if (kind === "switchback" || kind === "bipartite") return schema;
  const grouping = ["clusters", "blocks", "groups"].find((setting) => properties?.[setting] !== undefined);
  if (grouping !== undefined) {
    const either = { anyOf: [properties![grouping], FILE] };
    return { ...schema, properties: { ...properties, [grouping]: either } };
  }
  if (kind === "fixed") {
    return { ...schema, properties: { ...properties, file: { type: "string" } }, required: ["kind"] };
  }
  return schema;
}

/** Candidate networks may stand in files of their own, as the study's network may. */
function withCandidateFiles(schema: JsonSchema): JsonSchema {
  const properties = schema.properties as Properties | undefined;
  const networks = properties?.networks;
  if (networks === undefined) return schema;
  const { agents: _, ...fields } = plain(networkFile).properties as Properties;
  const file = { type: "object", properties: fields, required: ["file"], additionalProperties: false };
  const either = { anyOf: [networks.additionalProperties, file] };
  return {
    ...schema,
    properties: { ...properties, networks: { ...networks, additionalProperties: either } },
  };
}

/** A network may change over rounds. */
function withChanges(schema: JsonSchema, changes: JsonSchema): JsonSchema {
  if (schema.properties === undefined) return schema;
  const description = "how the edges that are heard change over rounds; default: they stay";
  return {
    ...schema,
    // A definition, which all networks share.
    properties: {
      ...(schema.properties as Properties),
      changes: { description, $ref: "#/$defs/changes", $defs: { changes } },
    },
  };
}

/** Rules of change whose data may stand in tables. */
function withTables(schema: JsonSchema): JsonSchema {
  const properties = schema.properties as Properties | undefined;
  const kind = properties?.kind?.const;
  if (kind === "partners")
    return { ...schema, properties: { ...properties, within: { anyOf: [properties!.within, FILE] } } };
  if (kind !== "listed") return schema;
  const column = (what: string): JsonSchema => ({ type: "string", description: `column with ${what}` });
  const table = {
    file: { type: "string", description: "table of edges with their rounds; default: that of the network" },
    round: column("the round in which an edge is heard; default round"),
    from: column("the first round in which an edge is heard; default from"),
    until: column("the last round; default until"),
  };
  return { ...schema, properties: { ...properties, ...table }, required: ["kind"] };
}

/** A network may also be one over time. */
function withTime(schema: JsonSchema): JsonSchema {
  if (schema.properties === undefined) return schema;
  return {
    ...schema,
    properties: { ...(schema.properties as Properties), ...(plain(timeFields).properties as Properties) },
  };
}

function plain(schema: z.ZodType): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Record<
    string,
    unknown
  >;
  return rest;
}
