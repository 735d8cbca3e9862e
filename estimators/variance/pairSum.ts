import { type FarPairs, FEW, type PairForm, signs, unobservable } from "./pairForm.ts";

/** The nodes that are seen: positions `seen[0] … seen[count − 1]`, ascending, with their level and their outcome. */
interface SeenNodes {
  readonly seen: Uint32Array;
  readonly count: number;
  /** 2 for positions that are not seen. */
  readonly level: Uint8Array;
  readonly shown: Float64Array;
}

/** 2 Σ over pairs k < l of nodes seen, of different agents, of w_kl θ_k θ_l. */
type PairSum = (nodes: SeenNodes) => number;

/**
 * The sum of a variance's estimator over pairs of agents, with w_kl = s_k s_l (1/(π_k π_l) − 1/π_kl), and 0 for pairs that count as
 * unobservable. What the weights take is done here. Where most pairs have the law of their agents' types, their sum is one
 * over pairs of types, of products of sums, to which pairs with laws of their own are corrections.
 *
 * Cost of an evaluation: O(agents + types² + pairs with laws of their own), or O(pairs).
 */
export function pairSum(form: PairForm): PairSum {
  const { far, partner } = form;
  const typed = far && FEW * (4 * far.types ** 2 + far.near.length) < partner.length;
  return typed ? typedSum(form, far) : listedSum(form);
}

/** w_kl of two nodes with their joint probability. */
function weightOf(form: PairForm, k: number, l: number, together: number): number {
  if (unobservable(form, together)) return 0;
  return signs(k, l) * (1 / (form.pi[k]! * form.pi[l]!) - 1 / together);
}

/** Goes through all listed pairs. */
function listedSum(form: PairForm): PairSum {
  const { population, starts, partner, joint } = form;
  const weight = new Float64Array(joint.length);
  const size = population.length;
  for (let p = 0; p < size; p++) {
    for (let entry = starts[p]!; entry < starts[p + 1]!; entry++)
      for (let m = 0; m < 4; m++)
        weight[4 * entry + m] = weightOf(
          form,
          2 * p + (m >> 1),
          2 * partner[entry]! + (m & 1),
          joint[4 * entry + m]!,
        );
  }
  // Under fixed counts every agent is everybody's partner, and those not seen can be passed over at once.
  const complete = partner.length === (size * (size - 1)) / 2;
  return ({ seen, count, level, shown }) => {
    let total = 0;
    for (let s = 0; s < count; s++) {
      const p = seen[s]!;
      const a = level[p]!;
      let row = 0;
      if (complete) {
        const before = starts[p]! - p - 1;
        for (let t = s + 1; t < count; t++) {
          const q = seen[t]!;
          row += weight[4 * (before + q) + 2 * a + level[q]!]! * shown[q]!;
        }
      } else {
        for (let entry = starts[p]!; entry < starts[p + 1]!; entry++) {
          const q = partner[entry]!;
          const b = level[q]!;
          if (b !== 2) row += weight[4 * entry + 2 * a + b]! * shown[q]!;
        }
      }
      total += 2 * row * shown[p]!;
    }
    return total;
  };
}

/** Goes through pairs of types, and through the pairs that have laws of their own. */
function typedSum(form: PairForm, far: FarPairs): PairSum {
  const { population, starts, partner, joint } = form;
  const { type, types, near } = far;
  const size = population.length;
  const common = weightsOfTypes(form, far);
  /** For each pair with a law of its own, by how much its weights differ from those of the types. */
  const own = new Float64Array(4 * near.length);
  const partners = new Uint32Array(near.length);
  const rows = new Uint32Array(size + 1);
  let e = 0;
  for (let p = 0; p < size; p++) {
    for (; e < near.length && near[e]! < starts[p + 1]!; e++) {
      const entry = near[e]!;
      const q = partner[entry]!;
      partners[e] = q;
      for (let m = 0; m < 4; m++) {
        const [a, b] = [m >> 1, m & 1];
        const usual = common[2 * types * (2 * type[p]! + a) + 2 * type[q]! + b]!;
        own[4 * e + m] = weightOf(form, 2 * p + a, 2 * q + b, joint[4 * entry + m]!) - usual;
      }
    }
    rows[p + 1] = e;
  }
  const sums = new Float64Array(2 * types);
  const squares = new Float64Array(2 * types);
  return ({ seen, count, level, shown }) => {
    sums.fill(0);
    squares.fill(0);
    let total = 0;
    for (let s = 0; s < count; s++) {
      const p = seen[s]!;
      const a = level[p]!;
      const value = shown[p]!;
      sums[2 * type[p]! + a]! += value;
      squares[2 * type[p]! + a]! += value * value;
      let row = 0;
      for (let k = rows[p]!; k < rows[p + 1]!; k++) {
        const q = partners[k]!;
        const b = level[q]!;
        if (b !== 2) row += own[4 * k + 2 * a + b]! * shown[q]!;
      }
      total += 2 * row * value;
    }
    for (let g = 0; g < 2 * types; g++) {
      let row = 0;
      for (let h = 0; h < 2 * types; h++) row += common[2 * types * g + h]! * sums[h]!;
      // Nobody is a pair with itself.
      total += sums[g]! * row - common[2 * types * g + g]! * squares[g]!;
    }
    return total;
  };
}

/** w for nodes of two types and levels, at index 2 × types × (2s + a) + 2t + b, the same both ways; 0 where no pair has these types. */
function weightsOfTypes(form: PairForm, { type, types, joint }: FarPairs): Float64Array {
  const weights = new Float64Array((2 * types) ** 2);
  /** Somebody of each type: all of one type have the same probabilities. */
  const example = new Int32Array(types).fill(-1);
  for (let p = type.length - 1; p >= 0; p--) example[type[p]!] = p;
  for (let s = 0; s < types; s++)
    for (let t = 0; t < types; t++)
      for (let m = 0; m < 4; m++) {
        const together = joint[4 * (types * s + t) + m]!;
        if (Number.isNaN(together)) continue;
        const [a, b] = [m >> 1, m & 1];
        const weight = weightOf(form, 2 * example[s]! + a, 2 * example[t]! + b, together);
        weights[2 * types * (2 * s + a) + 2 * t + b] = weight;
        weights[2 * types * (2 * t + b) + 2 * s + a] = weight;
      }
  return weights;
}
