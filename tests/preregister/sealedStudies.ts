import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** Files of a study that names all that a study can name. */
export const FILES: Readonly<Record<string, string>> = {
  "edges.csv": `source,target\n${Array.from({ length: 12 }, (_, i) => `a${i},a${(i + 1) % 12}\na${i},a${(i + 3) % 12}`).join("\n")}\n`,
  "clusters.csv": `agent,cluster\n${Array.from({ length: 12 }, (_, i) => `a${i},c${Math.floor(i / 3)}`).join("\n")}\n`,
  "attributes.csv": `agent,age\n${Array.from({ length: 12 }, (_, i) => `a${i},${20 + i}`).join("\n")}\n`,
  "prompt.txt":
    "You are {{ agent }}, {{ attributes.age }} years old. It is round {{ round }}. {{ memory }} What do you say?\n",
  "program.py": "import json, sys\nfor line in sys.stdin:\n    print(json.dumps({}))\n",
  "texts.json": '{"hello": 1}\n',
};

/** Studies with every sort of setting, as they are written by hand. */
export const STUDIES: Readonly<Record<string, string>> = {
  synthetic: `# A comment
name: Rumour
description: Who believes it?
seed: 2026
model:
  network: { kind: small-world, n: 12, k: 4, rewire: 0.1 }
  agents: { kind: exposure-response, outcomes: { none: 10, indirect: 12, direct: 13, both: 16 }, spread: 2, noise: 1 }
inquiry: { total: [both, none], spillover: [indirect, none] }
data: { assign: { kind: bernoulli, probability: 0.5 }, expose: any-treated, rounds: 2, worlds: 3, outcome: belief }
answer: [hajek, horvitz-thompson, difference-in-means]
population: { floor: 0.001 }
simultaneous: true
confidence: 0.9
draws: 500
run: { open: 4, perMinute: { requests: 100, tokens: 10000 }, budget: { calls: 1000, tokens: 5000, money: 3 }, tries: 3, reasks: 1, timeout: 30, floor: 0.4, patience: 60 }
`,
  looks: `seed: 5
model: { network: { kind: ring-lattice, n: 12, k: 2 }, agents: linear-in-means }
inquiry: { any: { kind: test, hypothesis: no-effect } }
data: { assign: { kind: complete, treated: 6 }, expose: own-arm, rounds: 2, worlds: 3 }
answer: [randomization-test]
looks: { at: [1, 3], spending: pocock }
`,
  language: `seed: talk
model:
  network: { file: edges.csv }
  agents:
    kind: language
    model: { url: "http://127.0.0.1:9/v1", model: some-model, keyFrom: SOME_VARIABLE, headers: { x-mode: fast, x-auth: { from: OTHER_VARIABLE } } }
    system: You take part in a talk.
    prompt: { file: prompt.txt }
    attributes: { file: attributes.csv }
    answer: { kind: number, from: 0, to: 10 }
    temperature: 0.3
    topP: 0.9
    maxTokens: 50
    memory: { last: 2 }
    price: { input: 1, output: 2 }
inquiry: { own: [treated, control] }
data:
  assign: { kind: cluster, treated: 2, clusters: { file: clusters.csv } }
  expose: own-arm
  rounds: 3
  treat: { treated: { temperature: 0.8, system: You are sure. } }
  interact: { history: { last: 2 }, delivery: 0.9 }
  ask:
    - { name: sure, purpose: other, after: [1, 3], prompt: Are you sure?, answer: { kind: choice, options: ["yes", "no"] } }
    - { name: why, purpose: other, after: [3], prompt: Why?, answer: { kind: text } }
answer: [hajek]
`,
  command: `seed: 3
model:
  network: { kind: ring-lattice, n: 12, k: 2 }
  agents: { kind: command, command: [python3, program.py, --texts=texts.json, --mode, calm], processes: 2, atOnce: 3, settings: { level: 3 } }
inquiry: { own: [treated, control] }
data: { assign: { kind: complete, treated: 4 }, expose: own-arm, rounds: 2 }
answer: [hajek]
`,
  questions: `seed: 9
model:
  network: { kind: erdos-renyi, n: 12, p: 0.4 }
  agents: { kind: linear-in-means, spread: 1, direct: 1 }
inquiry:
  total: [both, none]
  everybody: { kind: global }
  slope: { kind: slope, on: share }
  any: { kind: test, hypothesis: no-effect }
  spill: { kind: test, hypothesis: no-spillover, distance: 0 }
data: { assign: { kind: bernoulli, probability: 0.4 }, expose: any-treated, rounds: 2, aa: true }
answer:
  - { kind: hajek, interval: wald }
  - snipe
  - exposure-slope
  - { kind: randomization-test, draws: 200 }
  - { kind: focal-unit-test, draws: 200 }
adjust: holm
`,
};

/** A folder with those files, or with others in their place. */
export function folderOf(changed: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "spillway-sealed-"));
  for (const [name, text] of Object.entries({ ...FILES, ...changed })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}
