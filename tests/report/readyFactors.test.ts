import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { Json } from "../../src/core/canonicalJson.ts";
import { readyFactors } from "../../src/report/readyFactors.ts";
import { program } from "../cli/program.ts";
import { ask } from "../support/commands/ask.ts";
import { commandServer } from "../support/commands/commandServer.ts";
import type { Answer } from "../support/commands/Request.ts";
import { type FaultServer, faultServer } from "../support/faultServer.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-ready-"));
let server: FaultServer;
const sent: { prompt: string; temperature: unknown; model: unknown; options: unknown }[] = [];
beforeAll(async () => {
  server = await faultServer({
    answer: ({ body }) => {
      const prompt = body.messages!.at(-1)!.content;
      const schema = body.response_format as { json_schema?: { schema?: { properties?: Json } } } | undefined;
      sent.push({
        ...{ prompt, temperature: body.temperature ?? null, model: body.model },
        options: schema?.json_schema?.schema?.properties ?? null,
      });
      // Another wording brings one more yes among all agents whose number is even, and nothing else does.
      const agent = Number(/agent (\d+)/.exec(prompt)![1]);
      return JSON.stringify({ answer: prompt.startsWith("Please") && agent % 2 === 0 ? "yes" : "no" });
    },
  });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const text = (more = ""): string => `
seed: 1
model:
  network: { kind: ring-lattice, n: 8, k: 2 }
  agents:
    kind: language
    model: { url: "${server?.url ?? "http://localhost/v1"}", model: m }
    prompt: "You are agent {{ agent }}."
    answer: { kind: choice, options: ["yes", "no", "perhaps"] }
    outcome: { points: { "yes": 1, "no": 0, perhaps: 0 } }
    price: { input: 1, output: 1 }
    maxTokens: 20
${more}inquiry: { own: [treated, control] }
data: { assign: { kind: complete, treated: 4 }, expose: own-arm, rounds: 1 }
answer: [hajek]
`;
const data = (more = ""): Json => parse(text(more)) as Json;
/** The program, while the server of this process answers it. */
const started = (args: readonly string[]): Promise<Answer> =>
  ask(commandServer(), { file: program, args, cwd: folder, env: { ...process.env, NO_COLOR: "1" } });
const levelsOf = (found: ReturnType<typeof readyFactors>): unknown => found.grid;

describe("factors of a robustness battery, by name", () => {
  it("have the study as it is as their first level, and change what they say", () => {
    const { grid, changesOf, left } = readyFactors(data(), [{ name: "robustness" }]);
    expect(grid).toEqual({
      paraphrase: ["as it is", "framed"],
      "option-order": ["shuffled", "given", "reversed"],
      temperature: ["the model's own", "0", "1"],
    });
    expect(left).toEqual([expect.stringMatching(/^robustness leaves out model: model needs other models/)]);
    const first = Object.entries(grid).map(([name, levels]) => [name, levels[0]!] as const);
    expect(changesOf(first)).toEqual([]);
    expect(changesOf([["option-order", "reversed"]])).toEqual([
      ["model.agents.answer", { kind: "choice", options: ["perhaps", "no", "yes"], shuffle: false }],
    ]);
    expect(
      changesOf([
        ["temperature", "1"],
        ["data.rounds", 3],
      ]),
    ).toEqual([
      ["model.agents.temperature", 1],
      ["data.rounds", 3],
    ]);
  });

  it.each([
    [{ name: "temperature", values: [0.5] }, ["0.2", "0.5"], "    temperature: 0.2\n"],
    [{ name: "temperature" }, ["0", "1"], "    temperature: 0\n"],
    [{ name: "model", values: ["n"] }, ["m", "n"], ""],
    [{ name: "model", values: [{ url: "http://localhost/v1", model: "o" }] }, ["m", "o"], ""],
    [{ name: "paraphrase", values: ["b.txt", "Say {{ agent }}."] }, ["as it is", "b.txt", "wording 3"], ""],
    [{ name: "option-order", values: ["reversed"] }, ["shuffled", "reversed"], ""],
  ] as const)("%j has the levels %j", (named, levels, more) => {
    expect(levelsOf(readyFactors(data(more), [named]))).toEqual({ [named.name]: levels });
  });

  it("reverse the options of fields and of questions, too", () => {
    const fields = parse(`
model: { agents: { kind: language, model: a/b, prompt: x, answer: { kind: object, fields: [{ name: v, kind: choice, options: [a1, b1] }, { name: n, kind: number, from: 0, to: 1 }] } } }
data: { ask: [{ name: q, answer: { kind: choice, options: [c1, d1], shuffle: false } }, { name: w, purpose: delivered }] }
`) as Json;
    const { changesOf, grid } = readyFactors(fields, [{ name: "option-order" }]);
    expect(grid).toEqual({ "option-order": ["as it is", "given", "reversed", "shuffled"] });
    expect(changesOf([["option-order", "reversed"]])).toEqual([
      [
        "model.agents.answer",
        {
          kind: "object",
          fields: [
            { name: "v", kind: "choice", options: ["b1", "a1"], shuffle: false },
            { name: "n", kind: "number", from: 0, to: 1 },
          ],
        },
      ],
      ["data.ask.0.answer", { kind: "choice", options: ["d1", "c1"], shuffle: false }],
    ]);
    expect(changesOf([["option-order", "given"]]).map(([path]) => path)).toEqual(["model.agents.answer"]);
  });

  it.each([
    [[{ name: "model" }], "", "model needs other models"],
    [[{ name: "temperature", values: [-1] }], "", "numbers from 0, got -1"],
    [[{ name: "temperature", values: ["hot"] }], "", 'numbers from 0, got "hot"'],
    [[{ name: "temperature", values: [0, 0] }], "", 'the level "0" twice'],
    [
      [{ name: "temperature", values: [0.2] }],
      "    temperature: 0.2\n",
      "no other level than the study as it is",
    ],
    [[{ name: "model", values: ["m"] }], "", 'the level "m" twice'],
    [[{ name: "model", values: [3] }], "", "names of models, or mappings with url and model, got 3"],
    [[{ name: "paraphrase", values: [3] }], "", "texts, or names of files, got 3"],
    [[{ name: "option-order", values: ["random"] }], "", 'given, reversed or shuffled, got "random"'],
    [[{ name: "temperature" }, { name: "temperature" }], "", "named twice"],
    [[{ name: "robustness", values: [1] }], "", "robustness takes no levels"],
  ] as const)("refuse %j in a study with %j", (named, more, words) => {
    expect(() => readyFactors(data(more), named)).toThrow(words);
  });

  it("refuse agents without words, answers without options, and settings that an arm has of its own", () => {
    const other = { model: { agents: { kind: "voter" } } };
    expect(() => readyFactors(other, [{ name: "robustness" }])).toThrow(
      /^vary: robustness is for agents of kind language, got "voter": [^;]*$/,
    );
    const arm = data() as { data: Record<string, Json> };
    arm.data.treat = { treated: { prompt: "x", temperature: 1 } };
    expect(() => readyFactors(arm as Json, [{ name: "paraphrase" }])).toThrow(
      /the arm "treated" a setting prompt/,
    );
    const { left, grid } = readyFactors(arm as Json, [{ name: "robustness" }]);
    expect(Object.keys(grid)).toEqual(["option-order"]);
    expect(left.map((one) => one.split(":")[0])).toEqual(
      ["paraphrase", "temperature", "model"].map((name) => `robustness leaves out ${name}`),
    );
    const number = data() as { model: { agents: Record<string, Json> } };
    number.model.agents.answer = { kind: "number", from: 0, to: 1 };
    expect(() => readyFactors(number as Json, [{ name: "option-order" }])).toThrow(/the study asks for none/);
    number.model.agents.prompt = { file: "p.txt" };
    expect(() => readyFactors(number as Json, [{ name: "paraphrase" }])).toThrow(/which is in a file/);
  });

  it("are run from the command line, announced with their cost, with effects and intervals in the joint report", async () => {
    mkdirSync(join(folder, "study"));
    writeFileSync(join(folder, "study", "study.yaml"), text());
    const args = ["run", "study/study.yaml", "--out", "runs", "--vary", "paraphrase", "--vary", "model=n"];
    const done = await started(args);
    expect([done.code, done.err]).toEqual([
      0,
      expect.stringMatching(/4 runs with 32 calls together,\s+which\s+cost\s+at\s+most\s+about/),
    ]);
    expect(done.out).toContain("paraphrase: framed − as it is: own");
    const [head = "", ...rows] = readFileSync(join(folder, "runs", "effects.csv"), "utf8")
      .trim()
      .split("\n");
    expect(rows.map((row) => row.split(",")[0])).toEqual([
      "paraphrase: framed − as it is: own",
      "model: n − m: own",
    ]);
    const cells = rows.map((row) =>
      Object.fromEntries(row.split(",").map((cell, k) => [head.split(",")[k], cell])),
    );
    // The other model answers alike: exactly nothing changes.
    expect(Number(cells[1]!.estimate)).toBe(0);
    expect(Object.keys(cells[0]!)).toEqual(expect.arrayContaining(["ci_low", "ci_high", "p"]));
    expect(readFileSync(join(folder, "runs", "estimates.csv"), "utf8")).toMatch(/^run,paraphrase,model,/);
    expect(readFileSync(join(folder, "runs", "factors.html"), "utf8")).toContain("framed − as it is");
    expect(new Set(sent.map(({ model }) => model))).toEqual(new Set(["m", "n"]));
    expect(sent.filter(({ prompt }) => prompt.startsWith("Please read"))).toHaveLength(16);
    const wrong = await started([...args.slice(0, 4), "--vary", "robustnes"]);
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining("robustness")]);
  });
});
