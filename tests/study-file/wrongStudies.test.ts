import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { SpillwayError } from "../../src/core/SpillwayError.ts";
import { check } from "../../src/experiment/check.ts";
import { readStudy } from "../../src/study-file/readStudy.ts";

const cwd = mkdtempSync(join(tmpdir(), "spillway-wrong-"));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const AGENTS = ["ann", "bob", "cat", "dan", "eve", "fay"];
const EDGES = `source,target\n${AGENTS.map((agent, k) => `${agent},${AGENTS[(k + 1) % 6]}`).join("\n")}\n`;
const PEOPLE = `agent,age\n${AGENTS.map((agent, k) => `${agent},${30 + k}`).join("\n")}\n`;
const PROMPT = `Hello.
{% if arm == "treated" %}Experts agree.{% endif %}
{% for one in heard %}{{ one.said }}{% endfor %}{{ memory }}`;
const STUDY = `seed: 1
model:
  network: { file: edges.csv, agents: people.csv }
  agents:
    kind: language
    model: { url: "http://localhost:1/v1", model: m }
    system: |
      You are {{ agent }}.
      You are {{ attributes.age }}.
    prompt: { file: prompt.md }
    attributes: { file: people.csv }
    answer: { kind: choice, options: ["yes", "no"] }
    outcome: { points: { "yes": 1, "no": 0 } }
    temperature: 0.7
    memory: { last: 2 }
inquiry:
  direct: [direct, none]
data:
  assign: { kind: complete, treated: 2 }
  expose: any-treated
  treat:
    treated: { topP: 0.5 }
  rounds: 2
  ask:
    - { name: heard, prompt: { file: question.md }, answer: { kind: choice, options: ["yes", "no"] } }
answer: [hajek]
`;
const FILES = {
  "edges.csv": EDGES,
  "people.csv": PEOPLE,
  "prompt.md": PROMPT,
  "question.md": "Was it {{ arm }}?",
  "study.yaml": STUDY,
};
type Name = keyof typeof FILES;

/** What `check` says of the study with one text in one of its files changed: its error, or its warnings. */
async function said(
  file: Name,
  from: string,
  to: string,
): Promise<{ error?: SpillwayError; warnings: readonly string[] }> {
  for (const [name, text] of Object.entries(FILES)) {
    if (name === file && from !== "" && !text.includes(from))
      throw new Error(`there is no ${from} in ${file}`);
    writeFileSync(join(cwd, name), name === file ? (from === "" ? to : text.replace(from, to)) : text);
  }
  try {
    return { warnings: check(await readStudy(join(cwd, "study.yaml"))).warnings };
  } catch (error) {
    expect(error).toBeInstanceOf(SpillwayError);
    return { error: error as SpillwayError, warnings: [] };
  }
}

