import type { Placing } from "../computed/cascade.ts";
import { NetworkFigure } from "../parts/NetworkFigure.tsx";
import { lesson } from "./Lesson.ts";

/** Lesson 7: conformity and cascades. */
export const cascadeLesson = lesson<"cascade", Placing>({
  slug: "cascades",
  title: "Conformity and cascades: agents that talk",
  summary: "Six converts, scattered or side by side: where does it catch on?",
  work: "cascade",
  seed: "cascade",
  control: {
    kind: "choice",
    label: "The six who are won over first",
    options: [
      ["scattered", "scattered"],
      ["together", "side by side"],
    ],
  },
  start: "scattered",
  idea: [
    "Forty-eight agents on a ring, each beside four others. Nobody takes up a new habit on the word of one: it takes two of the four. Six agents are treated, that is won over at the start; then everybody looks around, round after round.",
    "Such complex contagion (Centola and Macy 2007) is how language-model agents conform, too: a lone voice moves few, and two in agreement move many.",
  ],
  bet: {
    question: "Six converts. Which placing spreads the habit farther?",
    options: [
      "Scattered: they reach more agents",
      "Side by side: they support each other",
      "No difference: six are six",
    ],
    right: 1,
    because:
      "Scattered converts are each alone beside agents who need two. Side by side they win over a neighbour on each end, round by round. So the effect of treating an agent depends on who else is treated, and on time.",
  },
  figure: ({ network, arms, rounds }, _, revealed) => (
    <div class="grid2">
      {(revealed ? [0, 3, 7, 11] : [0]).map((round) => (
        <div key={round}>
          <NetworkFigure
            network={network}
            dots={arms.map((arm, i) => ({
              fill: rounds[round]![i] ? "var(--c2)" : "var(--c0)",
              treated: arm === 1,
              radius: 9,
            }))}
            label={`Round ${round + 1}: ${rounds[round]!.filter(Boolean).length} of ${arms.length} have the habit`}
          />
          <p class="soft">
            Round {round + 1}: {rounds[round]!.filter(Boolean).length} have it
          </p>
        </div>
      ))}
    </div>
  ),
  sentence: ({ rounds }, placing, revealed) =>
    revealed
      ? `Six converts ${placing === "together" ? "side by side" : "scattered"}: ${rounds.map((one) => one.filter(Boolean).length).join(", ")} agents have the habit from round 1 to ${rounds.length}.`
      : `Six converts ${placing === "together" ? "side by side" : "scattered"}, before the first round of talk.`,
  code: (placing) => `import { threshold } from "spillway";

// Two adopting neighbours are needed; treatment alone is enough.
const agents = threshold({ own: 2, peers: 1, count: true, threshold: 2 });
const first = ${placing === "together" ? "[0, 1, 2, 3, 4, 5]" : "[0, 8, 16, 24, 32, 40]"};`,
  takeaway:
    "With agents that talk, an outcome is a property of the group. Randomize whole groups, or say which part of the assignment can reach an agent, and by when.",
  further: "agents/threshold.md",
});
