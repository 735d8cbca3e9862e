import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { studyData } from "../../src/study/studyData.ts";
import { oneSetOfDefinitions } from "../../src/study-file/oneSetOfDefinitions.ts";
import { parseStudy } from "../../src/study-file/parseStudy.ts";
import { studyJsonSchema } from "../../src/study-file/studyJsonSchema.ts";
import { referred, schemaFaults } from "../support/schemaFaults.ts";

describe("oneSetOfDefinitions", () => {
  test("keeps apart what has one name and says two things, and makes one of what says the same", () => {
    const list = (name: string): object => ({ type: "array", items: { $ref: `#/$defs/${name}` } });
    const made = oneSetOfDefinitions({
      properties: {
        a: { items: { $ref: "#/$defs/x" }, $defs: { x: list("x") } },
        b: { items: { $ref: "#/$defs/x" }, $defs: { x: { type: "string" } } },
        c: { items: { $ref: "#/$defs/other" }, $defs: { other: list("other") } },
        d: { items: { $ref: "#/$defs/y" }, $defs: { y: list("x"), x: { type: "string" } } },
      },
    });
    expect(made).toEqual({
      properties: {
        a: { items: { $ref: "#/$defs/definition1" } },
        b: { items: { $ref: "#/$defs/definition2" } },
        c: { items: { $ref: "#/$defs/definition1" } },
        d: { items: { $ref: "#/$defs/definition3" } },
      },
      $defs: {
        definition1: { type: "array", items: { $ref: "#/$defs/definition1" } },
        definition2: { type: "string" },
        definition3: { type: "array", items: { $ref: "#/$defs/definition2" } },
      },
    });
    expect(oneSetOfDefinitions({ type: "string" })).toEqual({ type: "string" });
  });
});

const STUDY = (agents: string, data = ""): string => `seed: 1
model: { network: { kind: ring-lattice, n: 8, k: 2 }, agents: ${agents} }
inquiry: { spillover: [indirect, none] }
data: { assign: { kind: complete, treated: 2 }, expose: any-treated${data} }
answer: [hajek]
`;

describe("the schema of studies", () => {
  const schema = studyJsonSchema();

  test("has definitions at its root only, and every reference leads to one of them", () => {
    const references: string[] = [];
    const look = (value: unknown, path: readonly string[]): void => {
      if (typeof value !== "object" || value === null) return;
      for (const [key, inner] of Object.entries(value)) {
        if (key === "$defs") expect(path).toEqual([]);
        if (key === "$ref" && typeof inner === "string") references.push(inner);
        look(inner, [...path, key]);
      }
    };
    look(schema, []);
    expect(references.length).toBeGreaterThan(10);
    for (const reference of references) expect(() => referred(schema, reference)).not.toThrow();
    expect(references.every((reference) => /^#\/\$defs\/definition\d+$/.test(reference))).toBe(true);
  });

  const settings = "{ name: x, list: [1, { deep: [null, true] }] }";
  const good: readonly (readonly [string, string])[] = [
    [
      "a program",
      STUDY(`{ kind: command, command: [python3, agents.py], env: [PATH], settings: ${settings} }`),
    ],
    ["an address", STUDY(`{ kind: http, url: "http://localhost:8000/act", settings: ${settings} }`)],
    [
      "a script and a history",
      STUDY(
        "threshold",
        `, treat: { treated: { script: { says: ${settings} } } }, interact: { history: { given: [{ heard: [], said: ${settings} }] } }`,
      ),
    ],
  ];
  test.each(good)(
    "takes a study with %s, as it is written and with every default filled in",
    async (_, text) => {
      expect(schemaFaults(schema, parse(text))).toEqual([]);
      const whole = JSON.parse(JSON.stringify(studyData(await parseStudy(text)))) as unknown;
      expect(schemaFaults(schema, whole)).toEqual([]);
    },
  );

  test("refuses what studies refuse", async () => {
    for (const agents of [
      "{ kind: command, command: python3 }",
      "{ kind: http }",
      "{ kind: http, url: 7, settings: {} }",
      "{ kind: command, command: [x], settings: 7 }",
      "{ kind: command, command: [x], processes: 0 }",
    ]) {
      const text = STUDY(agents);
      await expect(parseStudy(text), agents).rejects.toThrow();
      expect(schemaFaults(schema, parse(text)), agents).not.toEqual([]);
    }
  });

  test("takes the study files of the examples", () => {
    const files = readdirSync("examples", { recursive: true, encoding: "utf8" }).filter((name) =>
      /study.*\.yaml$/.test(name),
    );
    expect(files.length).toBeGreaterThan(1);
    for (const name of files)
      expect(schemaFaults(schema, parse(readFileSync(join("examples", name), "utf8"))), name).toEqual([]);
  });
});
