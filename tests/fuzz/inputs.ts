import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseDocument, stringify } from "yaml";
import { planHash } from "../../designs/draw.ts";
import type { TreatmentPlan } from "../../designs/plan.ts";
import { AgentFault } from "../../src/agents/AgentFault.ts";
import { answerOf } from "../../src/agents/language/answerOf.ts";
import { promptTemplate } from "../../src/agents/language/promptTemplate.ts";
import type { Json } from "../../src/core/canonicalJson.ts";
import { compileFormula } from "../../src/core/formula/compileFormula.ts";
import { type Rng, rng } from "../../src/core/rng.ts";
import { check } from "../../src/experiment/check.ts";
import { estimateFiles } from "../../src/experiment/estimates/estimateFiles.ts";
import { planOf } from "../../src/experiment/keepPlan.ts";
import { loadRun } from "../../src/experiment/loadRun.ts";
import { runStudy } from "../../src/experiment/runStudy.ts";
import { parseAgents } from "../../src/network/files/parseAgents.ts";
import { parseNetwork } from "../../src/network/files/parseNetwork.ts";
import { parseStudy } from "../../src/study-file/parseStudy.ts";
import type { AnswerSettings } from "../../src/survey/answerSettings.ts";
import { shownAnswer } from "../../src/survey/shownAnswer.ts";
import { mutatedText, mutatedValue } from "./mutated.ts";

/** A sort of input: how one is made, and what reads it. */
export interface InputKind {
  /** Its share of all inputs, relative to the others: what is dear is rarer. */
  readonly share: number;
  make(random: Rng): string;
  read(input: string, random: Rng): unknown;
  /** Errors that are answers here, beside SpillwayError. */
  readonly refusal?: (cause: unknown) => boolean;
}

const STUDIES: readonly string[] = [
  `seed: 5
model: { network: { kind: small-world, n: 12, k: 4, rewire: 0.1 }, agents: { kind: exposure-response, outcomes: { none: 2, indirect: 2.8, direct: 3, both: 3.8 }, spread: 1 } }
inquiry: { total: [both, none], spillover: [indirect, none] }
data: { assign: { kind: bernoulli, probability: 0.5 }, expose: any-treated, rounds: 2, worlds: 2 }
answer: [hajek, horvitz-thompson]
population: { floor: 0.01 }
`,
  `name: words
description: a study
seed: "s"
model:
  network: { kind: ring-lattice, n: 10, k: 2 }
  agents: { kind: linear-in-means, spread: 1, direct: 1 }
inquiry: { own: [treated, control] }
data: { assign: { kind: complete, treated: 4, arms: [control, treated] }, expose: own-arm, rounds: 3 }
answer: [hajek, { kind: difference-in-means }]
run: { open: 4, tries: 2, budget: { calls: 100 }, floor: 0.5 }
`,
  `seed: 1
model:
  network: { kind: erdos-renyi, n: 15, p: 0.3 }
  agents: { kind: threshold }
inquiry: { e: [treated, control] }
data: { assign: { kind: graph-cluster, method: louvain, probability: 0.5 }, expose: { kind: share-treated } }
answer: [hajek]
`,
  `seed: 1
model:
  network: { kind: ring-lattice, n: 8, k: 2 }
  agents:
    kind: language
    model: { url: "http://127.0.0.1:9/v1", model: m }
    system: "You are {{ agent }}."
    prompt: "{% if arm == 'treated' %}Experts agree.{% endif %}{% for one in heard %}{{ one.from }}: {{ one.said }} {% endfor %}{{ memory.size }}"
    answer: { kind: object, fields: [ { name: support, kind: number, from: 0, to: 10 }, { name: words, kind: text, most: 20 } ] }
    says: words
    outcome: { field: support }
    temperature: 0.7
    maxTokens: 50
    memory: { last: 2 }
    price: { input: 1, output: 4 }
inquiry: { own: [direct, none] }
data: { assign: { kind: two-stage, groups: { 0: a, 1: a, 2: a, 3: a, 4: b, 5: b, 6: b, 7: b }, saturations: [{ treated: 1, groups: 1 }, { treated: 2, groups: 1 }] }, expose: any-treated, rounds: 2, treat: { treated: { topP: 0.5 } } }
answer: [hajek]
`,
  `seed: 3
model: { network: { kind: small-world, n: 12, k: 4, rewire: 0.1 }, agents: { kind: naming-game, words: [Q, M], memory: 5, start: Q, committed: M } }
inquiry: { x: [two, rest] }
data:
  assign: { kind: complete, counts: [8, 4], arms: [control, committed] }
  expose: { kind: formula, conditions: { two: "own == 1 and share >= 0.1", one: "treated == 1 or degree > 20" }, otherwise: rest }
  rounds: 20
  outcome: says M
  interact: { schedule: one-pair }
  treat: { committed: { script: { says: M, outcome: 1 } } }
answer: [hajek]
`,
  `seed: 3
model:
  network: { kind: ring-lattice, n: 8, k: 2 }
  agents: { kind: linear-in-means }
inquiry: { s: [indirect, none] }
data: { assign: { kind: rollout, shares: [0.25, 0.5, 1] }, expose: { kind: any-treated, focal: stage-1 }, rounds: 2 }
answer: [hajek]
`,
];

