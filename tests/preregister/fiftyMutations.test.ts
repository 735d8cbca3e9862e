import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import type { Json } from "../../src/core/canonicalJson.ts";
import { deviationsOf } from "../../src/preregister/deviationsOf.ts";
import { type SealedStudy, sealedStudy } from "../../src/preregister/sealedStudy.ts";
import { planStudy } from "../../src/study/planStudy.ts";
import { prepareStudy } from "../../src/study/prepareStudy.ts";
import { readStudy } from "../../src/study-file/readStudy.ts";
import { FILES, folderOf, STUDIES } from "./sealedStudies.ts";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
function folder(changed: Readonly<Record<string, string>> = {}): string {
  const made = folderOf(changed);
  folders.push(made);
  return made;
}
const home = folder();

async function sealedAt(text: string, file: string): Promise<SealedStudy> {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  const study = await readStudy(file);
  const prepared = prepareStudy(study);
  return sealedStudy(prepared, planStudy(study, prepared));
}

const bases = new Map<string, Promise<SealedStudy>>();
const base = (name: string): Promise<SealedStudy> => {
  const known = bases.get(name) ?? sealedAt(STUDIES[name]!, join(home, `${name}.yaml`));
  bases.set(name, known);
  return known;
};

/** The study with one text in the place of another, which must be there. */
function put(name: string, from: string, to: string): string {
  const text = STUDIES[name]!;
  if (!text.includes(from)) throw new Error(`${name} has no ${from}`);
  return text.replace(from, to);
}

/** By the place that must be named: a study, and what of it is changed; or the file that is, and how. */
const MUTATIONS: readonly (readonly [path: string, study: string, from: string, to: string])[] = [
  // The plan.
  ["seed", "synthetic", "seed: 2026", "seed: 2027"],
  ["plan.assignment", "synthetic", "seed: 2026", "seed: other"],
  ["data.assign.probability", "synthetic", "probability: 0.5", "probability: 0.4"],
  ["data.assign", "synthetic", "kind: bernoulli, probability: 0.5", "kind: complete, treated: 6"],
  ["data.assign.treated", "command", "treated: 4", "treated: 5"],
  [
    "data.assign.arms.1",
    "command",
    "treated: 4 }, expose: own-arm",
    "treated: 4, arms: [control, told] }, expose: { kind: own-arm, arms: [control, treated] }",
  ],
  ["model.network.k", "command", "k: 2", "k: 4"],
  [
    "model.network",
    "command",
    "kind: ring-lattice, n: 12, k: 2",
    "kind: small-world, n: 12, k: 2, rewire: 0.5",
  ],
  ["model.network", "language", "edges.csv }", "edges.csv, directed: true }"],
  ["data.worlds", "synthetic", "worlds: 3", "worlds: 4"],
  ["looks.at.0", "looks", "at: [1, 3]", "at: [2, 3]"],
  ["looks.spending", "looks", "spending: pocock", "spending: obrien-fleming"],
  ["looks", "looks", "looks: { at: [1, 3], spending: pocock }\n", ""],
  ["data.rounds", "synthetic", "rounds: 2", "rounds: 3"],
  ["data.aa", "questions", ", aa: true", ""],
  ["data.expose", "synthetic", "expose: any-treated", "expose: { kind: any-treated, hops: 2 }"],
  // Prompts and models.
  ["model.agents.model.model", "language", "some-model", "another-model"],
  ["model.agents.model.url", "language", "127.0.0.1:9/v1", "127.0.0.1:9/v2"],
  ["model.agents.model.headers.x-mode", "language", "x-mode: fast", "x-mode: slow"],
  ["model.agents.system", "language", "You take part in a talk.", "You take part in a quarrel."],
  [
    "model.agents.prompt",
    "language",
    "prompt: { file: prompt.txt }",
    'prompt: "What do you say? {{ memory }}"',
  ],
  ["model.agents.temperature", "language", "temperature: 0.3", "temperature: 0.31"],
  ["model.agents.topP", "language", "topP: 0.9", "topP: 0.8"],
  ["model.agents.maxTokens", "language", "maxTokens: 50", "maxTokens: 60"],
  ["model.agents.memory", "language", "memory: { last: 2 }", "memory: all"],
  ["model.agents.answer.to", "language", "from: 0, to: 10", "from: 0, to: 7"],
  ["data.treat.treated.temperature", "language", "temperature: 0.8", "temperature: 0.7"],
  ["data.treat.treated.system", "language", ", system: You are sure.", ""],
  ["data.ask.sure.prompt", "language", "Are you sure?", "Are you certain?"],
  ["data.ask.sure.after", "language", "after: [1, 3]", "after: [1]"],
  [
    "data.ask.why.answer",
    "language",
    "answer: { kind: text } }",
    "answer: { kind: number, from: 0, to: 1 } }",
  ],
  ["data.interact.delivery", "language", "delivery: 0.9", "delivery: 0.8"],
  ["data.interact.history.last", "language", "history: { last: 2 }", "history: { last: 1 }"],
  ["model.agents.command", "command", "--mode, calm", "--mode, loud"],
  ["model.agents.settings.level", "command", "level: 3", "level: 4"],
  ["model.agents.outcomes.both", "synthetic", "both: 16", "both: 15"],
  // Questions.
  ["inquiry.spillover", "synthetic", "spillover: [indirect, none]", "spillover: [none, indirect]"],
  ["inquiry.more", "synthetic", "inquiry: {", "inquiry: { more: [direct, none],"],
  ["inquiry.total", "synthetic", "total: [both, none], ", ""],
  ["inquiry.peers", "synthetic", "spillover:", "peers:"],
  ["inquiry.spill.distance", "questions", "distance: 0", "distance: 1"],
  [
    "inquiry.any",
    "questions",
    "any: { kind: test, hypothesis: no-effect }",
    "some: { kind: test, hypothesis: no-effect }",
  ],
  // Estimators, intervals, tests.
  ["answer.difference-in-means", "synthetic", ", difference-in-means]", "]"],
  [
    "answer.exposure-regression",
    "synthetic",
    ", difference-in-means]",
    ", difference-in-means, exposure-regression]",
  ],
  ["answer", "synthetic", "[hajek, horvitz-thompson,", "[horvitz-thompson, hajek,"],
  ["answer.hajek.interval", "questions", "interval: wald", "interval: redrawn"],
  [
    "answer.randomization-test.draws",
    "questions",
    "kind: randomization-test, draws: 200",
    "kind: randomization-test, draws: 300",
  ],
  ["confidence", "synthetic", "confidence: 0.9", "confidence: 0.95"],
  ["simultaneous", "synthetic", "simultaneous: true", "simultaneous: false"],
  ["adjust", "questions", "adjust: holm", "adjust: bh"],
  ["draws", "synthetic", "draws: 500", "draws: 600"],
  // Exclusions, outcome, stopping.
  ["population.floor", "synthetic", "floor: 0.001", "floor: 0.01"],
  ["population", "synthetic", "population: { floor: 0.001 }", ""],
  ["data.outcome", "synthetic", "outcome: belief", "outcome: action"],
  ["run.budget.calls", "synthetic", "calls: 1000", "calls: 900"],
  ["run.budget.money", "synthetic", ", money: 3", ""],
  ["run.tries", "synthetic", "tries: 3", "tries: 4"],
  ["run.reasks", "synthetic", "reasks: 1", "reasks: 2"],
  ["run.timeout", "synthetic", "timeout: 30", "timeout: 31"],
  ["run.floor", "synthetic", "floor: 0.4", "floor: 0.3"],
  ["run.patience", "synthetic", "patience: 60", "patience: 61"],
];

