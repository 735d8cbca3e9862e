import type { Benchmark } from "./Benchmark.ts";
import { type BenchmarkRow, pairedRow } from "./play/BenchmarkRow.ts";
import { lastOutcomes, type Played } from "./play/Played.ts";

const N = 12;
const SHIFT = 60;
const SELF = 0.5;
const ROUNDS = 3;
/** The other agent who may be planted: in the star it is not the centre. */
const LEAF = 5;

const ringEdges = Array.from({ length: N }, (_, i) =>
  [1, 2].map((step) => [i, (i + step) % N] as const),
).flat();
const starEdges = Array.from({ length: N - 1 }, (_, i) => [0, i + 1] as const);
const table = (edges: readonly (readonly [number, number])[]): string =>
  ["source,target", ...edges.map(([a, b]) => `${name(a)},${name(b)}`), ""].join("\n");
const name = (i: number): string => `p${String(i).padStart(2, "0")}`;

/** δ (W^t)_ij, with W of self-weight 1/2 and equal weights of neighbours: what a planted estimate moves, by hand. */
function moved(edges: readonly (readonly [number, number])[], planted: number): number[] {
  const near = Array.from({ length: N }, (_, i) =>
    edges.flatMap(([a, b]) => (a === i ? [b] : b === i ? [a] : [])),
  );
  let now: number[] = Array.from({ length: N }, (_, i) => (i === planted ? SHIFT : 0));
  for (let t = 1; t < ROUNDS; t++)
    now = now.map(
      (own, i) => SELF * own + ((1 - SELF) * near[i]!.reduce((sum, j) => sum + now[j]!, 0)) / near[i]!.length,
    );
  return now;
}

/** Assignment in which one agent is planted. */
const planting = (planted: number): string =>
  Array.from({ length: N }, (_, i) => (i === planted ? 1 : 0)).join(", ");

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