const EDGES = [
  ["ann", "bob", 1.5],
  ["bob", "cid", 2],
  ["cid", "dee", 0.5],
  ["dee", "ann", 1],
  ["eve", "ann", 3],
] as const;
const IDS = ["ann", "bob", "cid", "dee", "eve"];

/** The same five agents in every format of networks. */
const NETWORKS: Readonly<Record<string, string>> = {
  "n.csv": `source,target,weight\n${EDGES.map((edge) => edge.join(",")).join("\n")}\n`,
  "n.tsv": `source\ttarget\tweight\n${EDGES.map((edge) => edge.join("\t")).join("\n")}\n`,
  "n.json": JSON.stringify({
    nodes: IDS.map((id) => ({ id })),
    edges: EDGES.map(([source, target, weight]) => ({ source, target, weight })),
    directed: true,
  }),
  "n.graphml": `<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><key id="w" for="edge" attr.name="weight" attr.type="double"/>
<graph edgedefault="directed">${IDS.map((id) => `<node id="${id}"/>`).join("")}
${EDGES.map(([a, b, w]) => `<edge source="${a}" target="${b}"><data key="w">${w}</data></edge>`).join("\n")}
</graph></graphml>`,
  "n.gexf": `<?xml version="1.0"?><gexf xmlns="http://gexf.net/1.3" version="1.3"><graph defaultedgetype="directed">
<nodes>${IDS.map((id) => `<node id="${id}"/>`).join("")}</nodes>
<edges>${EDGES.map(([a, b, w], k) => `<edge id="${k}" source="${a}" target="${b}" weight="${w}"/>`).join("\n")}</edges></graph></gexf>`,
  "n.net": `*Vertices 5\n${IDS.map((id, k) => `${k + 1} "${id}"`).join("\n")}\n*Arcs\n${EDGES.map(([a, b, w]) => `${IDS.indexOf(a) + 1} ${IDS.indexOf(b) + 1} ${w}`).join("\n")}\n`,
  "n.gml": `graph [\n directed 1\n${IDS.map((id, k) => ` node [ id ${k} label "${id}" ]`).join("\n")}\n${EDGES.map(([a, b, w]) => ` edge [ source ${IDS.indexOf(a)} target ${IDS.indexOf(b)} weight ${w} ]`).join("\n")}\n]\n`,
  "n.mtx": `%%MatrixMarket matrix coordinate real general\n5 5 5\n${EDGES.map(([a, b, w]) => `${IDS.indexOf(a) + 1} ${IDS.indexOf(b) + 1} ${w}`).join("\n")}\n`,
};

