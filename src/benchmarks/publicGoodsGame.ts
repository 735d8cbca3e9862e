import type { Benchmark } from "./Benchmark.ts";
import { differenceRow, meanRow } from "./play/BenchmarkRow.ts";
import { groupMapping, groupsOf } from "./play/groupsOf.ts";

const G = 4;
const ROUNDS = 10;
const FIRST = 10;
const SLOPE = 0.9;
const BIAS = 0.5;
const PUSH = 3;

/** Contributions of pushed and other members by round, where k of four are pushed: two means, one recursion. Nobody reaches 0 or 20. */
function group(k: number): { readonly pushed: number[]; readonly others: number[] } {
  const pushed = [FIRST + PUSH];
  const others = [FIRST];
  for (let t = 1; t < ROUNDS; t++) {
    const [p, o] = [pushed[t - 1]!, others[t - 1]!];
    pushed.push((SLOPE * ((k - 1) * p + (G - k) * o)) / (G - 1) - BIAS + PUSH);
    others.push((SLOPE * (k * p + (G - k - 1) * o)) / (G - 1) - BIAS);
  }
  return { pushed, others };
}

const meanOf = (k: number, t: number): number =>
  (k * (k === 0 ? 0 : group(k).pushed[t]!) + (G - k) * group(k).others[t]!) / G;

/** Fehr and Gächter (2000), Fischbacher, Gächter and Fehr (2001): four who share a pot, some of them asked to give more. */
export const publicGoodsGame: Benchmark = {
  name: "public-goods",
  title: "Public goods",
  question: "Does one who gives more make others give more, or does the pot run dry anyway?",
  treatment: "a nudge to give more, to k of the four of a group, k = 0, 1, 2, for four groups each; then who",
  exposure: "how many of the three others are nudged",
  estimand:
    "spillover of a nudged member on the contributions of the others; total effect on the group; slope of conditional cooperation",
  deviations: ["no payoffs are paid; punishment is left out"],
  sources: [
    "Fehr, E. and Gächter, S. (2000). Cooperation and punishment in public goods experiments. American Economic Review 90.",
    "Fischbacher, U., Gächter, S. and Fehr, E. (2001). Are people conditionally cooperative? Economics Letters 71.",
  ],
  arms: ["plain", "nudged"],
  study: `name: Public goods
seed: 2000
model:
  network: { kind: stochastic-block, sizes: [${Array(12).fill(G).join(", ")}], within: 1, between: 0 }
{{agents}}
inquiry: { spillover: [indirect, none], direct: [direct, none] }
data:
  assign:
    kind: two-stage
    groups: ${groupMapping(12, G)}
    saturations: [{ treated: 0, groups: 4 }, { treated: 1, groups: 4 }, { treated: 2, groups: 4 }]
    arms: [plain, nudged]
  expose: any-treated
  rounds: ${ROUNDS}
  worlds: 2
  outcome: contribution
{{controls}}
answer: [hajek, difference-in-means]
`,
  variants: [{ name: "groups", changes: [] }],
  synthetic: `kind: conditional-cooperator\nfirst: ${FIRST}\nslope: ${SLOPE}\nbias: ${BIAS}\npush: ${PUSH}\n`,
  words: {
    system:
      "You are one of four players. In each round you get 20 tokens and keep what you do not put into a common pot. Each token in the pot pays 0.4 tokens to each of the four.",
    prompt: `{% if arm == "nudged" %}Please think of what is best for all four.{% endif %}
{% for turn in memory %}In round {{ turn.round }} you gave {{ turn.answer }}. {% endfor %}
{% if heard.size > 0 %}In the last round the others gave:{% for one in heard %} {{ one.said }}{% endfor %}.{% endif %}
Round {{ round }} of {{ rounds }}: how many tokens do you put into the pot?`,
  },
  disguise: {
    system:
      "Four firms share a road. Each month a firm has 20 days of work; days that it does not spend on the road it has for itself. Each day spent on the road saves every one of the four firms 0.4 days.",
    prompt: `{% if arm == "nudged" %}Please think of what is best for all four firms.{% endif %}
{% for turn in memory %}Month {{ turn.round }}: you spent {{ turn.answer }} days. {% endfor %}
{% if heard.size > 0 %}Last month the others spent:{% for one in heard %} {{ one.said }}{% endfor %}.{% endif %}
Month {{ round }} of {{ rounds }}: how many days do you spend on the road?`,
  },
  answer: "answer: { kind: number, from: 0, to: 20 }\nmemory: all\n",
  rows(played) {
    const all = groupsOf(played.get("groups")!, G, "nudged");
    const of = (k: number): typeof all => all.filter(({ treated }) => treated === k);
    const others = (k: number, t: number): (number | undefined)[] => of(k).map((one) => one.others[t]);
    const whole = (k: number, t: number): (number | undefined)[] => of(k).map((one) => one.all[t]);
    const end = ROUNDS - 1;
    return [
      meanRow("contribution in round 1, nobody nudged", whole(0, 0), {
        exact: meanOf(0, 0),
        published: { source: "Fehr and Gächter 2000, first period without punishment" },
      }),
      meanRow("contribution in round 10, nobody nudged", whole(0, end), {
        exact: meanOf(0, end),
        published: { source: "Fehr and Gächter 2000, last period without punishment" },
      }),
      differenceRow(
        "spillover of one nudged member on each of the others, round 2",
        others(1, 1),
        others(0, 1),
        {
          exact: group(1).others[1]! - group(0).others[1]!,
        },
      ),
      differenceRow(
        "spillover of one nudged member on each of the others, round 10",
        others(1, end),
        others(0, end),
        {
          exact: group(1).others[end]! - group(0).others[end]!,
        },
      ),
      differenceRow(
        "effect of two nudged members on the group's mean, round 10",
        whole(2, end),
        whole(0, end),
        {
          exact: meanOf(2, end) - meanOf(0, end),
        },
      ),
      meanRow(
        "slope: others' answer in round 2 to a unit more in the mean of the rest, by the nudge",
        others(1, 1).map((value, g) => {
          const without = others(0, 1)[g];
          return value === undefined || without === undefined
            ? undefined
            : (value - without) / (PUSH / (G - 1));
        }),
        { exact: SLOPE },
      ),
    ];
  },
};
