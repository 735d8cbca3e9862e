import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { catalogues } from "../../src/study/catalogues.ts";
import { type JsonSchema, studyJsonSchema } from "../../src/study-file/studyJsonSchema.ts";

const at = (schema: JsonSchema, ...path: string[]): JsonSchema =>
  path.reduce((here, step) => here[step] as JsonSchema, schema);

/** Kinds of the mappings among the alternatives at a place. */
const kindsAt = (place: JsonSchema): unknown[] =>
  (place.anyOf as JsonSchema[]).flatMap((one) => {
    const kind = (one.properties as Record<string, JsonSchema> | undefined)?.kind;
    return kind ? [kind.const] : [];
  });

describe("studyJsonSchema", () => {
  const schema = studyJsonSchema();
  const kindsOf = (room: keyof typeof catalogues): string[] =>
    catalogues[room].entries.map(({ kind }) => kind);

  test("is what docs/study.schema.json holds; examples/schema.ts writes it anew", () => {
    const stored = readFileSync(new URL("../../docs/study.schema.json", import.meta.url), "utf8");
    expect(JSON.parse(stored)).toEqual(JSON.parse(JSON.stringify(schema)));
  });

  test("names every kind of every catalogue in its place", () => {
    expect(kindsAt(at(schema, "properties", "model", "properties", "network"))).toEqual(kindsOf("networks"));
    expect(kindsAt(at(schema, "properties", "model", "properties", "agents"))).toEqual(kindsOf("agents"));
    expect(kindsAt(at(schema, "properties", "data", "properties", "assign"))).toEqual(kindsOf("designs"));
    expect(kindsAt(at(schema, "properties", "data", "properties", "expose"))).toEqual(kindsOf("exposures"));
    expect(kindsAt(at(schema, "properties", "answer", "items"))).toEqual(kindsOf("estimators"));
  });

  test("asks for what a study must have, and for nothing with a default", () => {
    expect(schema.required).toEqual(["seed", "model", "inquiry", "data", "answer"]);
    expect(at(schema, "properties", "data").required).toEqual(["assign", "expose"]);
    expect(schema.additionalProperties).toBe(false);
  });

  test("allows a kind as a bare text only where no setting is required", () => {
    const bare = (at(schema, "properties", "data", "properties", "assign").anyOf as JsonSchema[]).flatMap(
      (one) => (one.const === undefined ? [] : [one.const]),
    );
    expect(bare).toContain("bernoulli");
    expect(bare).not.toContain("complete");
  });

  test("is plain data", () => {
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
  });
});
