import { SpillwayError } from "../../src/core/SpillwayError.ts";
import { wantArgument } from "../../src/core/wantArgument.ts";
import { agentTimes } from "../../src/network/agentTimes.ts";
import type { Network } from "../../src/network/Network.ts";
import { wantNetwork } from "../../src/network/wantNetwork.ts";
import { type GroupLabels, groupNumbers } from "../settings/groupNumbers.ts";
import { switchbackPoints, type WhenToToss } from "../settings/switchbackPoints.ts";

/** What a switchback design tosses coins for, and which units it studies. */
export interface SwitchbackScheme {
  /** Periods in which coins are tossed anew, from 1. */
  readonly points: readonly number[];
  readonly periods: number;
  /** Ids of the agents. */
  readonly agents: readonly string[];
  /** Periods for which treatment acts on, as the network has it. */
  readonly carryOver: number;
  /** Coin of each unit: 0 … number of coins − 1. Units of one cluster share one between two points. */
  readonly block: Uint32Array;
  readonly blocks: number;
  /** Numbers of the units that are studied: those after the first `carryOver` periods and after the washout of their block. */
  readonly studied: Uint32Array;
}

/** Settings of the design that decide on its coins. */
interface SwitchbackQuestion extends WhenToToss {
  readonly clusters?: GroupLabels | "each" | undefined;
  readonly washout?: number | undefined;
}

/**
 * The scheme of a switchback design on a network over time.
 *
 * @throws SpillwayError when the network is not over time, the points do not fit its periods, an agent has no cluster,
 * or no unit would be studied.
 */
export function switchbackScheme(network: Network, settings: SwitchbackQuestion): SwitchbackScheme {
  wantNetwork("switchbackScheme", network);
  wantArgument("switchbackScheme", "settings", settings);
  const times = agentTimes(network);
  if (times === undefined)
    throw new SpillwayError(
      'switchback: the network must be over time, of units such as "ann@3" (an agent in a period) with edges that never go back in time: give periods with the network in a study file, or use overTime',
    );
  const { agents, agent, period, periods, carryOver } = times;
  const { clusters, washout = 0 } = settings;
  const points = switchbackPoints(settings, periods);
  const group =
    clusters === undefined
      ? new Uint32Array(agents.length)
      : clusters === "each"
        ? Uint32Array.from(agents.keys())
        : groupNumbers("switchback", clusters, { ...network, n: agents.length, ids: agents }, "cluster")
            .group;
  const pointAt = new Uint32Array(periods + 1);
  points.forEach((point, k) => pointAt.fill(k, point));
  const number = new Map<number, number>();
  const block = Uint32Array.from(period, (t, unit) => {
    const key = group[agent[unit]!]! * points.length + pointAt[t]!;
    if (!number.has(key)) number.set(key, number.size);
    return number.get(key)!;
  });
  const studied = Uint32Array.from(block.keys()).filter(
    (unit) => period[unit]! > carryOver && period[unit]! >= points[pointAt[period[unit]!]!]! + washout,
  );
  if (studied.length === 0)
    throw new SpillwayError(
      `switchback: no period is left to study: of ${periods} periods the first ${carryOver} (carry-over) and ${washout} after each point (washout) are left out: toss coins less often, or take a shorter washout`,
    );
  return { points, periods, agents, carryOver, block, blocks: number.size, studied };
}
