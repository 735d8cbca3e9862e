import { OUTCOMES, type Pair } from "../computed/twoAgents.ts";
import { lesson } from "./Lesson.ts";

/** Lesson 1: what interference is, with two people. */
export const twoAgentsLesson = lesson<"twoAgents", Pair>({
  slug: "two-agents",
  title: "Two friends: what interference is",
  summary: "Four assignments, two people, and an outcome that is not one's own.",
  work: "twoAgents",
  seed: "two",
  control: {
    kind: "choice",
    label: "Who gets the message",
    options: [
      ["nobody", "nobody"],
      ["ann", "Ann"],
      ["ben", "Ben"],
      ["both", "both"],
    ],
  },
  start: "nobody",
  idea: [
    "Ann and Ben are friends, and tell each other what they hear. A message raises the savings of whoever gets it by 2, and by 1 when only the friend got it; what both know adds up.",
    "Most textbooks assume that what Ann does depends on Ann's own treatment only: no interference, a part of SUTVA. Then she has two potential outcomes. Here she has four.",
  ],
  bet: {
    question: "Ann gets no message, today and tomorrow. Ben gets one tomorrow. Does Ann's outcome change?",
    options: ["No: she is untreated both times", "Yes: from 5 to 6", "Yes: from 5 to 7"],
    right: 1,
    because:
      "She is untreated both times, but not in the same condition: once nobody around her is treated, once her friend is. That difference is the spillover.",
  },
  figure: ({ arms, conditions, outcomes }) => (
    <svg viewBox="0 0 640 230" role="img" aria-label={`Ann saves ${outcomes[0]}, Ben saves ${outcomes[1]}`}>
      <line class="tie" x1={190} y1={80} x2={450} y2={80} />
      {[0, 1].map((i) => (
        <g key={i}>
          <circle
            class={`person${arms[i] === 1 ? " treated" : ""}`}
            cx={i === 0 ? 190 : 450}
            cy={80}
            r={16 + 4 * (outcomes[i]! - 4)}
            fill={arms[i] === 1 ? "var(--c2)" : conditions[i] === "indirect" ? "var(--c1)" : "var(--c0)"}
          />
          <text x={i === 0 ? 190 : 450} y={150} text-anchor="middle">
            {i === 0 ? "Ann" : "Ben"}: {arms[i] === 1 ? "message" : "no message"}
          </text>
          <text x={i === 0 ? 190 : 450} y={172} text-anchor="middle">
            condition {conditions[i]}
          </text>
          <text x={i === 0 ? 190 : 450} y={196} text-anchor="middle" font-weight="700">
            saves {outcomes[i]}
          </text>
        </g>
      ))}
    </svg>
  ),
  sentence: ({ conditions, outcomes }) =>
    `Ann is in condition ${conditions[0]} and saves ${outcomes[0]}; Ben is in condition ${conditions[1]} and saves ${outcomes[1]}. None 5, indirect ${OUTCOMES.indirect}, direct ${OUTCOMES.direct}, both ${OUTCOMES.both}.`,
  code: (treated) => `import { anyTreatedNeighbor, fromEdges } from "spillway";

const friends = fromEdges([["ann", "ben"]]);
const arms = Uint8Array.of(${treated === "ann" || treated === "both" ? 1 : 0}, ${treated === "ben" || treated === "both" ? 1 : 0});
const exposure = anyTreatedNeighbor();
exposure.of(friends, arms); // the condition of each, as an index into exposure.conditions`,
  takeaway:
    "Under interference an agent has a potential outcome for each assignment of everybody. Without further structure there are 2ⁿ of them, and nothing can be learnt; the next lesson brings the structure.",
  further: "concepts.md",
});