/** Files whose content is another, and the place that must be named. */
const CONTENTS: readonly (readonly [path: string, study: string, file: string, from: string, to: string])[] =
  [
    ["model.agents.prompt", "language", "prompt.txt", "What do you say?", "What do you think?"],
    ["model.agents.attributes", "language", "attributes.csv", "a3,23", "a3,99"],
    ["model.network", "language", "edges.csv", "a0,a1\n", ""],
    ["data.assign.clusters", "language", "clusters.csv", "a3,c1", "a3,c0"],
    ["model.agents.command.1", "command", "program.py", "print", "print "],
    ["model.agents.command.2", "command", "texts.json", "1", "2"],
  ];

describe("50 mutations of a preregistered study, and none is missed", () => {
  test.each(MUTATIONS)("%s of %s: %s → %s", async (path, name, from, to) => {
    const text = put(name, from, to);
    const found = deviationsOf(await base(name), await sealedAt(text, join(home, "changed.yaml")));
    expect(found.map((one) => one.path)).toEqual(
      expect.arrayContaining([expect.stringMatching(starts(path))]),
    );
    for (const { words } of found) expect(words.length).toBeLessThan(400);
  });

  test.each(CONTENTS)("%s of %s: the content of %s", async (path, name, file, from, to) => {
    const where = folder({ [file]: FILES[file]!.replace(from, to) });
    const found = deviationsOf(await base(name), await sealedAt(STUDIES[name]!, join(where, "study.yaml")));
    expect(found.map((one) => one.path)).toEqual(
      expect.arrayContaining([expect.stringMatching(starts(path))]),
    );
    expect(
      found.every(
        (one) => one.path.startsWith(path.split(".").slice(0, 2).join(".")) || one.path === "plan.assignment",
      ),
    ).toBe(true);
  });

  test("they are 50 and more", () => {
    expect(MUTATIONS.length + CONTENTS.length).toBeGreaterThanOrEqual(60);
  });
});

const starts = (path: string): RegExp => new RegExp(`^${path.replaceAll(".", "\\.")}(\\.|$)`);

