import { IntervalFigure } from "../parts/IntervalFigure.tsx";
import { lesson } from "./Lesson.ts";

/** Lesson 6: intervals that cover, and ones that do not. */
export const intervalsLesson = lesson<"coverage", number>({
  slug: "intervals",
  title: "Intervals that cover, and ones that do not",
  summary: "Forty experiments, eighty intervals: how many hold the truth?",
  work: "coverage",
  seed: "coverage",
  control: { kind: "range", label: "Chance that an agent is treated", from: 0.04, to: 0.5, step: 0.02 },
  start: 0.1,
  idea: [
    "A 95 % interval should hold the truth in 95 of 100 experiments. On the left are intervals made as in a first course: two means, 1.96 standard errors, agents as if they were a simple sample. On the right are those made from the design: weighted, and as wide as the known randomization makes them.",
    "Dashed intervals miss the truth. When treatment becomes common, some agents are hardly ever in “none”. What is seen then says nothing about them, and an honest program gives no interval at all, and says why.",
  ],
  bet: {
    question: "Of forty intervals of the first kind, about how many hold the truth?",
    options: ["38, as promised", "About 30", "About 10"],
    right: 2,
    because:
      "They are narrow around the wrong value: their centre is biased, because exposed agents are the popular ones. No width mends a biased centre.",
  },
  figure: ({ simple, design, because, truth }, _, revealed) => (
    <IntervalFigure
      label={`Intervals of forty experiments; ${simple.filter(({ holds }) => holds).length} of ${simple.length} simple ones hold the truth`}
      truth={truth}
      groups={[
        { name: "as a simple sample", intervals: simple },
        ...(revealed
          ? [
              {
                name: "from the design",
                intervals: design,
                ...(design.length === 0 && because !== undefined ? { instead: "withheld: see below" } : {}),
              },
            ]
          : []),
      ]}
    />
  ),
  sentence: ({ simple, design, because, empty }, _, revealed) =>
    [
      `${simple.filter(({ holds }) => holds).length} of ${simple.length} simple intervals hold the truth.`,
      revealed && design.length > 0
        ? `${design.filter(({ holds }) => holds).length} of ${design.length} from the design do.`
        : "",
      revealed && because !== undefined ? `Intervals from the design are withheld, because ${because}.` : "",
      empty > 0 ? `${empty} experiments had nobody in one of the conditions, and no estimate.` : "",
    ]
      .filter((one) => one !== "")
      .join(" "),
  code: (chance) => `const design = bernoulli({ probability: ${chance} });
const probabilities = exposureProbabilities(network, design, exposure);
const [row] = estimate({
  ...{ plan, probabilities, outcomes, contrasts },
  estimators: [hajek()],
});
row.ci ?? row.withheld; // an interval, or why there is none`,
  takeaway:
    "Ask of every interval how often it would cover. “Interval withheld, because …” is an answer; a narrow interval around the wrong value is none.",
  further: "estimators/intervals.md",
});