const UNITS: Readonly<Record<string, string>> = {
  "u.csv": `world,round,agent,arm,outcome,status,age\n${IDS.map((id, k) => `0,1,${id},${k % 2},${k === 4 ? "" : k * 1.5},${k === 4 ? "failed" : "ok"},${30 + k}`).join("\n")}\n`,
  "u.tsv": `agent\tarm\toutcome\n${IDS.map((id, k) => `${id}\t${k % 2 ? "treated" : "control"}\t${k * 1.5}`).join("\n")}\n`,
  "u.jsonl": `${IDS.map((agent, k) => JSON.stringify({ agent, arm: k % 2 ? "treated" : "control", outcome: k * 1.5, run: k % 3 })).join("\n")}\n`,
};

const FORMULAS = [
  "own == 0 and share > 0.5",
  "0 < share < 1 ? treated / degree : (own ? 1 : 2)",
  "max(own, treated - 1, sqrt(abs(share))) ^ 2 mod 3 >= floor(degree * 0.3)",
  "not (own xor treated >= 2) or -degree % 3 == 1",
];
const TEMPLATES = [
  "You are {{ agent }}.{% if arm == 'treated' %} Experts agree.{% elsif arm %} No.{% else %}{% endif %}",
  "{% for one in heard reversed limit: 3 %}{{ forloop.index }} {{ one.from | upcase }}: {{ one.said | truncate: 20 }}\n{% else %}nobody{% endfor %}",
  "{% assign x = heard | map: 'said' | join: ', ' %}{{ x | split: ',' | size | plus: 1 | times: 3 }}{% capture y %}{{ x }}{% endcapture %}{{ y | replace: 'a', 'b' }}",
  "{% case arm %}{% when 'treated', 'other' %}a{% else %}b{% endcase %}{{ memory[0].answer.words | default: 'none' | json }}{% raw %}{{ x }}{% endraw %}",
];
const ANSWERS: readonly AnswerSettings[] = [
  { kind: "choice", options: ["yes", "no", "I abstain"], shuffle: false },
  { kind: "number", from: 0, to: 10 },
  { kind: "number", from: -1, to: 1e6, whole: true },
  { kind: "text", most: 30 },
  {
    kind: "object",
    fields: [
      { name: "vote", kind: "choice", options: ["yes", "no"] },
      { name: "sure", kind: "number", from: 0, to: 1 },
      { name: "why", kind: "text", most: 20 },
    ],
  },
];
const REPLIES = [
  '{"answer": "yes"}',
  'Let me think.\n<think>no</think>\n```json\n{"vote": "yes", "sure": 0.5, "why": "so"}\n```',
  '{"answer": 7.5}',
  "**Final answer:** 3 out of 10",
  '{"vote":"no","sure":"0.25","why":"\\u00e9"}',
];
/** Designs with a contrast of own arms. */
const DESIGNS: readonly (readonly [Json, contrast: string])[] = [
  [{ kind: "bernoulli", probability: 0.5 }, "own=treated:control"],
  [{ kind: "bernoulli", shares: [0.2, 0.3, 0.5], arms: ["a", "b", "c"] }, "own=b:a"],
  [{ kind: "complete", treated: 2 }, "own=treated:control"],
  [{ kind: "complete", counts: [2, 2, 1], arms: ["a", "b", "c"] }, "own=b:a"],
  [{ kind: "graph-cluster", method: "louvain", resolution: 1, probability: 0.5 }, "own=treated:control"],
  [
    {
      kind: "two-stage",
      groups: { ann: "x", bob: "x", cid: "x", dee: "y", eve: "y" },
      saturations: [
        { treated: 1, groups: 1 },
        { treated: 0.5, groups: 1 },
      ],
      within: "bernoulli",
    },
    "own=treated:control",
  ],
  [{ kind: "ego", probability: 0.5 }, "own=treated:control"],
  [
    { kind: "blocked", blocks: { ann: "x", bob: "x", cid: "y", dee: "y", eve: "y" }, treated: 1 },
    "own=treated:control",
  ],
  [{ kind: "rollout", shares: [0.4, 1], stage: 1 }, "own=treated:control"],
];
const EXPOSURES: readonly (readonly [Json, contrast: string])[] = [
  ["any-treated", "x=both:none"],
  ["own-arm", "x=treated:control"],
  [{ kind: "share-treated" }, "x=treated:control"],
  [{ kind: "weighted-threshold", threshold: 1.5 }, "x=both:none"],
  [
    {
      kind: "formula",
      conditions: { two: "own == 1 and share >= 0.5", one: "treated == 1" },
      otherwise: "rest",
    },
    "x=two:rest",
  ],
];
const ESTIMATORS: readonly Json[] = [
  { kind: "hajek", interval: "wald" },
  { kind: "horvitz-thompson", variance: "auto" },
  "difference-in-means",
];

