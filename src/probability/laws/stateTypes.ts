import type { AgentTypes } from "./agentTypes.ts";
import type { Chances } from "./Chances.ts";
import type { StateTables } from "./stateTables.ts";
import { spreads, stateWalk } from "./stateWalk.ts";

/** Types of agents, as far as the joint laws of agents without a common block depend on them. */
type StateTypes = Pick<AgentTypes, "type" | "count" | "representative">;

/** Ways to spread an agent's blocks over the arms that a joint law goes through for each agent of a pair. */
const MOST_SPREADS = 1024;
/** Products that the joint laws of all pairs of types take together. */
const MOST_PRODUCTS = 2 ** 33;

/**
 * Sorts agents by type under fixed counts: agents of one type have as many blocks in each stratum, and each way to spread
 * these over the arms gives each condition in as many states. Undefined where that is too much: more than 1,024 spreads for
 * an agent, or so many types that their pairs could not be gone through.
 *
 * Cost: O(states).
 */
export function stateTypes(
  tables: StateTables,
  chances: Chances,
  conditions: number,
): StateTypes | undefined {
  const { offsets, blocks } = tables.rows;
  const n = offsets.length - 1;
  const number = new Map<string, number>();
  const representative: number[] = [];
  const type = new Uint32Array(n);
  let widest = 0;
  for (let i = 0; i < n; i++) {
    const groups = Array.from(blocks.subarray(offsets[i]!, offsets[i + 1]!), (b) => chances.group[b]!);
    const strata = [...new Set(groups)].sort((a, b) => a - b);
    const sizes = strata.map((g) => groups.filter((one) => one === g).length);
    const codes = sizes.reduce((all, size) => all * (size + 1) ** (chances.arms - 1), 1);
    const keys = spreads(sizes, chances.arms);
    if (keys > MOST_SPREADS || codes > Number.MAX_SAFE_INTEGER) return undefined;
    widest = Math.max(widest, keys);
    const text = `${strata.map((g, q) => `${g}:${sizes[q]}`).join()}|${profile(i, groups, strata)}`;
    let found = number.get(text);
    if (found === undefined) {
      found = representative.push(i) - 1;
      number.set(text, found);
    }
    type[i] = found;
  }
  const count = representative.length;
  if ((count * widest * conditions) ** 2 / 2 > MOST_PRODUCTS) return undefined;
  return { type, count, representative };

  /** In how many states each spread gives each condition. */
  function profile(i: number, groups: readonly number[], strata: readonly number[]): string {
    const walked = stateWalk(i, tables, chances, conditions, {
      factor: new Uint8Array(groups.length),
      shared: new Float64Array(groups.length),
      coupled: Int16Array.from(groups, (g) => strata.indexOf(g)),
      states: 1,
      strata: strata.length,
    });
    const width = strata.length * chances.arms;
    return Array.from({ length: walked.keys }, (_, k) => {
      const states = walked.chance.subarray(k * conditions, (k + 1) * conditions);
      return `${walked.counts.subarray(k * width, (k + 1) * width).join()}=${states.join()}`;
    })
      .sort()
      .join(";");
  }
}