const STUDIES: readonly (readonly [file: Name, from: string, to: string, message: RegExp])[] = [
  // The prompt, in a file of its own, in a block, by arm, and in a question.
  [
    "prompt.md",
    "Hello.",
    "Hello.\n\n{{ agnet }}",
    /^prompt\.md:3:\d+: .*no variable "agnet" \(did you mean "agent"/,
  ],
  ["prompt.md", "{% endif %}", "", /^prompt\.md:2:\d+: .*not closed/],
  ["prompt.md", "Hello.", "{{ attributes.salary }}", /^prompt\.md:1:\d+: .*attributes has no "salary"/],
  ["prompt.md", "Hello.", "{{ agent | length }}", /^prompt\.md:1:\d+: .*undefined filter: length/],
  [
    "prompt.md",
    "one.said",
    "one.said.words",
    /^prompt\.md:3:\d+: language: prompt, line 3.*undefined variable: one\.said\.words \(rehearsed/,
  ],
  ["prompt.md", "", "", /^study\.yaml:10:\d+: .*prompt must not be empty/],
  ["study.yaml", "attributes.age }}", "attributes.agee }}", /^study\.yaml:9: .*attributes has no "agee"/],
  [
    "study.yaml",
    "You are {{ agent }}.",
    "You are {{ heard.first.said }}.",
    /^study\.yaml:8: language: system, line 1.*rehearsed/,
  ],
  [
    "study.yaml",
    "topP: 0.5",
    'prompt: "{{ heard.first.said }}{{ memory }}"',
    /^study\.yaml:22:\d+: language: prompt, line 1.*arm "treated"\)$/,
  ],
  [
    "study.yaml",
    "topP: 0.5",
    "prompt: { file: question.md }",
    /^study\.yaml:22:\d+: data\.treat\.treated: .*memory is given/,
  ],
  ["question.md", "", "Was it\n{{ arn }}?", /^question\.md:2:\d+: ask: "heard": .*no variable "arn"/],
  [
    "question.md",
    "",
    "Was it\n{{ heard.first.said.x }}?",
    /^question\.md:2:\d+: language: question, line 2.*asked "heard"\)$/,
  ],
  // What shows only when the network is there.
  [
    "study.yaml",
    "treated: 2",
    "treated: 60",
    /^study\.yaml:19:\d+: complete: treated must be an integer from 1 to 5, got 60/,
  ],
  [
    "study.yaml",
    "treated: 2",
    "treated: 0.2",
    /^study\.yaml:19:\d+: complete: .*got 0\.2: a share is given as shares: \[0\.8, 0\.2\]/,
  ],
  ["people.csv", "fay,35\n", "", /^edges\.csv:6: .*agent "fay"/],
  [
    "study.yaml",
    "attributes: { file: people.csv }",
    'attributes: [{ agent: "ann", age: 3 }]',
    /^study\.yaml:11:\d+: language: attributes has no row for agent "bob"/,
  ],
  [
    "study.yaml",
    "topP: 0.5",
    "script: { says: 1 }",
    /^study\.yaml:25:\d+: ask: "heard": answers lacks the arm "treated"/,
  ],
  // Tables.
  ["edges.csv", "source,target", "here,there", /^edges\.csv:1: .*must name the columns source and target/],
  ["edges.csv", "bob,cat", "bob", /^edges\.csv:3: .*wanted 2 fields \(source, target\), got 1/],
  ["edges.csv", "bob,cat", "bob,zoe", /^edges\.csv:3: .*"zoe" of an edge is not in the list/],
  ["people.csv", "bob,31", "ann,31", /^people\.csv:3: agents: agent "ann" is listed twice/],
  ["people.csv", "agent,age", "name,age", /^people\.csv:1: agents: the first line must name a column agent/],
  ["people.csv", "bob,31", 'bob,"a"b"', /^people\.csv:3: agents: a quote stands/],
  // Settings.
  ["study.yaml", "temperature: 0.7", "temperature: warm", /^study\.yaml:14:\d+: .*got "warm"/],
  ["study.yaml", "temperature: 0.7", "temperature: -1", /^study\.yaml:14:\d+: .*at least 0, got -1/],
  [
    "study.yaml",
    "temperature: 0.7",
    "max_tokens: 7",
    /^study\.yaml:14:\d+: .*no setting "max_tokens" \(did you mean "maxTokens"/,
  ],
  ["study.yaml", "memory: { last: 2 }", "memory: 2", /^study\.yaml:15:\d+: .*memory must be none, all or/],
  [
    "study.yaml",
    '{ url: "http://localhost:1/v1", model: m }',
    "qwen3-8b",
    /^study\.yaml:5:\d+: .*got "qwen3-8b": an endpoint is a mapping, \{ url, model \}/,
  ],
  ["study.yaml", "http://localhost", "localhost", /^study\.yaml:6:\d+: .*begins with http/],
  ["study.yaml", "model: m }", "model: m, api_key: x }", /^study\.yaml:6:\d+: .*no setting "api_key"/],
  ["study.yaml", '"yes": 1', '"Yes": 1', /^study\.yaml:5:\d+: .*no option "Yes" \(did you mean "yes"/],
  ["study.yaml", 'options: ["yes", "no"]', "options: [one]", /^study\.yaml:12:\d+: .*at least 2/],
  ["study.yaml", "[direct, none]", "[spill, none]", /^study\.yaml:17:\d+: .*got "spill"/],
  ["study.yaml", "[hajek]", "[hajeck]", /^study\.yaml:26:\d+: .*did you mean "hajek"/],
  ["study.yaml", "rounds: 2", "rounds: three", /^study\.yaml:23:\d+: .*got "three"/],
  ["study.yaml", "  rounds: 2", "\trounds: 2", /^study\.yaml:23:1: .*tabs/],
  ["study.yaml", "seed: 1\n", "", /^study\.yaml:1:1: .*seed is missing/],
  ["study.yaml", "  expose: any-treated\n", "", /^study\.yaml:19:3: .*data\.expose is missing/],
  ["study.yaml", "treated: { topP", "trated: { topP", /^study\.yaml:22:\d+: .*did you mean "treated"/],
  [
    "study.yaml",
    "answer: [hajek]",
    `answer: [${"[".repeat(3000)}]`,
    /^study\.yaml:26:\d+: study: it is nested too deeply/,
  ],
  [
    "study.yaml",
    "kind: language",
    `kind: ${"x".repeat(5000)}`,
    /^study\.yaml:5:\d+: .*there is no population of agents "x{50,60}…/,
  ],
  [
    "study.yaml",
    "temperature: 0.7",
    `${"y".repeat(900)}: 1`,
    /^study\.yaml:14:\d+: .*there is no setting "y{20,60}…/,
  ],
  [
    "edges.csv",
    "source,target",
    Array.from({ length: 3000 }, (_, k) => `column${k}`).join(),
    /^edges\.csv:2: .*column11 and 2,988 more\), got 2$/,
  ],
];

describe("a study with one thing wrong", () => {
  test.each(STUDIES)("%s: %j → %.60j", async (file, from, to, message) => {
    const { error } = await said(file, from, to);
    const words = (error?.message ?? "nothing").replaceAll(`${cwd}/`, "");
    expect(words).toMatch(message);
    expect(words.length).toBeLessThanOrEqual(2000);
    expect(words).not.toMatch(/Error:|node_modules|src\/|call stack/);
  });

  test.each([
    ["prompt.md", '"treated"', '"treatment"', 'language: prompt, line 2: arm is compared with "treatment"'],
    ["prompt.md", "Hello.", "You heard {heard}.", "language: prompt, line 1: {heard} is not a placeholder"],
    ["study.yaml", "temperature: 0.7", "temperature: 7", "language: temperature is 7: endpoints take 0 to 2"],
    ["study.yaml", "/v1", "/api", 'language: model.url has no /v1 in its path ("/api")'],
    ["study.yaml", "topP: 0.5", "temperature: 9", "language: treat.treated: temperature is 9"],
    ["study.yaml", "temperature: 0.7", "maxTokens: 2", "language: maxTokens is 2"],
    [
      "study.yaml",
      "temperature: 0.7",
      "price: { input: 0.00000015, output: 0 }",
      "language: price.input is 1.5e-7",
    ],
  ] as const)(
    "that is possible but hardly meant is warned of: %s: %j → %j",
    async (file, from, to, warning) => {
      const { warnings } = await said(file, from, to);
      expect(warnings.filter((one) => one.startsWith(warning))).toHaveLength(1);
    },
  );

  test("is right as it stands", async () => {
    const { error, warnings } = await said("study.yaml", "", STUDY);
    expect(error).toBeUndefined();
    expect(
      warnings.filter(
        (one) => one.startsWith("language") || one.startsWith("arms") || one.startsWith("no agent"),
      ),
    ).toEqual([]);
  });
});
