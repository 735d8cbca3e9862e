import { threshold } from "../../../agents/synthetic/threshold.ts";
import { rng } from "../../../core/rng.ts";
import { ringLattice } from "../../../network/generators/ringLattice.ts";
import { replay } from "../../../run/world/replay.ts";
import { type DrawnNetwork, onCircle } from "./drawnNetwork.ts";

export type Placing = "scattered" | "together";

interface Cascade {
  readonly network: DrawnNetwork;
  readonly arms: readonly number[];
  /** Whether each agent has adopted, round by round. */
  readonly rounds: readonly (readonly boolean[])[];
}

const PEOPLE = 48;
const SEEDS = 6;
const ROUNDS = 12;

/** Agents that adopt once two of their four neighbours have: six are won over first, scattered over the ring or side by side. */
export function cascade(placing: Placing, seed: string): Cascade {
  const network = ringLattice({ n: PEOPLE, k: 4 }).draw(rng(seed));
  const step = PEOPLE / SEEDS;
  const first = Array.from({ length: SEEDS }, (_, k) => (placing === "together" ? k : k * step));
  const arms = network.ids.map((_, i) => (first.includes(i) ? 1 : 0));
  const armNames = ["control", "treated"];
  const agents = threshold({ own: 2, peers: 1, count: true, threshold: 2 });
  const rounds: boolean[][] = [];
  replay({
    ...{ network, arms, armNames, rounds: ROUNDS, world: 0, rng: rng(seed).fork("run") },
    agentOf: agents.create({ network, arms: armNames, rng: rng(seed).fork("agents") }),
    afterRound: (_, outcomes) => rounds.push(Array.from(outcomes, (one) => one === 1)),
  });
  return { network: onCircle(network), arms, rounds };
}
