import { Key } from "../parts/Key.tsx";
import { NetworkFigure } from "../parts/NetworkFigure.tsx";
import { lesson } from "./Lesson.ts";

const told = (value: number | string): string =>
  typeof value === "number" ? value.toFixed(2) : `none, because ${value}`;

/** Lesson 3: probabilities of exposure, Horvitz–Thompson and Hájek. */
export const weightsLesson = lesson<"weights", number>({
  slug: "probabilities",
  title: "Why probabilities differ, and what to do about it",
  summary: "Everybody has the same coin, and yet not the same chance of an exposure.",
  work: "weights",
  seed: "weights",
  control: { kind: "range", label: "Chance that an agent is treated", from: 0.05, to: 0.5, step: 0.05 },
  start: 0.15,
  idea: [
    "Each agent is treated by the same coin. Exposure is another matter: to have no treated neighbour is easy with one friend, and nearly impossible with ten. The larger a circle, the greater the chance of the condition “none”: untreated beside nobody treated.",
    "Here popular agents do better anyway, by one point a friend, and a treated friend adds 1. Whoever just compares those with a treated friend and those without compares the popular with the others.",
  ],
  bet: {
    question:
      "An agent with two friends and one with nine are both seen in “none”. Whose outcome must count more, so that the condition speaks for everybody?",
    options: ["Both the same: each is one agent", "The one with two friends", "The one with nine friends"],
    right: 2,
    because:
      "It stands for all the popular agents who are hardly ever seen there. Each outcome is weighted by one over its chance: Horvitz and Thompson divide the sum by n, Hájek by the sum of the weights, which is steadier.",
  },
  figure: ({ network, arms, none, seen }) => (
    <>
      <NetworkFigure
        network={network}
        dots={arms.map((arm, i) => ({
          fill: seen[i] ? "var(--c1)" : "var(--c0)",
          treated: arm === 1,
          radius: 3 + 13 * Math.sqrt(none[i]!),
          faint: !seen[i] && arm === 0,
        }))}
        label="A network with hubs; circles are as large as the chance of having nobody treated around"
      />
      <Key
        entries={[
          ["seen in none", "var(--c1)"],
          ["other conditions", "var(--c0)"],
          ["treated", "transparent", "var(--treated)"],
        ]}
      />
    </>
  ),
  sentence: ({ none, degrees, estimates }, _, revealed) => {
    const hub = degrees.indexOf(Math.max(...degrees));
    const leaf = degrees.indexOf(Math.min(...degrees));
    return `Chance of “none”: ${none[leaf]!.toPrecision(2)} with ${degrees[leaf]} friends, ${none[hub]!.toPrecision(2)} with ${degrees[hub]}.${
      revealed
        ? ` Spillover (truth 1): naive ${told(estimates.naive)}, Horvitz–Thompson ${told(estimates["horvitz-thompson"])}, Hájek ${told(estimates.hajek)}. One draw of many: see the next lesson.`
        : ""
    }`;
  },
  code: (chance) => `import { anyTreatedNeighbor, estimate, hajek } from "spillway";
import { exposureProbabilities } from "spillway/exposures";
import { bernoulli } from "spillway/designs";

const design = bernoulli({ probability: ${chance} });
// exact
const probabilities = exposureProbabilities(network, design, anyTreatedNeighbor());
probabilities.of(agent, "none"); // (1 − ${chance}) to the power of 1 + its friends
estimate({
  ...{ plan, probabilities, outcomes, estimators: [hajek()] },
  contrasts: { spillover: ["indirect", "none"] },
});`,
  takeaway:
    "Under interference the chance of an exposure depends on the network, so weights are needed even when everybody has the same coin. Where a chance is tiny, one outcome would speak for many: that is where intervals fail.",
  further: "estimators/hajek.md",
});
