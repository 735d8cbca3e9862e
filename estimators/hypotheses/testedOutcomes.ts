import { studiedBy } from "../../designs/law/studiedBy.ts";
import { present } from "../../src/core/present.ts";
import type { ExperimentData, WorldData } from "../ExperimentData.ts";

/** Outcomes of one world for a test. */
export interface TestedOutcomes {
  /** Agents that the design studies and whose outcome was observed, ascending. */
  readonly agents: Uint32Array;
  /** Outcome of each of all agents, shifted and divided so that the observed ones have mean 0 and lie between −1 and 1; 0 where there is none. */
  readonly value: Float64Array;
}

/** All worlds of an experiment for a test, and what their outcomes were divided by. */
export interface TestedWorlds {
  readonly worlds: readonly TestedOutcomes[];
  /** The same for all worlds. */
  readonly scale: number;
  readonly notes: readonly string[];
  /** Agents with an outcome in some world: their number, and the ids of all others. */
  readonly population: number;
  readonly excluded: readonly string[];
  /** Why no test can compare them: fewer than two were observed in all worlds together. */
  readonly because?: string;
}

/** What of an experiment's data this needs. */
interface TestedData {
  readonly probabilities: Pick<ExperimentData["probabilities"], "law" | "network">;
  readonly worlds: readonly Pick<WorldData, "outcome" | "observed">[];
}

/** Whether differences of the outcomes may be beyond the numbers that there are. */
const isHuge = ({ outcome, observed }: TestedData["worlds"][number]): boolean =>
  outcome.some((y, i) => observed[i] === 1 && Math.abs(y) > 1e300);

/** Outcomes as a test needs them: agents without one are left out, and a note says so. */
export function testedOutcomes(data: TestedData): TestedWorlds {
  const { law, network } = data.probabilities;
  const studied = studiedBy(law);
  const shrink = data.worlds.some(isHuge) ? 2 ** -600 : 1;
  const inside = new Uint8Array(network.n);
  let missing = 0;
  let scale = 0;
  const centred = data.worlds.map(({ outcome, observed }) => {
    const agents = Uint32Array.from({ length: network.n }, (_, i) => i).filter(
      (i) => studied[i] === 1 && observed[i] === 1,
    );
    // The middle of the range first: a sum of very large outcomes may be no number.
    const some = agents.length === 0 ? 0 : outcome[agents[0]!]! * shrink;
    let mean = 0;
    for (const i of agents) mean += (outcome[i]! * shrink - some) / agents.length;
    const value = new Float64Array(network.n);
    for (const i of agents) {
      value[i] = outcome[i]! * shrink - some - mean;
      scale = Math.max(scale, Math.abs(value[i]!));
      inside[i] = 1;
    }
    for (let i = 0; i < network.n; i++) if (studied[i] === 1 && observed[i] !== 1) missing++;
    return { agents, value };
  });
  const divisor = scale > 0 && Number.isFinite(scale) ? scale : 1;
  const worlds = centred.map(({ agents, value }) => ({ agents, value: value.map((y) => y / divisor) }));
  const unstudied = studied.reduce((total, one) => total + (one === 1 ? 0 : 1), 0);
  const notes = [
    ...(unstudied > 0
      ? [`${unstudied} of ${network.n} agents are not studied by this design and left out`]
      : []),
    ...(missing > 0
      ? [
          `${missing === 1 ? "1 outcome is" : `${missing} outcomes are`} missing and these agents left out: the test is valid only if the assignment does not decide who answers`,
        ]
      : []),
  ];
  const count = worlds.reduce((total, { agents }) => total + agents.length, 0);
  const because =
    count === 0
      ? "no outcome was observed"
      : count === 1
        ? "one outcome was observed, and a test compares two at least"
        : undefined;
  return {
    ...present({ because }),
    worlds,
    scale: divisor / shrink,
    notes,
    population: inside.reduce((total, one) => total + one, 0),
    excluded: network.ids.filter((_, i) => inside[i] === 0),
  };
}
