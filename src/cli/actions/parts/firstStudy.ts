/** The study that `spillway init` writes: small, with a spillover worth finding, and a comment for every choice. */
export const firstStudy = `# A randomized experiment on a network of agents, where treating one agent may change its neighbours.
#   spillway check study.yaml                      what it will do and what may spoil it
#   spillway diagnose study.yaml                   how its estimators do in simulated experiments
#   spillway run study.yaml --out runs/first       run it, estimate, and write a report
#   spillway designs                               everything that can stand after "kind:"
name: First study
seed: 7 # everything random follows from this text

model: # what is believed of the world
  # Who may influence whom. A network of your own: { file: edges.csv }, with the header source,target.
  network: { kind: small-world, n: 200, k: 4, rewire: 0.1 }
  # Synthetic agents: their true effects are known, so the estimates can be judged before a token is spent.
  agents:
    kind: exposure-response
    outcomes: { none: 10, indirect: 12, direct: 13, both: 16 }
    spread: 2

inquiry: # what is asked: the mean outcome under the first condition minus under the second
  direct: [direct, none]
  spillover: [indirect, none]

data: # what is done
  # Exactly 40 agents are treated, every such set equally likely.
  assign: { kind: complete, treated: 40 }
  # What an assignment means for an agent: is it treated (direct, both), is any neighbour (indirect, both)?
  expose: any-treated
  rounds: 2
  worlds: 1

answer: [hajek, horvitz-thompson, difference-in-means] # how it is answered; the last is naive, for comparison
confidence: 0.95
`;
