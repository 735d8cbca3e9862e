import type { Benchmark } from "./Benchmark.ts";
import { meanRow } from "./play/BenchmarkRow.ts";
import { lastOutcomes, meanKnown, type Played } from "./play/Played.ts";

const N = 20;
const ROUNDS = N / 2;

const name = (i: number): string => `p${String(i).padStart(2, "0")}`;
/** A ring on which everybody has neighbours so many steps away, on both sides. */
const circle = (steps: readonly number[]): string =>
  [
    "source,target",
    ...Array.from({ length: N }, (_, i) => steps.map((step) => `${name(i)},${name((i + step) % N)}`)).flat(),
    "",
  ].join("\n");
/** Every pair of neighbours on the ring, equally likely. */
const seeds = Array.from({ length: N }, (_, s) =>
  Array.from({ length: N }, (_, i) => (i === s || i === (s + 1) % N ? 1 : 0)),
);

/** Centola and Macy (2007), Centola (2010): the same degree, with and without triangles. */
export const complexContagion: Benchmark = {
  name: "complex-contagion",
  title: "Complex contagion",
  question: "Does what needs two voices spread further where neighbours know each other?",
  treatment:
    "two agents who sit next to each other adopt first: which two is drawn; and whether the network has triangles, at the same degree",
  exposure: "number of neighbours that have adopted",
  estimand:
    "share that has adopted by round; the network's effect on it; adoption after one, two and more signals",
  deviations: [
    "20 people in place of 98 to 144; the network without triangles is a ring with chords, not a rewired one",
  ],
  sources: [
    "Centola, D. (2010). The spread of behavior in an online social network experiment. Science 329.",
    "Centola, D. and Macy, M. (2007). Complex contagions and the weakness of long ties. American Journal of Sociology 113.",
  ],
  arms: ["control", "seed"],
  study: `name: Complex contagion
seed: 2010
model:
  network: { file: triangles.csv }
{{agents}}
inquiry: { heard: [indirect, none] }
data:
  assign: { kind: fixed, arms: [control, seed], assignments: ${JSON.stringify(seeds)} }
  expose: any-treated
  rounds: ${ROUNDS}
  worlds: 10
  outcome: has adopted
{{controls}}
answer: [hajek, difference-in-means]
`,
  files: { "triangles.csv": circle([1, 2]), "chords.csv": circle([1, 6]) },
  variants: [
    { name: "triangles", changes: [] },
    { name: "chords", changes: [["model.network", { file: "chords.csv" }]] },
  ],
  synthetic: "kind: threshold\nown: 2\npeers: 1\ncount: true\nthreshold: 2\n",
  words: {
    system: "You are a member of an online forum on health. You have some people to whom you are linked.",
    prompt: `{% if arm == "seed" and round == 1 %}You have signed up for a new diary of exercise and like it.{% endif %}
{% assign n = 0 %}{% for one in heard %}{% if one.said == "yes" %}{% assign n = n | plus: 1 %}{% endif %}{% endfor %}
{{ n }} of the people to whom you are linked use the diary of exercise.
{% for turn in memory %}In week {{ turn.round }} you said {{ turn.answer }}. {% endfor %}
Do you use it from this week on? Who has begun goes on.`,
  },
  disguise: {
    system: "You farm a small plot. You see the plots of some neighbours.",
    prompt: `{% if arm == "seed" and round == 1 %}You were given the new seed to try and were content with it.{% endif %}
{% assign n = 0 %}{% for one in heard %}{% if one.said == "yes" %}{% assign n = n | plus: 1 %}{% endif %}{% endfor %}
On {{ n }} of the plots that you see the new seed grows.
{% for turn in memory %}Season {{ turn.round }}: {{ turn.answer }}. {% endfor %}
Do you sow the new seed? Who has begun stays with it.`,
  },
  answer:
    'answer: { kind: choice, options: ["yes", "no"] }\noutcome: { points: { "yes": 1, "no": 0 } }\nmemory: all\n',
  rows(played) {
    const by = (one: Played, round: number): (number | undefined)[] =>
      one.outcomes.map((rounds) => meanKnown(rounds[round - 1]!));
    const [triangles, chords] = [played.get("triangles")!, played.get("chords")!];
    const first = (one: Played): (number | undefined)[] =>
      one.outcomes.map((rounds) => {
        const found = rounds.findIndex((values) => values.every((value) => value === 1));
        return found < 0 ? undefined : found;
      });
    return [
      // The front moves by one agent a round on each side: 2, 4, 6 … of N.
      ...[2, 4, 7].map((round) =>
        meanRow(`share that has adopted after ${round - 1} rounds, triangles`, by(triangles, round), {
          exact: (2 * round) / N,
        }),
      ),
      meanRow("rounds until all have, triangles", first(triangles), { exact: Math.floor(N / 2) - 1 }),
      meanRow("share that has adopted in the end, triangles", lastOutcomes(triangles).map(meanKnown), {
        exact: 1,
        published: { source: "Centola 2010, clustered lattice" },
      }),
      // Nobody has two neighbours among two seeds that share none.
      meanRow("share that has adopted in the end, chords", lastOutcomes(chords).map(meanKnown), {
        exact: 2 / N,
        published: { source: "Centola 2010, random network" },
      }),
    ];
  },
};
