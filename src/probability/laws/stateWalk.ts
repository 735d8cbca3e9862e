import type { Chances } from "./Chances.ts";
import type { StateTables } from "./stateTables.ts";

/** How the blocks of one agent are walked through, next to another agent's. One entry for each block of its row. */
export interface WalkPlan {
  /** 1 where the chance of the block's arm is this agent's to count, 0 where it is counted elsewhere. */
  readonly factor: Uint8Array;
  /** What one step of the block's digit adds to the number of the state of shared blocks; 0 for blocks of one agent only. */
  readonly shared: Float64Array;
  /** Index of the block's stratum among the coupled ones, or −1: how many such blocks are in each arm decides about both agents. */
  readonly coupled: Int16Array;
  /** Number of shared states. */
  readonly states: number;
  /** Number of coupled strata. */
  readonly strata: number;
}

/** What the blocks of one agent bring: chances by shared state, key and condition. */
export interface WalkResult {
  /** Key k: number of coupled blocks in arm a of coupled stratum q, at index (k × strata + q) × arms + a. */
  readonly counts: Uint16Array;
  readonly keys: number;
  /** Chance at index (shared state × keys + key) × conditions + condition. */
  readonly chance: Float64Array;
  /** 1 where it can happen, however small the chance. */
  readonly can: Uint8Array;
}

/**
 * What the blocks of one agent bring under fixed counts, by walking through every state: the blocks of a stratum are drawn
 * one after another without replacement. Blocks of coupled strata get no chance here, they are counted. Cost: O(states).
 */
export function stateWalk(
  i: number,
  { rows, arms: armsOf, starts, condition }: StateTables,
  { group, rows: chances, sizes, arms }: Chances,
  conditions: number,
  plan: WalkPlan,
): WalkResult {
  const row = rows.blocks.subarray(rows.offsets[i]!, rows.offsets[i + 1]!);
  const { keyOf, counts, number } = keyCounter(plan, arms);
  const chance = new Float64Array(plan.states * number * conditions);
  const can = new Uint8Array(chance.length);
  const taken = new Map<number, Uint32Array>();
  for (const b of row) taken.set(group[b]!, new Uint32Array(arms + 1));
  /** What a step needs to know of each block, so that the walk itself looks up nothing. */
  const steps = Array.from(row, (b, k) => ({
    arms: armsOf[b]!,
    counted: plan.factor[k] === 1,
    inArm: chances[group[b]!]!,
    size: sizes[group[b]!]!,
    drawn: taken.get(group[b]!)!,
    shared: plan.shared[k]!,
    coupled: plan.coupled[k]! * arms,
  }));
  const reach = (state: number, shared: number, p: number): void => {
    const at = (shared * number + keyOf()) * conditions + condition[state]!;
    chance[at]! += p;
    can[at] = 1;
  };
  const visit = (k: number, state: number, stride: number, shared: number, p: number): void => {
    const { arms: possible, counted, inArm, drawn, coupled, shared: sharedStride, size } = steps[k]!;
    const last = k + 1 === steps.length;
    const width = stride * possible.length;
    for (let digit = 0; digit < possible.length; digit++) {
      const arm = possible[digit]!;
      const at = state + digit * stride;
      const next = shared + digit * sharedStride;
      let q = p;
      if (counted) {
        const left = inArm[arm]! - drawn[arm]!;
        if (left <= 0) continue;
        q *= left / (size - drawn[arms]!);
        drawn[arm]!++;
        drawn[arms]!++;
      }
      if (coupled >= 0) counts.now[coupled + arm]!++;
      if (last) reach(at, next, q);
      else visit(k + 1, at, width, next, q);
      if (coupled >= 0) counts.now[coupled + arm]!--;
      if (counted) {
        drawn[arm]!--;
        drawn[arms]!--;
      }
    }
  };
  if (steps.length === 0) reach(starts[i]!, 0, 1);
  else visit(0, starts[i]!, 1, 0, 1);
  return { counts: counts.ofKeys, keys: number, chance, can };
}

/** Numbers the ways in which coupled blocks can be spread over the arms: at most `number` of them. */
function keyCounter(
  plan: WalkPlan,
  arms: number,
): { keyOf(): number; number: number; counts: { now: Uint16Array; ofKeys: Uint16Array } } {
  const sizes = new Uint16Array(plan.strata);
  for (const q of plan.coupled) if (q >= 0) sizes[q]!++;
  const number = spreads(sizes, arms);
  const now = new Uint16Array(plan.strata * arms);
  const ofKeys = new Uint16Array(number * now.length);
  if (plan.strata === 0) return { keyOf: () => 0, number, counts: { now, ofKeys } };
  const known = new Map<number, number>();
  return {
    number,
    counts: { now, ofKeys },
    keyOf() {
      let code = 0;
      for (let q = 0; q < plan.strata; q++)
        for (let a = 1; a < arms; a++) code = code * (sizes[q]! + 1) + now[q * arms + a]!;
      let key = known.get(code);
      if (key === undefined) {
        key = known.size;
        known.set(code, key);
        ofKeys.set(now, key * now.length);
      }
      return key;
    },
  };
}

/** Number of ways to spread that many equal blocks of each stratum over the arms. */
export function spreads(sizes: Iterable<number>, arms: number): number {
  let number = 1;
  for (const size of sizes) for (let a = 1; a < arms; a++) number *= (size + a) / a;
  return Math.round(number);
}
