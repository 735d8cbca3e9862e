import type { Chances } from "./Chances.ts";
import type { StateTables } from "./stateTables.ts";
import type { WalkPlan, WalkResult } from "./stateWalk.ts";

/** States of some of an agent's blocks: the chance of each, and its part in the number of the state of shared blocks. */
interface PartStates {
  readonly chance: Float64Array;
  readonly shared: Uint32Array;
}

/**
 * What the blocks of one agent bring under coins. A state is one of the first half of its blocks and one of the second
 * half, and its chance the product of theirs, so a state costs one product and one sum. Cost: O(states).
 */
export function coinWalk(
  i: number,
  { rows, arms: armsOf, starts, condition }: StateTables,
  { group, rows: chances }: Chances,
  conditions: number,
  plan: WalkPlan,
): WalkResult {
  const first = rows.offsets[i]!;
  const length = rows.offsets[i + 1]! - first;
  const part = (from: number, to: number): PartStates => {
    let states: PartStates = { chance: Float64Array.of(1), shared: Uint32Array.of(0) };
    for (let k = from; k < to; k++) {
      const b = rows.blocks[first + k]!;
      const ofArm = chances[group[b]!]!;
      const factors = Float64Array.from(armsOf[b]!, (arm) => (plan.factor[k] === 1 ? ofArm[arm]! : 1));
      states = withBlock(states, factors, plan.shared[k]!);
    }
    return states;
  };
  const middle = length >> 1;
  const low = part(0, middle);
  const high = part(middle, length);
  const chance = new Float64Array(plan.states * conditions);
  const can = new Uint8Array(chance.length);
  let state = starts[i]!;
  for (let h = 0; h < high.chance.length; h++) {
    const p = high.chance[h]!;
    const shared = high.shared[h]!;
    for (let l = 0; l < low.chance.length; l++) {
      const at = (shared + low.shared[l]!) * conditions + condition[state++]!;
      chance[at]! += p * low.chance[l]!;
      can[at] = 1;
    }
  }
  return { counts: new Uint16Array(0), keys: 1, chance, can };
}

/** The states of some blocks and one more, whose digit turns slowest. */
function withBlock({ chance, shared }: PartStates, factors: Float64Array, stride: number): PartStates {
  const size = chance.length;
  const more = {
    chance: new Float64Array(size * factors.length),
    shared: new Uint32Array(size * factors.length),
  };
  for (let digit = 0; digit < factors.length; digit++) {
    for (let x = 0; x < size; x++) {
      more.chance[digit * size + x] = chance[x]! * factors[digit]!;
      more.shared[digit * size + x] = shared[x]! + digit * stride;
    }
  }
  return more;
}
