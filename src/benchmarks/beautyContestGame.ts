import type { Benchmark } from "./Benchmark.ts";
import { meanRow } from "./play/BenchmarkRow.ts";
import { lastOutcomes, meanKnown, type Played } from "./play/Played.ts";

const N = 12;
const FACTOR = 2 / 3;
const DEPTH = 1;
const DEEPER = 2;
const ROUNDS = 4;
const TOLD = [1, 4, 8] as const;

const firstGuess = (told: boolean): number => 50 * FACTOR ** (DEPTH + (told ? DEEPER : 0));
const firstMean = (k: number): number => (k * firstGuess(true) + (N - k) * firstGuess(false)) / N;

/** Nagel (1995): two thirds of the mean, with the theory told to k of twelve. */
export const beautyContestGame: Benchmark = {
  name: "beauty-contest",
  title: "Beauty contest",
  question: "How far ahead do agents think, and do those who know the theory drag the others along?",
  treatment: "the theory is told to k of twelve agents, k = 1, 4, 8; who they are is drawn",
  exposure: "how many of the eleven others were told",
  estimand:
    "effect of the theory on one's own first guess; spillover on the later guesses of those who were not told",
  deviations: ["12 people a group, and all hear all guesses, not the mean alone"],
  sources: [
    "Nagel, R. (1995). Unraveling in guessing games: an experimental study. American Economic Review 85.",
  ],
  arms: ["plain", "told"],
  study: `name: Beauty contest
seed: 1995
model:
  network: { kind: erdos-renyi, n: ${N}, p: 1 }
{{agents}}
inquiry: { own: [told, plain] }
data:
  assign: { kind: complete, treated: ${TOLD[0]}, arms: [plain, told] }
  expose: own-arm
  rounds: ${ROUNDS}
  worlds: 10
  outcome: guess
{{controls}}
answer: [hajek, difference-in-means]
`,
  variants: TOLD.map((k) => ({ name: `told-${k}`, changes: [["data.assign.treated", k]] })),
  synthetic: `kind: beauty-contest\ndepth: ${DEPTH}\ndeeper: ${DEEPER}\n`,
  words: {
    system:
      "You play a game with eleven others. All guess a number from 0 to 100. Whoever is nearest to two thirds of the mean of all guesses wins.",
    prompt: `{% if arm == "told" %}A hint: if all were perfectly rational and knew it of each other, all would guess 0.{% endif %}
{% for turn in memory %}In round {{ turn.round }} you guessed {{ turn.answer }}. {% endfor %}
{% if heard.size > 0 %}The others' last guesses:{% for one in heard %} {{ one.said }}{% endfor %}.{% endif %}
What do you guess?`,
  },
  disguise: {
    system:
      "Twelve shops set the price of the same lamp at once, from 0 to 100. All customers go to the shop whose price is nearest to two thirds of the average price.",
    prompt: `{% if arm == "told" %}A hint: if every shop thinks this through to the end, and knows that the others do, the price is 0.{% endif %}
{% for turn in memory %}In week {{ turn.round }} your price was {{ turn.answer }}. {% endfor %}
{% if heard.size > 0 %}The other shops' last prices:{% for one in heard %} {{ one.said }}{% endfor %}.{% endif %}
Which price do you set?`,
  },
  answer: "answer: { kind: number, from: 0, to: 100 }\nmemory: all\n",
  rows(played) {
    const of = (k: number): Played => played.get(`told-${k}`)!;
    const where = (k: number, round: number, arm: string): (number | undefined)[] =>
      of(k).outcomes.map((rounds, w) =>
        meanKnown(rounds[round - 1]!.filter((_, i) => of(k).arms[w]![i] === arm)),
      );
    const difference = where(4, 1, "told").map((value, w) => {
      const other = where(4, 1, "plain")[w];
      return value === undefined || other === undefined ? undefined : value - other;
    });
    return [
      meanRow("first guess of those who were not told", where(TOLD[0], 1, "plain"), {
        exact: firstGuess(false),
        published: { source: "Nagel 1995, mean guess of the first round" },
      }),
      meanRow("effect of the theory on the first guess, 4 of 12 told", difference, {
        exact: firstGuess(true) - firstGuess(false),
      }),
      ...TOLD.map((k) =>
        meanRow(`second guess of those who were not told, ${k} of ${N} told`, where(k, 2, "plain"), {
          exact: FACTOR * firstMean(k),
        }),
      ),
      meanRow(`guess of round ${ROUNDS}, 8 of ${N} told`, lastOutcomes(of(8)).map(meanKnown), {
        exact: FACTOR ** (ROUNDS - 1) * firstMean(8),
      }),
    ];
  },
};
