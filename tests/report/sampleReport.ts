import { rng } from "../../src/core/rng.ts";
import { type Edge, fromEdges } from "../../src/network/fromEdges.ts";
import { degree } from "../../src/network/Network.ts";
import type { ReportInput, ReportProbability, ReportRow } from "../../src/report/ReportInput.ts";

/**
 * A made-up but coherent report: n agents on a small world, a fair coin for each, exposure by any treated neighbour with
 * its exact probabilities, invented estimates. Agents are laid out on a circle.
 */
export function sampleReport(n = 400, seed = 1): ReportInput {
  const random = rng(seed);
  const id = (i: number): string => `a${String((i + n) % n).padStart(3, "0")}`;
  const edges: Edge[] = [];
  for (let i = 0; i < n; i++) {
    for (const step of [1, 2, 3]) {
      const far = random.uniform() < 0.06 ? random.integer(n) : i + step;
      if (far !== i && n > 1) edges.push([id(i), id(far)]);
    }
  }
  const agents = Array.from({ length: n }, (_, i) => id(i));
  const network = fromEdges(edges, { agents });
  const p = 0.2;
  const assignment = Uint8Array.from({ length: n }, () => (random.uniform() < p ? 1 : 0));
  const conditions = ["none", "indirect", "direct", "both"];
  const condition = Uint8Array.from({ length: n }, (_, i) => {
    const heard = network.sources.subarray(network.offsets[i], network.offsets[i + 1]);
    return 2 * assignment[i]! + (heard.some((j) => assignment[j] === 1) ? 1 : 0);
  });
  const around = Array.from({ length: n }, (_, i) => {
    const angle = (2 * Math.PI * i) / n;
    const radius = 0.4 + 0.09 * (random.uniform() - 0.5);
    return [0.5 + radius * Math.cos(angle), 0.5 + radius * Math.sin(angle)] as const;
  });
  const positions = { x: Float64Array.from(around, ([x]) => x), y: Float64Array.from(around, ([, y]) => y) };
  const probabilities = conditions.map((name, c): ReportProbability => {
    const values = Array.from({ length: n }, (_, i) => {
      const none = (1 - p) ** degree(network, i);
      return (c >= 2 ? p : 1 - p) * (c % 2 === 0 ? none : 1 - none);
    });
    const sorted = [...values].sort((a, b) => a - b);
    return {
      condition: name,
      observed: condition.filter((value) => value === c).length,
      expected: values.reduce((a, b) => a + b, 0),
      min: sorted[0]!,
      median: sorted[n >> 1]!,
      max: sorted[n - 1]!,
      impossible: values.filter((value) => value === 0).length,
      method: "exact",
      values,
    };
  });
  return {
    title: "Does a rumour travel further than the people who were told it?",
    description:
      "Four hundred synthetic agents on a small-world network; one in five is told a rumour, and after five rounds of talk each agent is asked whether it believes it.",
    spillway: "0.1.0",
    network: {
      ...network,
      notes: ["2 repeated edges were counted once (in an undirected network a–b and b–a are one edge)"],
    },
    positions,
    arms: ["control", "treated"],
    assignment,
    conditions,
    condition,
    exposure: { name: "any-treated", params: { focal: 1, hops: 1 } },
    outcome: "believes",
    estimates: estimates(n),
    truths: [
      { contrast: "direct", value: 0.45, how: "from the agents' potential outcomes, exactly" },
      { contrast: "spillover", value: 0.2, mcse: 0.0031, how: "2000 simulated assignments" },
      { contrast: "together", value: 0.58, how: "from the agents' potential outcomes, exactly" },
    ],
    probabilities,
    assumptions: [
      {
        name: "Known assignment",
        text: "Treatment was assigned by the design below and by nothing else, so the probability of each condition is known for each agent.",
      },
      {
        name: "Exposure",
        text: "An agent's outcome depends on the assignment only through its condition: its own arm, and whether any neighbour is treated.",
      },
      {
        name: "Positivity",
        text: "Each agent in a contrast could have been in both of its conditions; the others are left out and listed.",
      },
    ],
    cites: [
      "Aronow, P. M. and Samii, C. (2017). Estimating average causal effects under general interference. Annals of Applied Statistics 11(4), 1912–1947.",
      "Hájek, J. (1971). Comment on “An essay on the logical foundations of survey sampling”.",
    ],
    provenance: {
      planHash: "3f1c8a0d9b7e45c2a6d1f0e9b8c7a6d5e4f3a2b1c0d9e8f7a6b5c4d3e2f1a0b9",
      networkHash: "9a8b7c6d5e4f30211203f4e5d6c7b8a99a8b7c6d5e4f30211203f4e5d6c7b8a9",
      studyHash: "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0",
      seeds: [{ name: "study", seed: "2026" }],
      design: { name: "bernoulli", params: { probability: p } },
      rounds: 5,
      worlds: 3,
      turns: [
        { status: "ok", count: 5_993 },
        { status: "failed", count: 5 },
        { status: "timeout", count: 2 },
      ],
    },
    commands: [
      {
        does: "Run the study again, from its file, into a new folder:",
        command: "npx spillway@0.1.0 run study.yaml --out runs/again",
      },
      {
        does: "Estimate from its journal and write this page:",
        command:
          "npx spillway@0.1.0 estimate runs/again\nnpx spillway@0.1.0 report runs/again --out report.html",
      },
    ],
  };
}

