import { Histogram } from "../parts/Histogram.tsx";
import { lesson } from "./Lesson.ts";

/** Lesson 4: the naive estimate fails, draw by draw. */
export const samplingLesson = lesson<"sampling", number>({
  slug: "naive",
  title: "The naive estimate fails",
  summary: "Draw the experiment again and again, and watch where two estimates settle.",
  work: "sampling",
  seed: "sampling",
  control: { kind: "range", label: "Experiments drawn", from: 1, to: 400, step: 1 },
  start: 20,
  idea: [
    "A hundred agents with two to nine friends each; coins of 0.2; a treated friend adds exactly 1. Each experiment gives two estimates of that 1: the difference between agents with and without a treated friend, and the same difference weighted by the exact chances of both.",
    "One experiment tells little about an estimator. The sampling distribution, what it says over all experiments that could have been drawn, tells everything. On your own network “spillway diagnose” draws it for you before you spend anything.",
  ],
  bet: {
    question: "You draw more and more experiments. Does the mean of the naive estimates go to 1?",
    options: ["Yes, slowly: errors cancel", "No: it settles elsewhere"],
    right: 1,
    because:
      "Agents with a treated friend are those with many friends, who do better anyway. More experiments show that bias more clearly, and remove none of it.",
  },
  figure: ({ naive, weighted, truth }, _, revealed) => (
    <Histogram
      label={`Estimates of ${naive.length} experiments: naive, and weighted`}
      series={[
        { name: "naive", values: naive, color: "var(--naive)" },
        ...(revealed ? [{ name: "weighted (Hájek)", values: weighted, color: "var(--estimate)" }] : []),
      ]}
      truth={truth}
      range={[-1, 3.5]}
    />
  ),
  sentence: ({ naive, weighted }, _, revealed) => {
    const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
    return `After ${naive.length} experiments the naive estimates have a mean of ${mean(naive).toFixed(2)}${revealed ? `, the weighted ones of ${mean(weighted).toFixed(2)}` : ""}; the truth is 1.`;
  },
  code: (draws) => `import { diagnose, study } from "spillway";

const found = await diagnose(study(plan), { simulations: ${draws} });
found.rows; // bias, standard deviation, coverage and power of each estimator`,
  takeaway:
    "An estimator is judged by its sampling distribution under the design that assigned the treatment. Comparing exposed with unexposed agents is an observational comparison, even inside an experiment.",
  further: "diagnose.md",
});
