import type { Benchmark } from "./Benchmark.ts";
import { meanRow } from "./play/BenchmarkRow.ts";
import { groupMapping, groupsOf } from "./play/groupsOf.ts";

const G = 5;
const MONTHS = 12;
const CAPACITY = 100;
const COLLAPSE = 5;
const GREED = 0.2;
const RESTRAINT = 3;
const EXAMPLE = 1;

/** Months with fish and catches of a group in which k are advised, by the group's own recursion. */
function group(k: number): {
  readonly months: number;
  readonly advised: number[];
  readonly others: number[];
} {
  let stock = CAPACITY;
  let months = 0;
  const [advised, others]: [number[], number[]] = [[], []];
  for (let t = 0; t < MONTHS; t++) {
    const even = (stock / (2 * G)) * (1 + GREED);
    const known = t === 0 ? 0 : EXAMPLE / (G - 1);
    const kept = (wish: number): number => Math.max(0, Math.min(wish, stock / G));
    advised.push(kept(even - RESTRAINT - known * (k - 1)));
    others.push(kept(even - known * k));
    if (stock > 0) months++;
    const left = stock - k * advised[t]! - (G - k) * others[t]!;
    stock = left < COLLAPSE || left <= 0 ? 0 : Math.min(CAPACITY, 2 * left);
  }
  return { months, advised, others };
}

/** Months until the water is empty, from what was caught: what the agents see is a function of it. */
function monthsWith(all: readonly (number | undefined)[]): number | undefined {
  let stock = CAPACITY;
  for (const [t, mean] of all.entries()) {
    if (mean === undefined) return undefined;
    if (stock === 0) return t;
    const left = stock - G * mean;
    stock = left < COLLAPSE || left <= 0 ? 0 : Math.min(CAPACITY, 2 * left);
  }
  return all.length;
}

const stockInWords = `{% assign taken = 0 %}{% assign stock = ${CAPACITY} %}{% for turn in memory %}{% if turn.round > 1 %}{% for one in turn.heard %}{% assign taken = taken | plus: one.said %}{% endfor %}{% assign left = stock | minus: taken %}{% assign stock = left | times: 2 | at_most: ${CAPACITY} %}{% if left < ${COLLAPSE} %}{% assign stock = 0 %}{% endif %}{% endif %}{% assign taken = turn.answer %}{% endfor %}{% if round > 1 %}{% for one in heard %}{% assign taken = taken | plus: one.said %}{% endfor %}{% assign left = stock | minus: taken %}{% assign stock = left | times: 2 | at_most: ${CAPACITY} %}{% if left < ${COLLAPSE} %}{% assign stock = 0 %}{% endif %}{% endif %}`;

/** Piatti and others (2024), with the advice randomized to k of 5, which the original never does. */
export const govsim: Benchmark = {
  name: "govsim",
  title: "GovSim fishery, advice to k of 5",
  question: "How many of five who share a lake must hear what everybody's greed would do to it?",
  treatment:
    "the sentence of universalization, to k of the five of a group, k = 0 … 5, each for one of six groups; then who",
  exposure: "how many of the four others are advised",
  estimand:
    "effect of the advice on one's own catch; spillover on the catch of those without it; months until collapse by k",
  deviations: [
    "no talk between months; where more is wanted than there is, each takes at most its equal share; shares of a fish are allowed",
    "the original advises all agents or none: dose and response by k are new",
  ],
  sources: [
    "Piatti, G. and others (2024). Cooperate or collapse: emergence of sustainable cooperation in a society of LLM agents. NeurIPS.",
  ],
  arms: ["plain", "advised"],
  study: `name: GovSim fishery, advice to k of five
seed: 2024
model:
  network: { kind: stochastic-block, sizes: [${Array(G + 1)
    .fill(G)
    .join(", ")}], within: 1, between: 0 }
{{agents}}
inquiry: { spillover: [indirect, none], direct: [direct, none] }
data:
  assign:
    kind: two-stage
    groups: ${groupMapping(G + 1, G)}
    saturations: [${Array.from({ length: G + 1 }, (_, k) => `{ treated: ${k}, groups: 1 }`).join(", ")}]
    arms: [plain, advised]
  expose: any-treated
  rounds: ${MONTHS}
  worlds: 4
  outcome: catch
{{controls}}
answer: [hajek, difference-in-means]
`,
  variants: [{ name: "lakes", changes: [] }],
  synthetic: `kind: fishery\ncapacity: ${CAPACITY}\ncollapse: ${COLLAPSE}\ngreed: ${GREED}\nrestraint: ${RESTRAINT}\nexample: ${EXAMPLE}\n`,
  words: {
    system:
      "You and four others fish in one lake. Each month all say at once how many tons they catch. What is left doubles until next month, up to 100 tons; if less than 5 tons are left, there will never be fish again. You want to earn much over many months.",
    prompt: `${stockInWords}Month {{ round }} of {{ rounds }}. There are {{ stock }} tons in the lake.
{% if arm == "advised" %}Given the stock, if everybody takes more than a tenth of it, there will be less fish next month.{% endif %}
{% if heard.size > 0 %}Last month the others caught:{% for one in heard %} {{ one.said }}{% endfor %}.{% endif %}
How many tons do you catch, at most a fifth of the stock?`,
  },
  disguise: {
    system:
      "You and four other teams draw on one budget. Each quarter all book hours at once. Hours that are left are doubled for the next quarter, up to 100; if fewer than 5 are left, the budget is closed for good. Your team needs many hours over time.",
    prompt: `${stockInWords}Quarter {{ round }} of {{ rounds }}. The budget holds {{ stock }} hours.
{% if arm == "advised" %}If every team books more than a tenth of what the budget holds, it will hold less next quarter.{% endif %}
{% if heard.size > 0 %}Last quarter the others booked:{% for one in heard %} {{ one.said }}{% endfor %}.{% endif %}
How many hours do you book, at most a fifth of what there is?`,
  },
  answer: "answer: { kind: number, from: 0, to: 20 }\nmemory: all\n",
  rows(played) {
    const all = groupsOf(played.get("lakes")!, G, "advised");
    const known = Array.from({ length: G + 1 }, (_, k) => group(k));
    const of = (k: number): typeof all => all.filter((one) => one.treated === k);
    const months = Array.from({ length: G + 1 }, (_, k) =>
      meanRow(
        `months with fish, ${k} of ${G} advised`,
        of(k).map((one) => monthsWith(one.all)),
        {
          exact: known[k]!.months,
          ...(k === 0
            ? {
                published: {
                  source: "Piatti and others 2024, models and scenarios without advice",
                  found: {
                    value: "collapse in 43 of 45 models and scenarios",
                    read: "README of the released code",
                  },
                },
              }
            : k === G
              ? {
                  published: { source: "Piatti and others 2024, universalization to all" },
                }
              : {}),
        },
      ),
    );
    const second = (list: readonly (number | undefined)[]): number | undefined => list[1];
    return [
      ...months,
      meanRow(
        "advised less others of the same lake, catch of month 1, 2 of 5 advised",
        of(2).map(({ own, others }) =>
          own[0] === undefined || others[0] === undefined ? undefined : own[0] - others[0],
        ),
        { exact: known[2]!.advised[0]! - known[2]!.others[0]! },
      ),
      ...[1, 3].map((k) =>
        meanRow(
          `catch of month 2 of those without advice, ${k} of 5 advised`,
          of(k).map(({ others }) => second(others)),
          {
            exact: known[k]!.others[1]!,
          },
        ),
      ),
    ];
  },
};