/** Becker, Brackbill and Centola (2017); Lorenz and others (2011). */
export const wisdomOfCrowds: Benchmark = {
  name: "wisdom-of-crowds",
  title: "Wisdom of crowds",
  question: "Does hearing others make a crowd's estimate better, and who moves it?",
  treatment:
    "one agent begins with an estimate that is 60 too high; everybody hears four others, one centre, or nobody",
  exposure: "steps from the agent with the planted estimate",
  estimand:
    "the planted estimate's effect on the crowd's mean and on each agent; the effect of hearing on the spread of estimates",
  deviations: ["12 people in place of 40; what is planted is one estimate"],
  sources: [
    "Becker, J., Brackbill, D. and Centola, D. (2017). Network dynamics of social influence in the wisdom of crowds. PNAS 114.",
    "Lorenz, J., Rauhut, H., Schweitzer, F. and Helbing, D. (2011). How social influence can undermine the wisdom of crowd effect. PNAS 108.",
    "DeGroot, M. H. (1974). Reaching a consensus. Journal of the American Statistical Association 69.",
  ],
  arms: ["own", "planted"],
  study: `name: Wisdom of crowds
seed: 1907
model:
  network: { file: ring.csv }
{{agents}}
inquiry: { heard: [indirect, none] }
data:
  assign: { kind: fixed, arms: [own, planted], assignments: [[${planting(0)}], [${planting(LEAF)}]] }
  expose: any-treated
  rounds: ${ROUNDS}
  worlds: 6
  outcome: estimate
{{controls}}
answer: [difference-in-means]
`,
  files: { "ring.csv": table(ringEdges), "star.csv": table(starEdges) },
  variants: [
    { name: "ring", changes: [["data.aa", true]] },
    { name: "ring-planted", changes: [] },
    {
      name: "star",
      changes: [
        ["data.aa", true],
        ["model.network", { file: "star.csv" }],
      ],
    },
    { name: "star-planted", changes: [["model.network", { file: "star.csv" }]] },
    {
      name: "alone",
      changes: [
        ["data.aa", true],
        ["data.interact", { channel: "none" }],
      ],
    },
  ],
  synthetic: `kind: degroot\nmean: 200\nspread: 40\nself: ${SELF}\nshift: ${SHIFT}\n`,
  words: {
    system: "You take part in an experiment on estimates. The nearer you are, the more you earn.",
    prompt: `A jar holds between 0 and 1000 sweets; it is 20 cm high and 10 cm wide, and a sweet is about 2 cm wide.
{% if arm == "planted" and round == 1 %}You happen to know that such jars usually hold some 60 more than people think.{% endif %}
{% for turn in memory %}In round {{ turn.round }} you said {{ turn.answer }}.
{% endfor %}{% if heard.size > 0 %}Those whom you hear said:{% for one in heard %} {{ one.said }}{% endfor %}.{% endif %}
How many sweets are in the jar?`,
  },
  disguise: {
    system: "You plan the stock of a warehouse.",
    prompt: `A container of 6 m by 2.4 m by 2.4 m takes between 0 and 1000 boxes of 35 cm by 30 cm by 30 cm, packed by hand.
{% if arm == "planted" and round == 1 %}The last container took about 60 more than planned.{% endif %}
{% for turn in memory %}Your plan number {{ turn.round }}: {{ turn.answer }}.
{% endfor %}{% if heard.size > 0 %}Plans of colleagues:{% for one in heard %} {{ one.said }}{% endfor %}.{% endif %}
How many boxes do you plan for?`,
  },
  answer: "answer: { kind: number, from: 0, to: 1000 }\nmemory: all\n",
  rows(played) {
    const of = (variant: string): Played => played.get(variant)!;
    const mean0 = (one: Played): (number | undefined)[] =>
      lastOutcomes(one).map((values) =>
        values.some((value) => value === undefined) ? undefined : mean(values as readonly number[]),
      );
    const spread = (one: Played, round: number): (number | undefined)[] =>
      one.outcomes.map((rounds) => {
        const values = rounds.at(round)!;
        if (values.some((value) => value === undefined)) return undefined;
        const centre = mean(values as readonly number[]);
        return Math.sqrt(mean((values as readonly number[]).map((value) => (value - centre) ** 2)));
      });
    const planted = (one: Played): number[] => one.arms.map((arms) => arms.indexOf("planted"));
    const where = (i: number, values: readonly (number | undefined)[]): (number | undefined)[] =>
      values.filter((_, w) => planted(of("ring"))[w] === i);
    /** Mean outcome of those at a distance along the ring from who is planted, by world. */
    const at = (one: Played, distance: number): (number | undefined)[] =>
      lastOutcomes(one).map((values, w) => {
        const from = planted(one)[w]!;
        const there = values.filter((_, i) => Math.min((i - from + N) % N, (from - i + N) % N) === distance);
        return there.some((value) => value === undefined) ? undefined : mean(there as readonly number[]);
      });
    const [ring, star, starPlanted] = [of("ring"), of("star"), of("star-planted")];
    const exact = moved(ringEdges, 0);
    const rows: BenchmarkRow[] = [
      pairedRow("the crowd's mean, planted less not, ring", mean0(of("ring-planted")), mean0(ring), {
        // On a regular network the weights of all are equal: the mean stays where it was.
        exact: SHIFT / N,
      }),
      ...[0, LEAF].map((i) =>
        pairedRow(
          `the crowd's mean, ${i === 0 ? "centre" : "an agent beside it"} planted less not, star`,
          where(i, mean0(starPlanted)),
          where(i, mean0(star)),
          { exact: mean(moved(starEdges, i)) },
        ),
      ),
      ...[0, 1, 3, 6].map((distance) =>
        pairedRow(
          distance === 0 ? "who is planted, ring" : `agents ${Math.ceil(distance / 2)} steps from it, ring`,
          at(of("ring-planted"), distance),
          at(ring, distance),
          { exact: exact[distance]! },
        ),
      ),
      pairedRow("spread of estimates, last less first round, ring", spread(ring, -1), spread(ring, 0), {
        published: { source: "Lorenz and others 2011; Becker, Brackbill and Centola 2017" },
      }),
      pairedRow(
        "spread of estimates, last less first round, alone",
        spread(of("alone"), -1),
        spread(of("alone"), 0),
        {
          exact: 0,
        },
      ),
    ];
    return rows;
  },
};
