import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { studyReach } from "../../src/experiment/studyReach.ts";
import { reachFields } from "../../src/study-file/reachFields.ts";
import { readStudy } from "../../src/study-file/readStudy.ts";
import { type JsonSchema, studyJsonSchema } from "../../src/study-file/studyJsonSchema.ts";

const root = mkdtempSync(join(tmpdir(), "spillway-reach-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const home = join(root, "study");
const away = join(root, "away");
mkdirSync(join(home, "inside"), { recursive: true });
mkdirSync(away);

/** What the setting at a path names, also as a word in a list. */
function reachOf(path: readonly string[]): string | undefined {
  const at = (keys: readonly string[]): string | undefined =>
    reachFields(keys.reduceRight<unknown>((value, key) => ({ [key]: value }), "x"))[0]?.reach;
  return at(path) ?? (path.at(-1) === "0" ? at(path.slice(0, -1)) : undefined);
}

describe("what a study reaches", () => {
  // Whoever adds a setting with a text says here that it names nothing outside the study, or lists it in reachFields.ts.
  const HARMLESS = [
    "name|description|seed|data/outcome|data/outcomes/\\*/(field|question|inquiry/.)|inquiry/.*|notes/.",
    "model/network/(columns/.|weight|delimiter)",
    "model/network/changes/(edges/./.|round|from|until|within/(.|\\*)|model/(kind|\\*))",
    "model/agents/(choices|words)/.|model/agents/(right|planted|start|counted|committed)",
    // Kinds and settings of wrapped agents are those of agents.
    "model/agents/agents(/kind|/\\*)?",
    "model/agents/model/(model|headers/\\*|body/\\*)",
    "model/agents/(system|prompt|persona|says|outcome/field|context/summary)",
    "model/agents/tools/./(name|description|key|columns/.|table/./\\*|arguments/./(name|description|options/.))",
    "model/agents/persona/./(agent|persona)|model/agents/attributes/./\\*",
    "model/agents/settings/\\*",
    ".*/answer/(options/.|fields/./(name|options/.))",
    "data/assign/(arms|clusters|blocks|groups|units|order)/(.|\\*)|data/assign/pairs/./.|data/assign/(seed|units/prefix)",
    // The design behind another is one.
    "data/assign/base/\\*",
    "data/expose/(focal|otherwise|arms/.|conditions/(\\*|./.))",
    // A mapping that is asked on several networks is one, and ids and columns of candidates name nothing outside them.
    "data/expose/exposure(/kind|/\\*)?|data/expose/networks/\\*/(edges/./.|columns/.|weight|delimiter|agents/.|planned)",
    "data/expose/planned",
    // Settings by arm are settings of agents.
    "data/treat/\\*/(\\*|script/(says|state))",
    "data/interact/(channel|hears/\\*)/(field|sha256|groups/(.|\\*))",
    "data/interact/delivery/edges/./(from|to)",
    "data/interact/(history|remembers/\\*)/(given/(\\*/)?.*|paraphrase/\\*)",
    "data/ask/./(name|prompt|answers/\\*)",
    "answer/./interval/seed",
    // Designs of a rule are written out: files are not read for them.
    "secondWave/(designs/.|contrast|chosen/(rule|pilot|hash|design/\\*))",
    // Names of covariates, conditions, agents and hypotheses.
    "answer/./(by|compare/.|covariates/.|predictions(/\\*)?|baseline|outcome|history/.|focals/.|seed)",
  ].map((path) => new RegExp(`^(${path})$`));

  test("every setting with a text is listed as one that names something outside, or as harmless", () => {
    const texts = textsOf(studyJsonSchema());
    expect(texts.length).toBeGreaterThan(90);
    const unknown = texts.filter(
      (path) => reachOf(path) === undefined && !HARMLESS.some((match) => match.test(path.join("/"))),
    );
    expect(unknown).toEqual([]);
    const listed = texts.filter((path) => reachOf(path) !== undefined).map((path) => path.join("/"));
    expect(listed.filter((path) => HARMLESS.some((match) => match.test(path)))).toEqual([]);
    expect(listed.length).toBeGreaterThanOrEqual(20);
  });

  test("settings inside arms, wrapped agents and designs are seen too", () => {
    const data = {
      model: { agents: { kind: "x", agents: { agents: { persona: { file: "a" } } } } },
      data: {
        treat: { "t/1": { keyFrom: "K", model: { url: "http://u", headers: { h: { from: "H" } } } } },
        assign: { base: { base: { clusters: { file: "c" } } } },
        ask: [{ prompt: "p" }, { prompt: { file: "q" } }],
      },
    };
    expect(reachFields(data).map(({ reach, value }) => `${reach} ${String(value)}`)).toEqual([
      "file a",
      "variable K",
      "address http://u",
      "variable H",
      "file c",
      "file q",
    ]);
  });
});

describe("a file that a study names", () => {
  const language = (settings: string): string =>
    `agents: { kind: language, model: { url: "http://127.0.0.1:9/v1", model: m }, answer: { kind: text }, outcome: false, ${settings} }`;
  const ring = "network: { kind: ring-lattice, n: 4, k: 2 }";
  const synthetic = "agents: { kind: linear-in-means }";
  const study = (parts: {
    network?: string;
    agents?: string;
    assign?: string;
    more?: string;
    exposure?: string;
  }): string => `seed: 1
model:
  ${parts.network ?? ring}
  ${parts.agents ?? synthetic}
inquiry: { own: [treated, control] }
data: { assign: ${parts.assign ?? "{ kind: complete, treated: 2 }"}, expose: own-arm, rounds: 1${parts.more ?? ""} }
answer: [hajek]
`;
  const GROUPS = "agent,cluster,block,group\n0,a,a,a\n1,a,a,a\n2,b,b,b\n3,b,b,b\n";
  // By the setting: a file that it can read, and a study in which it names one.
  const places: Readonly<Record<string, readonly [text: string, study: (file: string) => string]>> = {
    network: ["source,target\na,b\nb,c\nc,d\n", (f) => study({ network: `network: { file: ${f} }` })],
    "network.agents": [
      "agent\n0\n1\n2\n3\n",
      (f) => study({ network: `network: { file: inside/edges.csv, agents: ${f} }` }),
    ],
    agents: ["kind: linear-in-means\n", (f) => study({ agents: `agents: { file: ${f} }` })],
    system: ["hello\n", (f) => study({ agents: language(`prompt: hi, system: { file: ${f} }`) })],
    prompt: ["hello\n", (f) => study({ agents: language(`prompt: { file: ${f} }`) })],
    persona: ["hello\n", (f) => study({ agents: language(`prompt: hi, persona: { file: ${f} }`) })],
    attributes: [
      "agent,age\n0,1\n1,2\n2,3\n3,4\n",
      (f) => study({ agents: language(`prompt: hi, attributes: { file: ${f} }`) }),
    ],
    tools: [
      "product,price\nbread,2\n",
      (f) =>
        study({
          agents: language(`prompt: hi, tools: [{ kind: lookup, key: product, table: { file: ${f} } }]`),
        }),
    ],
    treat: [
      "hello\n",
      (f) =>
        study({ agents: language("prompt: hi"), more: `, treat: { treated: { prompt: { file: ${f} } } }` }),
    ],
    recorded: ["", (f) => study({ agents: `agents: { kind: recorded, journal: ${f} }` })],
    clusters: [GROUPS, (f) => study({ assign: `{ kind: cluster, treated: 1, clusters: { file: ${f} } }` })],
    blocks: [GROUPS, (f) => study({ assign: `{ kind: blocked, treated: 1, blocks: { file: ${f} } }` })],
    base: [
      GROUPS,
      (f) =>
        study({
          assign: `{ kind: rerandomized, accept: 0.5, covariates: { size: [1, 2, 3, 4] }, base: { kind: cluster, treated: 1, clusters: { file: ${f} } } }`,
        }),
    ],
    fixed: ["0,1,0,1\n1,0,1,0\n", (f) => study({ assign: `{ kind: fixed, file: ${f} }` })],
    channel: [
      GROUPS,
      (f) => study({ more: `, interact: { channel: { kind: groups, groups: { file: ${f} } } }` }),
    ],
    hears: [
      GROUPS,
      (f) => study({ more: `, interact: { hears: { treated: { kind: groups, groups: { file: ${f} } } } }` }),
    ],
    yoked: ["", (f) => study({ more: `, interact: { channel: { kind: yoked, journal: ${f} } }` })],
    ask: [
      "hello\n",
      (f) =>
        study({
          agents: language("prompt: hi"),
          more: `, ask: [{ name: q, purpose: other, after: [1], answer: { kind: text }, prompt: { file: ${f} } }]`,
        }),
    ],
  };

  writeFileSync(join(home, "inside", "edges.csv"), "source,target\n0,1\n1,2\n2,3\n");

  test.each(Object.keys(places))(
    "%s lies in the study's folder, or in one that is allowed",
    async (place) => {
      const [text, of] = places[place]!;
      const own = `${place}.csv`;
      writeFileSync(join(home, "inside", own), text);
      writeFileSync(join(away, own), text);
      symlinkSync(join(home, "inside", own), join(home, `${place}-in.csv`));
      symlinkSync(join(away, own), join(home, `${place}-out.csv`));
      symlinkSync(away, join(home, `${place}-folder`));
      const file = join(home, `${place}.yaml`);
      const read = (name: string, allowFiles?: readonly string[]): Promise<unknown> => {
        writeFileSync(file, of(JSON.stringify(name)));
        return readStudy(file, allowFiles ? { allowFiles } : {}).then(
          (study) => studyReach(study).files.filter((one) => one.name === name),
          (fault: Error) => fault.message,
        );
      };
      const inside = [`inside/${own}`, join(home, "inside", own), `./x/../inside/${own}`, `${place}-in.csv`];
      for (const name of inside) expect(await read(name)).toEqual([{ name, outside: false }]);
      const outside = [`../away/${own}`, join(away, own), `${place}-out.csv`, `${place}-folder/${own}`];
      for (const name of outside) {
        const refused = await read(name);
        expect(refused).toContain(`the file "${name}" is outside the study's folder`);
        expect(refused).toMatch(new RegExp(`^${file}:\\d+:\\d+: `));
        expect(await read(name, [away])).toEqual([{ name, outside: true }]);
        expect(await read(name, [home, "/nowhere"])).toBe(refused);
      }
      // What is not there is refused alike, so that nobody learns whether it is.
      expect(await read("../away/absent")).toContain('"../away/absent" is outside');
    },
  );
});

/** The paths of all texts that a schema allows; `*` for any key, `0` for a place in a list. */
function textsOf(whole: JsonSchema): readonly string[][] {
  const found = new Map<string, string[]>();
  const meant = (given: unknown): JsonSchema | undefined => {
    let schema = given as JsonSchema | undefined;
    while (typeof schema?.$ref === "string")
      schema = schema.$ref
        .slice(2)
        .split("/")
        .reduce<unknown>((at, key) => (at as JsonSchema)[key], whole) as JsonSchema;
    return typeof schema === "object" && schema !== null ? schema : undefined;
  };
  const walk = (given: unknown, path: string[], above: readonly JsonSchema[]): void => {
    const schema = meant(given);
    if (schema === undefined || above.includes(schema)) return;
    if (schema.const !== undefined || schema.enum !== undefined) return;
    const anything = Object.keys(schema).every((key) => ["description", "default"].includes(key));
    if (schema.type === "string" || anything) found.set(path.join("/"), path);
    const below = [...above, schema];
    for (const key of ["anyOf", "oneOf", "allOf"])
      for (const one of (schema[key] as unknown[] | undefined) ?? []) walk(one, path, below);
    for (const [key, one] of Object.entries((schema.properties as object | undefined) ?? {}))
      walk(one, [...path, key], below);
    walk(schema.items, [...path, "0"], below);
    for (const one of (schema.prefixItems as unknown[] | undefined) ?? []) walk(one, [...path, "0"], below);
    walk(schema.additionalProperties, [...path, "*"], below);
  };
  walk(whole, [], []);
  return [...found.values()];
}