/** Keys of every mapping in the opposite order. */
function turned(value: Json): Json {
  if (Array.isArray(value)) return value.map((one: Json) => turned(one));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, one]) => [key, turned(one as Json)]),
  );
}

/** The same study, written otherwise. */
const WAYS: Readonly<Record<string, (text: string) => string>> = {
  "as it is": (text) => text,
  "as JSON": (text) => JSON.stringify(parse(text)),
  "as blocks": (text) => stringify(parse(text)),
  "with keys in another order": (text) => stringify(turned(parse(text) as Json)),
  "with comments and empty lines": (text) => `# Hello\n\n${text.replaceAll("\n", "\n\n")}\n# end\n`,
  "with another name": (text) => `name: Something else\n${text.replace(/^name:.*\n/m, "")}`,
  "with another description": (text) => `description: Why?\n${text.replace(/^description:.*\n/m, "")}`,
  "with notes": (text) => `notes: [seen on Monday]\n${text}`,
  "with the file of its preregistration": (text) => `preregistration: sealed.md\n${text}`,
  "with Windows' ends of lines": (text) => text.replaceAll("\n", "\r\n"),
};

describe("50 harmless changes, and no deviation is invented", () => {
  const cases = Object.keys(STUDIES).flatMap((name) => Object.keys(WAYS).map((way) => [name, way] as const));
  test.each(cases)("%s %s", async (name, way) => {
    const text = WAYS[way]!(STUDIES[name]!);
    expect(deviationsOf(await base(name), await sealedAt(text, join(home, "again.yaml")))).toEqual([]);
  });

  const HARMLESS: readonly (readonly [study: string, from: string, to: string])[] = [
    ["synthetic", "open: 4", "open: 40"],
    ["synthetic", "open: 4, ", ""],
    ["synthetic", "requests: 100", "requests: 10"],
    ["synthetic", "perMinute: { requests: 100, tokens: 10000 }, ", ""],
    ["synthetic", "seed: 2026", 'seed: "2026"'],
    ["synthetic", "expose: any-treated", "expose: { kind: any-treated, hops: 1 }"],
    ["synthetic", "answer: [hajek,", "answer: [{ kind: hajek },"],
    ["synthetic", "probability: 0.5", "probability: 5e-1"],
    [
      "synthetic",
      "total: [both, none], spillover: [indirect, none]",
      "spillover: [indirect, none], total: [both, none]",
    ],
    [
      "synthetic",
      "{ total: [both, none], spillover: [indirect, none] }",
      "[{ name: total, first: both, second: none }, { name: spillover, first: indirect, second: none }]",
    ],
    [
      "synthetic",
      "[hajek, horvitz-thompson, difference-in-means]",
      "[hajek, difference-in-means, horvitz-thompson]",
    ],
    ["language", "keyFrom: SOME_VARIABLE", "keyFrom: MY_KEY"],
    ["language", "keyFrom: SOME_VARIABLE, ", ""],
    ["language", "from: OTHER_VARIABLE", "from: MY_TOKEN"],
    ["language", "price: { input: 1, output: 2 }", "price: { input: 3, output: 4 }"],
    ["language", "rounds: 3\n", "rounds: 3\n  worlds: 1\n"],
    [
      "language",
      "answer: [hajek]",
      "answer: [hajek]\nconfidence: 0.95\ndraws: 10000\nrun: { tries: 6, reasks: 2 }",
    ],
    ["command", "processes: 2", "processes: 5"],
    ["command", "atOnce: 3, ", ""],
  ];
  test.each(HARMLESS)("%s: %s → %s", async (name, from, to) => {
    const found = await sealedAt(put(name, from, to), join(home, "again.yaml"));
    expect(deviationsOf(await base(name), found)).toEqual([]);
  });

  test("another folder, and files that moved with their content", async () => {
    const moved = folder(
      Object.fromEntries(Object.entries(FILES).map(([name, text]) => [`deep/er/${name}`, text])),
    );
    for (const name of Object.keys(STUDIES)) {
      const text = Object.keys(FILES).reduce(
        (now, file) => now.replaceAll(file, `deep/er/${file}`),
        STUDIES[name]!,
      );
      expect(deviationsOf(await base(name), await sealedAt(text, join(moved, "x.yaml")))).toEqual([]);
    }
  });

  test("edges in another order, and texts in the study in the place of a file", async () => {
    const lines = FILES["edges.csv"]!.trim().split("\n");
    const where = folder({ "edges.csv": `${[lines[0], ...lines.slice(1).reverse()].join("\n")}\n` });
    const text = put(
      "language",
      "prompt: { file: prompt.txt }",
      `prompt: ${JSON.stringify(FILES["prompt.txt"])}`,
    );
    expect(deviationsOf(await base("language"), await sealedAt(text, join(where, "x.yaml")))).toEqual([]);
  });
});
