import type { Benchmark } from "./Benchmark.ts";
import { meanRow } from "./play/BenchmarkRow.ts";
import { lastOutcomes, meanKnown } from "./play/Played.ts";

const TABLE = 7;
const PULL = 1.2;
const PRIOR = -1;

const wrong = (m: number): number => (1 + Math.tanh(PULL * m + PRIOR)) / 2;

/** Chance of a wrong answer at a table with k confederates, in the second round: the other subjects answered alone in the first. */
function expected(k: number): number {
  const alone = wrong(0);
  const others = TABLE - 1 - k;
  let sum = 0;
  let chance = (1 - alone) ** others;
  for (let j = 0; j <= others; j++) {
    sum += chance * wrong((2 * (k + j)) / (TABLE - 1) - 1);
    chance *= ((others - j) / (j + 1)) * (alone / (1 - alone));
  }
  return sum;
}

const groups = Object.fromEntries(
  Array.from({ length: TABLE * TABLE }, (_, i) => [`${i}`, `table ${Math.floor(i / TABLE)}`]),
);

/** Asch (1956), BenchForm (2025): dose and response, with subjects who also hear each other. */
export const conformity: Benchmark = {
  name: "conformity",
  title: "Conformity",
  question: "How many who say what is wrong does it take until others say it too?",
  treatment:
    "how many of the seven at a table are confederates, who say the wrong answer: 0 to 6, one table each; then who",
  exposure: "confederates at the table, of six others",
  estimand: "share of wrong answers of subjects by the number of confederates: dose and response",
  deviations: [
    "several subjects at a table, who hear each other's first answers; one subject and six confederates, as in the original, is the last dose",
  ],
  sources: [
    "Asch, S. E. (1956). Studies of independence and conformity: I. A minority of one against a unanimous majority. Psychological Monographs 70.",
    "Weng, Z., Chen, G. and Wang, W. (2025). Do as we do, not as you think: the conformity of large language models (BenchForm). ICLR.",
  ],
  arms: ["subject", "confederate"],
  study: `name: Conformity
seed: 1956
model:
  network: { kind: stochastic-block, sizes: [${Array(TABLE).fill(TABLE).join(", ")}], within: 1, between: 0 }
{{agents}}
inquiry: { conformity: [indirect, none] }
data:
  assign:
    kind: two-stage
    groups: ${JSON.stringify(groups)}
    saturations: [${Array.from({ length: TABLE }, (_, k) => `{ treated: ${k}, groups: 1 }`).join(", ")}]
    arms: [subject, confederate]
  expose: any-treated
  treat:
    confederate: { script: { says: B, outcome: 1 } }
  rounds: 2
  worlds: 20
  outcome: answers wrong
{{controls}}
answer: [hajek, difference-in-means]
`,
  variants: [{ name: "tables", changes: [] }],
  synthetic: `kind: conformist\npull: ${PULL}\nprior: ${PRIOR}\n`,
  words: {
    system: "You take part in a study of judgement in a group of seven.",
    prompt: `Which line is as long as the standard line of 25 cm: line A, 25 cm, or line B, 31 cm?
{% if heard.size > 0 %}The others in the room answered aloud:{% for one in heard %} {{ one.said }}{% endfor %}.{% endif %}
What do you answer?`,
  },
  disguise: {
    system: "You are one of seven clerks who check parcels.",
    prompt: `A parcel must go on the scale that shows 12 kg. Scale A shows 12 kg, scale B shows 17 kg.
{% if heard.size > 0 %}The other clerks put down:{% for one in heard %} {{ one.said }}{% endfor %}.{% endif %}
On which scale does it go?`,
  },
  answer: "answer: { kind: choice, options: [A, B] }\noutcome: { points: { A: 0, B: 1 } }\n",
  rows(played) {
    const one = played.get("tables")!;
    const first = one.outcomes.map((rounds) => rounds[0]!);
    const last = lastOutcomes(one);
    const subjects = (arms: readonly string[], table: number): number[] =>
      arms.flatMap((arm, i) => (arm === "subject" && Math.floor(i / TABLE) === table ? [i] : []));
    const everybody = one.arms.map((arms, w) => meanKnown(first[w]!.filter((_, i) => arms[i] === "subject")));
    return [
      meanRow("wrong when asked alone", everybody, {
        exact: wrong(0),
        published: { source: "Asch 1956, controls who wrote their answers down" },
      }),
      ...Array.from({ length: TABLE }, (_, k) => {
        const values = one.arms.map((arms, w) => {
          const table = Array.from({ length: TABLE }, (_, t) => subjects(arms, t)).find(
            (some) => some.length === TABLE - k,
          );
          return table && meanKnown(table.map((i) => last[w]![i]));
        });
        return meanRow(`wrong with ${k} of 6 confederates`, values, {
          exact: expected(k),
          ...(k === 6
            ? {
                published: { source: "Asch 1956, critical answers against a unanimous majority" },
              }
            : {}),
        });
      }),
    ];
  },
};