const pick = <Item>(list: readonly Item[], random: Rng): Item => list[random.integer(list.length)]!;

/** The name of what comes, in the first line, and what comes. */
function cutAt(input: string): [name: string, text: string] {
  const end = input.indexOf("\n");
  return [input.slice(0, end), input.slice(end + 1)];
}

/** Half as text, half by what it means. */
function mutatedYaml(text: string, random: Rng): string {
  if (random.uniform() < 0.4) return mutatedText(text, random);
  const changed = mutatedValue(parseDocument(text).toJS() as Json, random);
  const twice = random.uniform() < 0.3 ? mutatedValue(changed, random) : changed;
  return random.uniform() < 0.5 ? JSON.stringify(twice) : stringify(twice);
}

const mutatedJson = (value: Json, random: Rng): string =>
  random.uniform() < 0.3
    ? mutatedText(JSON.stringify(value), random)
    : JSON.stringify(mutatedValue(value, random));

/** Every sort of input that others write. */
export function inputKinds(folder: string, run: string, plan: string): Readonly<Record<string, InputKind>> {
  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries({ ...NETWORKS, ...UNITS })) file(name, text);
  const estimated = (change: Partial<Parameters<typeof estimateFiles>[0]>): Promise<unknown> =>
    estimateFiles({
      network: join(folder, "n.csv"),
      design: '{"kind":"bernoulli","probability":0.5}',
      exposure: "own-arm",
      units: join(folder, "u.csv"),
      contrasts: ["own=treated:control"],
      draws: 200,
      ...change,
    });
  return {
    study: {
      share: 4,
      make: (random) => mutatedYaml(pick(STUDIES, random), random),
      read: async (text) => check(await parseStudy(text, { file: "study.yaml" })),
    },
    "study that is run": {
      share: 1,
      make: (random) => mutatedYaml(STUDIES[random.integer(2)]!, random),
      async read(text) {
        const study = await parseStudy(text, { file: "study.yaml" });
        const { calls } = check(study);
        if (calls > 500) return undefined;
        const out = join(folder, "out");
        rmSync(out, { recursive: true, force: true });
        const result = await runStudy(study, { out });
        return result.complete ? result.rows : undefined;
      },
    },
    network: {
      share: 6,
      make: (random) => {
        const name = pick(Object.keys(NETWORKS), random);
        return `${name}\n${mutatedText(NETWORKS[name]!, random)}`;
      },
      read: (input) => {
        const [name, text] = cutAt(input);
        return parseNetwork(text, { file: name });
      },
    },
    "network of JSON": {
      share: 2,
      make: (random) => mutatedJson(JSON.parse(NETWORKS["n.json"]!) as Json, random),
      read: (text) => parseNetwork(text, { file: "n.json" }),
    },
    agents: {
      share: 1,
      make: (random) => mutatedText(`agent,age\n${IDS.map((id, k) => `${id},${k}`).join("\n")}\n`, random),
      read: (text) => parseAgents(text, { file: "agents.csv" }),
    },
    units: {
      share: 4,
      make: (random) => {
        const name = pick(Object.keys(UNITS), random);
        return `${name}\n${mutatedText(UNITS[name]!, random)}`;
      },
      read: (input, random) => {
        const [name, text] = cutAt(input);
        return estimated({
          units: file(`m-${name}`, text),
          ...(random.uniform() < 0.3 ? { round: "all" } : {}),
          ...(name !== "u.tsv" && random.uniform() < 0.3
            ? { cluster: name === "u.csv" ? "age" : "run" }
            : {}),
        });
      },
    },
    "network that is estimated": {
      share: 1,
      make: (random) => mutatedText(NETWORKS["n.csv"]!, random),
      read: (text) =>
        estimated({ network: file("m-n.csv", text), exposure: "any-treated", contrasts: ["x=both:none"] }),
    },
    plan: {
      share: 2,
      make: (random) => {
        if (random.uniform() < 0.3) return mutatedText(plan, random);
        const { hash: _, ...rest } = JSON.parse(plan) as TreatmentPlan;
        const changed = mutatedValue(rest as unknown as Json, random) as unknown as TreatmentPlan;
        // With a right hash, so that it is looked at further.
        return JSON.stringify({ ...changed, hash: planHash(changed) });
      },
      read: (text) => planOf(text, "plan.json"),
    },
    journal: {
      share: 1,
      make: (random) => mutatedText(readFileSync(join(run, "journal.jsonl"), "utf8"), random),
      read: async (text) => {
        const out = join(folder, "read");
        cpSync(run, out, { recursive: true });
        writeFileSync(join(out, "journal.jsonl"), text);
        const { units, statuses, checks } = await loadRun(out);
        return { units, statuses, checks };
      },
    },
    formula: {
      share: 4,
      make: (random) => mutatedText(pick(FORMULAS, random), random),
      read: (text, random) => {
        const formula = compileFormula(text, ["own", "arm", "treated", "degree", "share"]);
        for (let k = 0; k < 5; k++) {
          const [degree, treated] = [random.integer(5), random.integer(3)];
          const value = formula([k % 2, k % 2, treated, degree, degree ? treated / degree : 0]);
          // That a value is not finite is for whoever uses it to say.
          if (typeof value !== "number") throw new TypeError(`a formula gave ${String(value)}`);
        }
        return formula.used;
      },
    },
    template: {
      share: 4,
      make: (random) => mutatedText(pick(TEMPLATES, random), random),
      read: (text) =>
        promptTemplate(text, {
          who: "fuzz",
          variables: ["agent", "arm", "heard", "memory"],
        }).render({
          agent: "ann",
          arm: "treated",
          heard: [
            { from: "bob", said: "a, b" },
            { from: "__proto__", said: { words: ["{{ x }}", null, 1e308] } },
          ],
          memory: [{ answer: { words: "so" }, round: 1 }],
        }),
    },
    answer: {
      share: 4,
      make: (random) => mutatedText(pick(REPLIES, random), random),
      read: (text, random) => answerOf(text, shownAnswer(pick(ANSWERS, random), rng(1)).shown),
      refusal: (cause) => cause instanceof AgentFault && cause.kind === "invalid",
    },
    "--design": {
      share: 2,
      make: (random) => {
        const [design, contrast] = pick(DESIGNS, random);
        return `${contrast}\n${mutatedJson(design, random)}`;
      },
      read: (input) => {
        const [contrast, design] = cutAt(input);
        return estimated({ design, contrasts: [contrast], unlikelyArms: "warn" });
      },
    },
    "--exposure": {
      share: 2,
      make: (random) => {
        const [exposure, contrast] = pick(EXPOSURES, random);
        return `${contrast}\n${mutatedJson(exposure, random)}`;
      },
      read: (input) => {
        const [contrast, exposure] = cutAt(input);
        return estimated({ exposure, contrasts: [contrast] });
      },
    },
    "--estimator": {
      share: 2,
      make: (random) => mutatedJson(pick(ESTIMATORS, random), random),
      read: (estimator) => estimated({ estimators: [estimator] }),
    },
    "other options": {
      share: 2,
      make: (random) =>
        mutatedText(pick(["own=treated:control", "0.95", "1", "0.01", "0,10", "age"], random), random),
      read: (text, random) =>
        estimated(
          pick(
            [
              { contrasts: [text] },
              { confidence: Number(text) },
              { floor: Number(text) },
              { round: text },
              { world: Number(text) },
              { cluster: text },
              { outcomeRange: text.split(",").map(Number) as [number, number] },
              { draws: Number(text) },
              { seed: text },
              { delimiter: text },
              { missing: [text] },
            ],
            random,
          ),
        ),
    },
  };
}
