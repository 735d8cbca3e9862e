import type { Benchmark } from "./Benchmark.ts";
import { meanRow, pairedRow } from "./play/BenchmarkRow.ts";
import { lastOutcomes, meanKnown, type Played } from "./play/Played.ts";

const N = 10;
const BIASED = 5;
const ROUNDS = 10;
const PULL = 1.5;
const SHIFT = 0.3;

const chance = (m: number, shift: number): number => (1 + Math.tanh(PULL * m + shift)) / 2;

/** Chances of 0 … n successes of a coin. */
function binomial(n: number, p: number): number[] {
  let chances = [1];
  for (let k = 0; k < n; k++)
    chances = Array.from(
      { length: k + 2 },
      (_, j) => (chances[j] ?? 0) * (1 - p) + (chances[j - 1] ?? 0) * p,
    );
  return chances;
}

function sumOf(first: readonly number[], second: readonly number[]): number[] {
  const sum: number[] = new Array(first.length + second.length - 1).fill(0);
  for (const [a, p] of first.entries()) for (const [b, q] of second.entries()) sum[a + b]! += p * q;
  return sum;
}

/** Chances of how many of the unbiased and of the biased choose B in the last round: a Markov chain on both numbers. */
function distribution(pull: boolean): number[][] {
  const others = N - BIASED;
  const law = (n: number, chosen: number, all: number, shift: number): number[] =>
    // Who chose B sees one B less among the other n − 1, who chose A one A less.
    sumOf(
      binomial(chosen, chance(pull ? (2 * (all - 1)) / (N - 1) - 1 : 0, shift)),
      binomial(n - chosen, chance(pull ? (2 * all) / (N - 1) - 1 : 0, shift)),
    );
  let now = binomial(others, chance(0, 0)).map((p) => binomial(BIASED, chance(0, SHIFT)).map((q) => p * q));
  for (let t = 1; t < ROUNDS; t++) {
    const next = Array.from({ length: others + 1 }, () => new Array<number>(BIASED + 1).fill(0));
    for (let u = 0; u <= others; u++)
      for (let v = 0; v <= BIASED; v++) {
        const [first, second] = [law(others, u, u + v, 0), law(BIASED, v, u + v, SHIFT)];
        for (const [x, p] of first.entries())
          for (const [y, q] of second.entries()) next[x]![y]! += now[u]![v]! * p * q;
      }
    now = next;
  }
  return now;
}

function expected(pull: boolean, of: (unbiased: number, biased: number) => number): number {
  return distribution(pull).reduce(
    (sum, row, u) => sum + row.reduce((all, p, v) => all + p * of(u, v), 0),
    0,
  );
}

const polarization = (share: number): number => Math.abs(2 * share - 1);

/** De Marzo and others (2024), Chuang and others (2024). */
export const opinionDynamics: Benchmark = {
  name: "opinion-dynamics",
  title: "Opinion dynamics",
  question:
    "Do opinions drift together when agents hear each other, and do a biased half take the others along?",
  treatment:
    "a bias towards B in five of ten agents, who are drawn; and whether agents hear each other at all",
  exposure: "mean opinion of all others; the biased among them",
  estimand:
    "effect of interaction on agreement and on the mean opinion; spillover of the bias on agents without it",
  deviations: ["all choose at once in each round, where De Marzo and others let one agent choose at a time"],
  sources: [
    "De Marzo, G., Castellano, C. and Garcia, D. (2024). AI agents can coordinate beyond human scale. arXiv 2409.02822.",
    "Chuang, Y.-S. and others (2024). Simulating opinion dynamics with networks of LLM-based agents. Findings of NAACL.",
  ],
  arms: ["free", "biased"],
  study: `name: Opinion dynamics
seed: 2409
model:
  network: { kind: erdos-renyi, n: ${N}, p: 1 }
{{agents}}
inquiry: { bias: [biased, free] }
data:
  assign: { kind: complete, treated: ${BIASED}, arms: [free, biased] }
  expose: own-arm
  rounds: ${ROUNDS}
  worlds: 100
  interact: { channel: neighbours }
  outcome: says B
{{controls}}
answer: [hajek, difference-in-means]
`,
  variants: [
    { name: "together", changes: [] },
    { name: "alone", changes: [["data.interact.channel", "none"]] },
  ],
  synthetic: `kind: conformist\npull: ${PULL}\nshift: ${SHIFT}\n`,
  words: {
    system: "You are a member of a group that discusses opinions A and B. Neither is better supported.",
    prompt: `{% if arm == "biased" %}You have always leaned a little towards B.{% endif %}
{% if heard.size > 0 %}The others now say:{% for one in heard %} {{ one.said }}{% endfor %}.{% endif %}
Which opinion do you hold now?`,
  },
  disguise: {
    system:
      "You and nine others choose each week whether to meet in café A or in café B. They cost the same.",
    prompt: `{% if arm == "biased" %}You live a little nearer to B.{% endif %}
{% if heard.size > 0 %}Last week the others wrote:{% for one in heard %} {{ one.said }}{% endfor %}.{% endif %}
Which café do you write down?`,
  },
  answer: "answer: { kind: choice, options: [A, B] }\noutcome: { points: { A: 0, B: 1 } }\n",
  rows(played) {
    const [together, alone] = [played.get("together")!, played.get("alone")!];
    const share = (one: Played, arm?: string): (number | undefined)[] =>
      lastOutcomes(one).map((values, w) =>
        meanKnown(values.filter((_, i) => arm === undefined || one.arms[w]![i] === arm)),
      );
    const agreement = (one: Played): (number | undefined)[] =>
      share(one).map((value) => (value === undefined ? undefined : polarization(value)));
    const agree = (u: number, v: number): number => polarization((u + v) / N);
    const free = (u: number): number => u / (N - BIASED);
    const biased = (_: number, v: number): number => v / BIASED;
    const both = (of: (u: number, v: number) => number): number => expected(true, of) - expected(false, of);
    return [
      meanRow("agreement |2 share − 1|, together", agreement(together), {
        exact: expected(true, agree),
        published: { source: "De Marzo, Castellano and Garcia 2024" },
      }),
      meanRow("agreement |2 share − 1|, alone", agreement(alone), { exact: expected(false, agree) }),
      pairedRow("effect of interaction on agreement", agreement(together), agreement(alone), {
        exact: both(agree),
      }),
      meanRow("share of B among the biased, together", share(together, "biased"), {
        exact: expected(true, biased),
      }),
      pairedRow(
        "spillover: share of B among the free, together less alone",
        share(together, "free"),
        share(alone, "free"),
        {
          exact: both(free),
        },
      ),
    ];
  },
};
