import { CLUSTER_SIZES } from "../computed/clusterSizes.ts";
import { Histogram } from "../parts/Histogram.tsx";
import { NetworkFigure } from "../parts/NetworkFigure.tsx";
import { lesson } from "./Lesson.ts";

/** Lesson 5: clusters trade bias for variance. */
export const clustersLesson = lesson<"clusterSizes", string>({
  slug: "clusters",
  title: "Clusters: bias against variance",
  summary: "Treat neighbours together, and see what it buys and what it costs.",
  work: "clusterSizes",
  seed: "clusters",
  control: {
    kind: "choice",
    label: "Agents in a cluster",
    options: CLUSTER_SIZES.map((size) => [String(size), String(size)] as const),
  },
  start: "1",
  idea: [
    "What if everybody were treated, against nobody? On this ring of 120 agents the answer is 3: one point from the own treatment, two when all four neighbours are treated. But no experiment shows both worlds, and where treated and untreated live side by side, the comparison misses most of the spillover.",
    "Treating whole stretches of the ring together makes treated agents live among the treated. Only borders leak. But there are fewer stretches to randomize, and neighbours are alike.",
  ],
  bet: {
    question: "Which size of cluster has the smallest error overall (root mean squared)?",
    options: ["1: as many units as possible", "Something in between", "30: hardly any borders"],
    right: 1,
    because:
      "Bias falls with the size, and the standard deviation rises with fewer clusters. The best size depends on how far effects travel and on how alike neighbours are: “spillway designs” compares them on your network.",
  },
  figure: ({ network, arms, estimates, truth }) => (
    <>
      <NetworkFigure
        network={network}
        height={330}
        dots={arms.map((arm) => ({ fill: arm === 1 ? "var(--c2)" : "var(--c0)", radius: 5 }))}
        label="A ring with clusters of treated and untreated agents"
      />
      <Histogram
        label="Estimates of five hundred assignments"
        series={[{ name: "treated − untreated", values: estimates, color: "var(--estimate)" }]}
        truth={truth}
        range={[0, 5]}
      />
    </>
  ),
  sentence: ({ bias, sd, rmse }, size) =>
    `Clusters of ${size}: bias ${bias.toFixed(2)}, standard deviation ${sd.toFixed(2)}, root mean squared error ${rmse.toFixed(2)} over 500 assignments.`,
  code: (size) => `import { cluster } from "spillway/designs";

const clusters = network.ids.map((_, i) => String(Math.floor(i / ${size})));
const design = cluster({ clusters, treated: ${60 / Number(size)} });`,
  takeaway:
    "Cluster designs buy less bias with more variance. Count clusters, not agents, when you ask how large the experiment is.",
  further: "designs/cluster.md",
});
