import type { FixedCounts, IndependentBlocks } from "../../../designs/Structure.ts";
import type { Dependence } from "../../exposure/Exposure.ts";
import type { Network } from "../../network/Network.ts";
import type { Chances } from "./Chances.ts";
import type { Incidence } from "./incidence.ts";

/** The condition of every agent in every state of the blocks that it depends on. */
export interface StateTables {
  /** The blocks of each agent, ascending; without weights to speak of. */
  readonly rows: Incidence;
  /** The arms that each block can get, ascending. */
  readonly arms: readonly Uint8Array[];
  /** Table of agent i: `condition[starts[i]] … condition[starts[i + 1] − 1]`. The first of its blocks turns fastest. */
  readonly starts: Uint32Array;
  readonly condition: Uint8Array;
}

/** An agent with more states than this has no table. */
const MOST_STATES = 65_536;
/** States of an agent times conditions: the room that a joint law takes. */
const MOST_CELLS = 2 ** 22;
/** States of all agents together: conditions to ask for, and bytes to keep. */
const MOST_IN_ALL = 2 ** 25;

/**
 * Tabulates a mapping that names the agents it looks at. Only arms that a block can get are listed, so what is in a table
 * is possible. Undefined when an agent's blocks have more than 65,536 states, or all agents together more than 33 million.
 *
 * Cost: one condition for each state.
 */
export function stateTables(
  network: Network,
  dependence: Dependence,
  structure: IndependentBlocks | FixedCounts,
  chances: Chances,
  conditions: number,
): StateTables | undefined {
  const { n } = network;
  const { block, blocks: count } = structure;
  const ofGroup = chances.rows.map((row) => Uint8Array.from(row.keys()).filter((arm) => row[arm]! > 0));
  const arms = Array.from({ length: count }, (_, b) => ofGroup[chances.group[b]!]!);
  const agents: Uint32Array[] = [];
  const blocks: Uint32Array[] = [];
  const offsets = new Uint32Array(n + 1);
  const starts = new Uint32Array(n + 1);
  for (let i = 0; i < n; i++) {
    const list = dependence.agents(network, i);
    const row = Uint32Array.from(new Set(list.map((j) => block[j]!))).sort();
    const states = row.reduce((all, b) => all * arms[b]!.length, 1);
    const inAll = starts[i]! + states;
    if (states > MOST_STATES || states * conditions > MOST_CELLS || inAll > MOST_IN_ALL) return undefined;
    agents.push(list);
    blocks.push(row);
    offsets[i + 1] = offsets[i]! + row.length;
    starts[i + 1] = inAll;
  }
  const rows = { offsets, blocks: new Uint32Array(offsets[n]!), weights: new Uint32Array(offsets[n]!) };
  blocks.forEach((row, i) => {
    rows.blocks.set(row, offsets[i]!);
  });
  const condition = new Uint8Array(starts[n]!);
  const assignment = new Uint8Array(n);
  for (let i = 0; i < n; i++) {
    const row = blocks[i]!;
    const members = Array.from(row, (b) => agents[i]!.filter((j) => block[j] === b));
    const put = (k: number, digit: number): void => {
      const arm = arms[row[k]!]![digit]!;
      for (const j of members[k]!) assignment[j] = arm;
    };
    const digits = new Uint32Array(row.length);
    digits.forEach((_, k) => {
      put(k, 0);
    });
    for (let state = starts[i]!; state < starts[i + 1]!; state++) {
      condition[state] = dependence.condition(network, i, assignment);
      for (let k = 0; k < row.length; k++) {
        digits[k] = (digits[k]! + 1) % arms[row[k]!]!.length;
        put(k, digits[k]!);
        if (digits[k] !== 0) break;
      }
    }
  }
  return { rows, arms, starts, condition };
}
