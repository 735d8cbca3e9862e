import type { Benchmark } from "./Benchmark.ts";
import { differenceRow, meanRow } from "./play/BenchmarkRow.ts";
import { lastOutcomes, meanKnown } from "./play/Played.ts";

const N = 6;
const P = 2 / 3;

/** Who follows the rule of the theory: 1 for a right choice, from signals that are 1 for right. Written apart from the agents. */
function choices(signals: readonly number[]): number[] {
  let lead = 0;
  return signals.map((signal) => {
    if (lead >= 2) return 1;
    if (lead <= -2) return 0;
    const balance = lead + (signal === 1 ? 1 : -1);
    const right = balance > 0 || (balance === 0 && signal === 1);
    lead += right ? 1 : -1;
    return right ? 1 : 0;
  });
}

/** 1, −1 or 0: a cascade to the right or the wrong side has begun by the end, or none. */
function cascade(made: readonly (number | undefined)[]): number | undefined {
  let lead = 0;
  for (const one of made) {
    if (one === undefined) return undefined;
    lead += one === 1 ? 1 : -1;
    if (Math.abs(lead) === 2) return Math.sign(lead);
  }
  return 0;
}

/** Whether who could follow a lead of two or more against its own signal did, over a world; none where nobody could. */
function follows(made: readonly (number | undefined)[], signals: readonly number[]): number | undefined {
  const followed: number[] = [];
  let lead = 0;
  for (const [k, one] of made.entries()) {
    if (one === undefined) return undefined;
    if (Math.abs(lead) >= 2 && signals[k] !== (lead > 0 ? 1 : 0))
      followed.push(one === (lead > 0 ? 1 : 0) ? 1 : 0);
    lead += one === 1 ? 1 : -1;
  }
  return meanKnown(followed);
}

/** E[share of right choices | the first signal is right] less that given that it is wrong, by enumeration. */
function firstSignalEffect(): number {
  const mean = (first: number): number => {
    let sum = 0;
    for (let rest = 0; rest < 2 ** (N - 1); rest++) {
      const signals = [first, ...Array.from({ length: N - 1 }, (_, k) => (rest >> k) & 1)];
      const chance = signals.slice(1).reduce((product, one) => product * (one === 1 ? P : 1 - P), 1);
      sum += chance * meanKnown(choices(signals))!;
    }
    return sum;
  };
  return mean(1) - mean(0);
}

/** Bikhchandani, Hirshleifer and Welch (1992); Anderson and Holt (1997). The private signals are what is randomized. */
export const informationCascade: Benchmark = {
  name: "information-cascade",
  title: "Information cascade",
  question: "When do agents follow those before them against what they know themselves?",
  treatment:
    "each agent's private signal: right with probability 2/3, wrong otherwise, each assigned independently",
  exposure: "the choices of all before it, that is, the signals of those who chose before a cascade began",
  estimand:
    "the effect of the first agent's signal on the share of right choices; chances of a right and a wrong cascade",
  deviations: ["one period a world; all periods of a session have the same six people in the original"],
  sources: [
    "Bikhchandani, S., Hirshleifer, D. and Welch, I. (1992). A theory of fads, fashion, custom, and cultural change as informational cascades. Journal of Political Economy 100.",
    "Anderson, L. R. and Holt, C. A. (1997). Information cascades in the laboratory. American Economic Review 87.",
  ],
  arms: ["right", "wrong"],
  study: `name: Information cascade
seed: 1992
model:
  network: { kind: erdos-renyi, n: ${N}, p: 1 }
{{agents}}
inquiry: { signal: [wrong, right] }
data:
  assign: { kind: bernoulli, probability: ${1 - P}, arms: [right, wrong] }
  expose: own-arm
  rounds: 1
  worlds: 200
  interact: { schedule: { kind: sequential, order: ids } }
  outcome: chooses the right urn
{{controls}}
answer: [hajek, difference-in-means]
`,
  variants: [{ name: "cascade", changes: [] }],
  synthetic: "kind: bayesian-cascade\nmoves: when-asked\nsignals: arm\n",
  words: {
    system: "You take part in an experiment. You win 2 dollars if you name the right urn.",
    prompt: `One of two urns was chosen by a fair coin. Urn A holds 2 red balls and 1 blue ball; urn B holds 1 red ball and 2 blue balls.
You drew one ball in private and put it back: it was {% if arm == "wrong" %}blue{% else %}red{% endif %}.
{% if heard.size == 0 %}You are the first to choose.{% else %}Those before you, who drew from the same urn, chose in this order:{% for one in heard %} {{ one.said }}{% endfor %}.{% endif %}
Which urn was it?`,
  },
  disguise: {
    system: "You check deliveries in a workshop. A wrong call costs the workshop money.",
    prompt: `A crate comes from supplier A or from supplier B, each equally likely. Of the bolts of A two in three are coated; of the bolts of B one in three is.
The bolt that you took out and put back is {% if arm == "wrong" %}not coated{% else %}coated{% endif %}.
{% if heard.size == 0 %}Nobody has given a verdict on this crate yet.{% else %}Colleagues who each looked at one bolt of this crate wrote, the earliest first:{% for one in heard %} {{ one.said }}{% endfor %}.{% endif %}
Whose crate is it?`,
  },
  answer: "answer: { kind: choice, options: [A, B] }\noutcome: { points: { A: 1, B: 0 } }\n",
  rows(played) {
    const one = played.get("cascade")!;
    const made = lastOutcomes(one);
    const signals = one.arms.map((arms) => arms.map((arm) => (arm === "right" ? 1 : 0)));
    const ended = made.map(cascade);
    const share = (side: number): (number | undefined)[] =>
      ended.map((one) => (one === undefined ? undefined : one === side ? 1 : 0));
    const none = (2 * P * (1 - P)) ** (N / 2);
    const right = P ** 2 / (P ** 2 + (1 - P) ** 2);
    const shares = made.map(meanKnown);
    const where = (first: number): (number | undefined)[] =>
      shares.filter((_, w) => signals[w]![0] === first);
    return [
      meanRow("no cascade after 6 choices", share(0), { exact: none }),
      meanRow("a right cascade", share(1), { exact: (1 - none) * right }),
      meanRow("a wrong cascade", share(-1), { exact: (1 - none) * (1 - right) }),
      meanRow(
        "follows a lead of two against its own signal",
        made.map((choice, w) => follows(choice, signals[w]!)),
        {
          exact: 1,
          published: { source: "Anderson and Holt 1997, periods in which a cascade could begin" },
        },
      ),
      differenceRow("effect of the first signal on the share of right choices", where(1), where(0), {
        exact: firstSignalEffect(),
      }),
    ];
  },
};
