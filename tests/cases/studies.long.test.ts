import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { rng } from "../../src/core/rng.ts";
import { toGraphology } from "../../src/network/files/toGraphology.ts";
import { fromEdges } from "../../src/network/fromEdges.ts";
import { inTurn } from "../support/enumeration/inTurn.ts";
import { faultServer } from "../support/faultServer.ts";
import { data, theCase } from "./theCase.ts";

theCase("experimenter-arm-name-never-matches", async (place) => {
  const words = [
    /prompt(?:\.md)?, line 2: arm is compared with "treatment", which is no arm \(did you mean "treated"\?\)/,
    /arms control and treated are sent the same prompt with the same settings/,
  ];
  const { code, out } = await place.spillway(["check", "study.yaml"]);
  expect(code).toBe(0);
  for (const one of words) expect(out).toMatch(one);
});

theCase("experimenter-prompt-hears-nobody", async ({ spillway }) => {
  for (const [file, ...words] of [
    ["no-heard.yaml", "no agent can influence another"],
    [
      "braces.yaml",
      "no agent can influence another",
      "{heard} is not a placeholder and is sent as text: write {{ heard }}",
    ],
  ] as const) {
    const { code, out } = await spillway(["check", file]);
    expect(code).toBe(0);
    for (const one of words) expect(out, file).toContain(one);
  }
});

theCase("experimenter-memory-history-undefined", async (place) => {
  const server = await faultServer();
  place.edit("conv.yaml", (text) => text.replaceAll(/http:\/\/localhost:8911\/\w+\/v1/g, server.url));
  try {
    for (const args of [
      ["check", "conv.yaml"],
      ["run", "conv.yaml", "--out", "run"],
    ]) {
      const { code, err } = await place.spillway(args);
      expect([args[0], code]).toEqual([args[0], 2]);
      expect(err).toMatch(/spillway: conv\.md:3:65: .*undefined variable: m\.answer\.words .*round 2, agent/);
    }
    expect([server.requests.length, existsSync(place.at("run/journal.jsonl"))]).toEqual([0, false]);
  } finally {
    await server.close();
  }
});

theCase("fuzz-n-1e9", async ({ spillway, put, read }) => {
  const study = read("study.yaml");
  const wanted = /^spillway: (?:study\.yaml:\d+:\d+: )?\S+: .*(?:more than|at most|too many|up to) [^ ]+/;
  const sizes = [
    study,
    study.replace("{ kind: ring-lattice, n: 1000000000, k: 2 }", "{ kind: erdos-renyi, n: 30000, p: 1 }"),
    study.replace("n: 1000000000", "n: 100").replace("any-treated }", "any-treated, worlds: 1000000000 }"),
    study.replace("n: 1000000000", "n: 100").replace("any-treated }", "any-treated, rounds: 1000000000 }"),
  ];
  for (const text of sizes) {
    put("study.yaml", text);
    const started = performance.now();
    const { code, err } = await spillway(["check", "study.yaml"]);
    expect(code, text).toBe(2);
    expect(err).toMatch(wanted);
    expect(performance.now() - started, "milliseconds, on a busy machine").toBeLessThan(5000);
  }
});

theCase("fuzz-template-loop", async ({ spillway }) => {
  const { code, err } = await spillway(["check", "study.yaml"]);
  expect([code, err]).toEqual([
    2,
    expect.stringMatching(
      /^spillway: prompt\.md:1:25: .*the template loops over too much: more than 50000 steps/,
    ),
  ]);
});