function estimates(n: number): ReportRow[] {
  const variance = {
    confidence: 0.95,
    varianceMethod: "aronow-samii",
    interval: "wald",
    notes: [],
    excluded: [],
    population: n,
  };
  const naive = {
    ...variance,
    varianceMethod: "welch",
    naive: true,
    notes: ["ignores that well-connected agents are more often exposed"],
  };
  const direct = { contrast: "direct", first: "direct", second: "none" };
  const spillover = { contrast: "spillover", first: "indirect", second: "none" };
  const together = { contrast: "together", first: "both", second: "none" };
  const excluded = n > 20 ? ["a007", "a013", "a211"] : [];
  const fewer = { excluded, population: n - excluded.length };
  return [
    {
      ...direct,
      ...variance,
      estimator: "hajek",
      estimate: 0.4127,
      se: 0.0816,
      ci: [0.2528, 0.5726],
      n: [21, 84],
    },
    {
      ...direct,
      ...variance,
      estimator: "horvitz-thompson",
      estimate: 0.3319,
      se: 0.1421,
      ci: [0.0534, 0.6104],
      n: [21, 84],
      notes: ["weights vary by a factor of 12"],
    },
    {
      ...direct,
      ...naive,
      estimator: "difference-in-means",
      estimate: 0.6204,
      se: 0.0712,
      ci: [0.4809, 0.7599],
      n: [21, 84],
    },
    {
      ...spillover,
      ...variance,
      ...fewer,
      estimator: "hajek",
      estimate: 0.0711,
      se: 0.0613,
      ci: [-0.049, 0.1912],
      n: [236, 84],
      mcse: 0.0021,
    },
    {
      ...spillover,
      ...variance,
      ...fewer,
      estimator: "horvitz-thompson",
      estimate: -0.0419,
      n: [1, 84],
      withheld: "one observation in condition indirect",
    },
    {
      ...spillover,
      ...naive,
      ...fewer,
      estimator: "difference-in-means",
      estimate: 0.1108,
      se: 0.0431,
      ci: [0.0263, 0.1953],
      n: [236, 84],
    },
    { ...together, ...variance, estimator: "hajek", because: "no agent is in condition both", n: [0, 84] },
    {
      ...together,
      ...variance,
      estimator: "horvitz-thompson",
      estimate: -0.6052,
      se: 0.2113,
      ci: [-1.0194, -0.191],
      n: [0, 84],
      notes: ["an empty condition counts as 0"],
    },
  ];
}
