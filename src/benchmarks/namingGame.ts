import type { Benchmark } from "./Benchmark.ts";
import { meanRow } from "./play/BenchmarkRow.ts";
import { namingGameChain } from "./play/namingGameChain.ts";
import { lastOutcomes, meanKnown, type Played } from "./play/Played.ts";

const N = 24;
/** As many meetings as agents are a round of the literature. */
const MEETINGS = 10 * N;
const COMMITTED = [1, 2, 3, 4, 6] as const;
/** Claude 3.5 Sonnet, N = 24, majority M: share of the others' words, from the released runs. */
const CLAUDE: Readonly<Record<number, number>> = { 2: 0.01, 3: 0.36, 4: 1 };

/** Ashery, Aiello and Baronchelli (2025): a committed minority and the convention of the others. */
export const namingGame: Benchmark = {
  name: "naming-game",
  title: "Naming game with a committed minority",
  question: "How many who never give in does it take to turn a convention?",
  treatment: "commitment: k of 24 agents say the new word for ever, k = 1, 2, 3, 4, 6; who they are is drawn",
  exposure: "committed agents among those whom an agent met",
  estimand:
    "share of the others who say the new word in the end, by k: dose and response, and the k from which on it is more than half",
  deviations: [
    "an agent knows words and forgets them (the binary naming game) where language models remember their last five plays",
    "240 meetings a world; the released runs go on until all of the last 72 meetings agree",
  ],
  sources: [
    "Ashery, A. F., Aiello, L. M. and Baronchelli, A. (2025). Emergent social conventions and collective bias in LLM populations. Science Advances 11.",
    "Xie, J. and others (2011). Social consensus through the influence of committed minorities. Physical Review E 84, 011130.",
    "Centola, D., Becker, J., Brackbill, D. and Baronchelli, A. (2018). Experimental evidence for tipping points in social convention. Science 360.",
  ],
  arms: ["free", "committed"],
  study: `name: Naming game with a committed minority
seed: 2025
model:
  network: { kind: erdos-renyi, n: ${N}, p: 1 }
{{agents}}
inquiry: { own: [committed, free] }
data:
  assign: { kind: complete, treated: 4, arms: [free, committed] }
  expose: own-arm
  treat:
    committed: { script: { says: M, outcome: 1 } }
  interact: { schedule: one-pair, history: { last: 5 } }
  rounds: ${MEETINGS}
  worlds: 10
  outcome: says M
{{controls}}
answer: [difference-in-means]
`,
  variants: COMMITTED.map((k) => ({ name: `committed-${k}`, changes: [["data.assign.treated", k]] })),
  synthetic: "kind: naming-game\nrule: inventory\nwords: [Q, M]\nstart: Q\ncommitted: M\n",
  words: {
    system:
      "You play a game with a partner. In each round both name Q or M at the same time, without talking. If you name the same, both win 100 points; if not, both lose 50.",
    prompt: `{% if memory.size == 0 and heard.size == 0 %}Until now everybody has named Q.{% endif %}
{% for turn in memory %}{% for one in turn.heard %}A partner named {{ one.said }}. {% endfor %}You named {{ turn.answer }}.
{% endfor %}{% for one in heard %}Your last partner named {{ one.said }}.{% endfor %}
What do you name?`,
  },
  disguise: {
    system:
      "Two colleagues file the same letters without talking. A letter that both put into the same tray, Q or M, saves an hour; one in different trays costs half an hour.",
    prompt: `{% if memory.size == 0 and heard.size == 0 %}So far everybody has used tray Q.{% endif %}
{% for turn in memory %}{% for one in turn.heard %}A colleague used {{ one.said }}. {% endfor %}You used {{ turn.answer }}.
{% endfor %}{% for one in heard %}The colleague of your last letter used {{ one.said }}.{% endfor %}
Which tray do you use?`,
  },
  answer:
    "answer: { kind: choice, options: [Q, M] }\noutcome: { points: { Q: 0, M: 1 } }\nmemory: { last: 5 }\n",
  rows(played) {
    const free = (one: Played): (number | undefined)[] =>
      lastOutcomes(one).map((values, w) => meanKnown(values.filter((_, i) => one.arms[w]![i] === "free")));
    return COMMITTED.map((k) => {
      const theirs = CLAUDE[k];
      return meanRow(`others who say M with ${k} of ${N} committed`, free(played.get(`committed-${k}`)!), {
        exact: namingGameChain({ n: N, committed: k, meetings: MEETINGS }),
        ...(theirs === undefined
          ? {}
          : {
              published: {
                source: "Ashery, Aiello and Baronchelli 2025, Claude 3.5 Sonnet",
                found: { value: theirs, read: "recomputed from the released runs" },
              },
            }),
      });
    });
  },
};
