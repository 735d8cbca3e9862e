/** What an example is made of. */
interface Example {
  readonly name: string;
  readonly network: string;
  readonly agents: string;
  readonly inquiry: string;
  readonly assign: string;
  readonly expose: string;
  readonly rounds: number;
}

/** Examples to start from: one of each sort of question. */
export const GENERATED: readonly Example[] = [
  {
    name: "spillover on a small world",
    network: "{ kind: small-world, n: 100, k: 6, rewire: 0.1 }",
    agents: "{ kind: exposure-response, outcomes: { none: 2, indirect: 3, direct: 4, both: 5 }, spread: 1 }",
    inquiry: "{ spillover: [indirect, none], direct: [direct, none] }",
    assign: "{ kind: complete, treated: 15 }",
    expose: "any-treated",
    rounds: 2,
  },
  {
    name: "clusters on a graph of communities",
    network: "{ kind: stochastic-block, sizes: [20, 20, 20, 20, 20, 20], within: 0.3, between: 0.01 }",
    agents: "{ kind: linear-in-means, direct: 1, indirect: 2, spread: 1 }",
    inquiry: "{ own: [treated, control] }",
    assign: "{ kind: graph-cluster, method: louvain, probability: 0.5 }",
    expose: "own-arm",
    rounds: 2,
  },
  {
    name: "adoption that spreads over rounds",
    network: "{ kind: ring-lattice, n: 120, k: 6 }",
    agents: "{ kind: threshold, own: 0.6, peers: 0.8 }",
    inquiry: "{ spillover: [indirect, none] }",
    assign: "{ kind: bernoulli, probability: 0.1 }",
    expose: "any-treated",
    rounds: 8,
  },
  {
    name: "opinions that agents exchange",
    network: "{ kind: preferential-attachment, n: 80, m: 2 }",
    agents: "{ kind: degroot, spread: 1 }",
    inquiry: "{ own: [treated, control] }",
    assign: "{ kind: complete, treated: 40 }",
    expose: "own-arm",
    rounds: 6,
  },
];

/** A study file of an example. */
export function exampleStudy({ name, network, agents, inquiry, assign, expose, rounds }: Example): string {
  return `name: ${name}
seed: 1
model:
  network: ${network}
  agents: ${agents}
inquiry: ${inquiry}
data:
  assign: ${assign}
  expose: ${expose}
  rounds: ${rounds}
answer: [hajek, horvitz-thompson, difference-in-means]
`;
}