theCase("fuzz-stranger-study", async (place) => {
  const env = { AWS_SECRET_ACCESS_KEY: "planted-1", GITHUB_TOKEN: "planted-2" };
  const server = await faultServer();
  mkdirSync(place.at("inside"));
  for (const file of ["reads-files.yaml", "sends-variables.yaml"])
    place.put(`inside/${file}`, place.read(file).replace("http://127.0.0.1:18302/v1", server.url));
  place.put("outside.txt", "what stands outside");
  try {
    for (const command of ["check", "run"]) {
      const files = await place.spillway(
        [command, "inside/reads-files.yaml", ...(command === "run" ? ["--out", "run"] : [])],
        { env },
      );
      expect([files.code, files.err]).toEqual([
        2,
        expect.stringMatching(/reads-files\.yaml:7:21: .*"\/etc\/passwd" is outside the study's folder/),
      ]);
    }
    place.edit("inside/reads-files.yaml", (text) => text.replace(/ *system:.*\n/, ""));
    const other = await place.spillway(["check", "inside/reads-files.yaml"], { env });
    expect([other.code, other.err]).toEqual([2, expect.stringContaining('"../outside.txt" is outside')]);
    const variables = await place.spillway(["check", "inside/sends-variables.yaml"], { env });
    expect(variables.code).toBe(0);
    for (const said of [server.url, ...Object.keys(env), "HOME"]) expect(variables.out).toContain(said);
    const run = await place.spillway(["run", "inside/sends-variables.yaml", "--out", "run"], { env });
    expect([run.code, run.err]).toEqual([2, expect.stringMatching(/GITHUB_TOKEN.*--trust/)]);
    expect([variables.out + run.out + run.err, server.requests.length]).not.toContain("planted");
    expect(server.requests).toHaveLength(0);
  } finally {
    await server.close();
  }
});

theCase("experimenter-bad-input", async (place) => {
  const folder = join(data, "experimenter-hub-predicted-se");
  for (const file of readdirSync(folder)) place.put(file, readFileSync(join(folder, file)));
  const base = place.read("study.yaml");
  const edges = place.read("edges.csv");
  const people = place.read("people.csv");
  const prompt = place.read("prompt.md");
  const swap =
    (from: string, to: string) =>
    (text: string): string => {
      if (!text.includes(from)) throw new Error(`no ${from}`);
      return text.replace(from, to);
    };
  const files: Readonly<Record<string, string | Uint8Array>> = {
    "e_latin1.csv": Buffer.from(edges.replaceAll(/[^ -ÿ\n]/g, "?"), "latin1"),
    "e_utf16.csv": Buffer.from(`\ufeff${edges}`, "utf16le"),
    "e_missing.csv": `${edges}ann\n`,
    "e_unknown.csv": `${edges}ann,Juergen\n`,
    "p_dup.csv": `${people}ann,33,nurse,x\n`,
    "p_missing.csv": people.split("\n").slice(0, -5).join("\n"),
    "p_id.csv": people.replace("agent,age", "name,age"),
    "p_quote.csv": people.replace('"Says ""hi""', '"Says "hi"'),
    "pr_unk.md": "Hello {{ attributes.salary }}\n{{ heard }}{{ memory }}",
    "pr_unclosed.md": "a\n{% if arm == 'treated' %}x\n{{ memory }}",
    "pr_typo.md": "a\n{{ agnet }}{{ memory }}",
    "pr_empty.md": "",
    "pr_jinja.md": "a {% for o in heard %}{{ o['said'] }}{% endfor %}{{ memory | length }}",
    "pr_pct.md": "a {% for m in memory %}{{ loop.index }}{% endfor %}",
    "e_semicolon.csv": edges.replaceAll(",", ";"),
    "e_fromto.csv": edges.replace("source,target", "from,to"),
    "e_space.csv": edges.replace("source,target", "source, target").replaceAll("\nann,", "\nann ,"),
    "pr_arm.md": prompt.replace('"treated"', '"treatment"'),
    "pr_fstr.md": "You heard {heard}. {{memory}}",
  };
  for (const [file, text] of Object.entries(files)) place.put(file, text);
  const of =
    (setting: string, file: string) =>
    (text: string): string =>
      swap(
        `${setting} ${setting === "file:" ? "prompt.md" : setting === "agents:" ? "people.csv" : "edges.csv"}`,
        `${setting} ${file}`,
      )(text);
  // Each with the file at which it must be refused, and what must be said.
  const refused: readonly (readonly [(text: string) => string, RegExp])[] = [
    [of("file: ".trim(), "pr_unk.md"), /^pr_unk\.md:1:10: .*"salary"/],
    [of("file:", "pr_unclosed.md"), /^pr_unclosed\.md:2:1: .*not closed/],
    [of("file:", "pr_typo.md"), /^pr_typo\.md:2:4: .*did you mean "agent"/],
    [of("file:", "pr_empty.md"), /^(?:pr_empty\.md|study\.yaml:10:\d+): .*prompt must not be empty/],
    [of("file:", "pr_jinja.md"), /^pr_jinja\.md:1:\d+: .*length/],
    [of("file:", "pr_pct.md"), /^pr_pct\.md:1:\d+: .*"loop"/],
    [swap("file: edges.csv", "file: e_latin1.csv"), /^e_latin1\.csv:\d+: .*Latin-1.*iconv/],
    [swap("file: edges.csv", "file: e_utf16.csv"), /^e_utf16\.csv: .*UTF-16.*iconv/],
    [swap("file: edges.csv", "file: e_missing.csv"), /^e_missing\.csv:675: .*wanted 2 fields/],
    [swap("file: edges.csv", "file: e_unknown.csv"), /^e_unknown\.csv:675: .*"Juergen"/],
    [of("agents:", "p_dup.csv"), /^p_dup\.csv:202: .*twice, first in line 2/],
    [of("agents:", "p_id.csv"), /^p_id\.csv:1: .*column agent/],
    [of("agents:", "p_quote.csv"), /^p_quote\.csv:\d+: .*quote/],
    [
      swap("attributes: { file: people.csv", "attributes: { file: p_missing.csv"),
      /^p_missing\.csv: .*no row for agent/,
    ],
    [swap("attributes: { file: people.csv", "attributes: { file: p_dup.csv"), /^p_dup\.csv:202: .*twice/],
    [swap("points: { yes: 1", "points: { Yes: 1"), /^study\.yaml:6:\d+: .*"Yes" \(did you mean "yes"/],
    [swap("yes: 1, no: 0", "yes: 1"), /^study\.yaml:6:\d+: .*lacks the option "no"/],
    [swap("temperature: 0.7", "temperature: warm"), /^study\.yaml:13:\d+: .*"warm"/],
    [swap("temperature: 0.7", "temperature: -1"), /^study\.yaml:13:\d+: .*-1/],
    [swap("maxTokens: 50", "max_tokens: 50"), /^study\.yaml:16:\d+: .*did you mean "maxTokens"/],
    [
      swap('{ url: "http://localhost:8911/ok/v1", model: qwen3-8b }', "qwen3-8b"),
      /^study\.yaml:6:\d+: .*\{ url, model \}/,
    ],
    [swap("http://localhost", "localhost"), /^study\.yaml:7:\d+: .*http:\/\//],
    [swap("model: qwen3-8b }", "model: qwen3-8b, api_key: sk-abc }"), /^study\.yaml:7:\d+: .*api_key/],
    [swap("treated: 40", "treated: 400"), /^study\.yaml:21:\d+: .*1 to 199, got 400/],
    [swap("treated: 40", "treated: 0.2"), /^study\.yaml:21:\d+: .*shares: \[0\.8, 0\.2\]/],
    [swap("treated: 40", "treated: 20%"), /^study\.yaml:21:\d+: .*"20%"/],
    [swap("[indirect, none]", "[spill, none]"), /^study\.yaml:19:\d+: .*"spill"/],
    [swap("[indirect, none]", "[none, none]"), /^study\.yaml:19:\d+: .*twice/],
    [swap("[hajek,", "[hajeck,"), /^study\.yaml:24:\d+: .*did you mean "hajek"/],
    [swap("rounds: 3", "rounds: 0"), /^study\.yaml:23:\d+: .*at least 1, got 0/],
    [swap("rounds: 3", "rounds: three"), /^study\.yaml:23:\d+: .*"three"/],
    [swap("  rounds: 3", "\trounds: 3"), /^study\.yaml:23:1: .*tabs/],
    [swap("treated: 40 }", "treated: 40"), /^study\.yaml:2\d:\d+: /],
    [swap('seed: "2026"\n', ""), /^study\.yaml:1:1: .*seed is missing/],
    [swap("  expose: any-treated\n", ""), /^study\.yaml:21:\d+: .*data\.expose is missing/],
    [swap("memory: { last: 2 }", "memory: 2"), /^study\.yaml:14:\d+: .*memory must be/],
    [swap("[yes, no]", "[yes]"), /^study\.yaml:11:\d+: .*at least 2/],
    [swap("[yes, no]", "[yes, Yes]"), /^study\.yaml:11:\d+: .*different/],
    [swap("input: 0.15", "input: -1"), /^study\.yaml:15:\d+: .*-1/],
  ];
  for (const [wrong, words] of inTurn(refused, 1)) {
    place.put("study.yaml", wrong(base));
    const { code, err } = await place.spillway(["check", "study.yaml"]);
    expect([code, err.replace(/^spillway: /, "")]).toEqual([2, expect.stringMatching(words)]);
    expect(err.length).toBeLessThan(2000);
  }
  const warned: readonly (readonly [(text: string) => string, RegExp])[] = [
    [swap("file: edges.csv", "file: e_semicolon.csv"), /separated by semicolons/],
    [swap("file: edges.csv", "file: e_fromto.csv"), /"from" and "to" were read as source and target/],
    [of("file:", "pr_arm.md"), /"treatment", which is no arm/],
    [of("file:", "pr_fstr.md"), /\{heard\} is not a placeholder/],
    [swap("temperature: 0.7", "temperature: 7"), /temperature is 7: endpoints take 0 to 2/],
    [swap("/ok/v1", "/ok"), /has no \/v1 in its path/],
    [swap("file: edges.csv", "file: e_space.csv"), /648 edges/],
  ];
  for (const [odd, words] of warned) {
    place.put("study.yaml", odd(base));
    const { code, out } = await place.spillway(["check", "study.yaml"]);
    expect([code, out]).toEqual([0, expect.stringMatching(words)]);
  }
  place.put("study.yaml", base);
  const options: readonly (readonly [string[], RegExp])[] = [
    [["check", "study.yaml", "--promt", "ann"], /unknown option '--promt' \(Did you mean --prompt\?\)/],
    [["check", "study.yaml", "--budget-calls", "3"], /unknown option '--budget-calls'/],
    [["run", "study.yaml", "--vary", "model.agents.temprature=0,1"], /did you mean "temperature"/],
    [["run", "study.yaml", "--vary", "temperature"], /--vary/],
    [["run", "study.yaml", "--open", "0"], /--open/],
    [["run", "study.yaml", "--budget-money", "5$"], /--budget-money/],
  ];
  for (const [args, words] of options) {
    const { code, err } = await place.spillway(
      [...args, "--out", "r"].slice(0, args[0] === "run" ? undefined : -2),
    );
    expect([code, err]).toEqual([2, expect.stringMatching(words)]);
  }
});

theCase("bug-31-rng-odd-seeds", async () => {
  for (const seed of [
    undefined,
    null,
    {},
    [],
    true,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    2 ** 53,
    -(2 ** 53),
  ])
    expect(() => rng(seed as number), String(seed)).toThrow(/^rng: seed must be a text or a /);
  for (const seed of ["9007199254740993", 2 ** 53 - 1, 0.5, -1]) expect(rng(seed).uniform()).toBeLessThan(1);
});

theCase("experimenter-tsc-graphology", async () => {
  const graph = toGraphology(fromEdges([["a", "b"]]));
  const order: number = graph.order;
  expect(order).toBe(2);
  // @ts-expect-error: the declarations say that there is no such thing, so the type checker refuses it.
  expect(graph.nonsense).toBeUndefined();
});
