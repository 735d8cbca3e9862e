/**
 * Outcomes without what own arms and some numbers known under the hypothesis explain: within each arm, least squares on these numbers (one after
 * the other, each without those before). Agents not listed have 0. Cost: O(agents × columns²).
 */
export function residualsOf(
  agents: ArrayLike<number>,
  outcome: Float64Array,
  group: Uint8Array,
  columns: readonly Float64Array[] = [],
): Float64Array {
  const residual = withoutMeans(agents, outcome, group);
  const used: Float64Array[] = [];
  for (const column of columns) {
    const own = withoutMeans(agents, column, group);
    for (const earlier of used) project(agents, own, earlier);
    const size = product(agents, own, own);
    // A column that adds nothing is rounding only.
    if (size <= 1e-9 * Math.max(product(agents, column, column), 1e-300)) continue;
    used.push(own);
    project(agents, residual, own);
  }
  return residual;
}

function withoutMeans(agents: ArrayLike<number>, values: Float64Array, group: Uint8Array): Float64Array {
  let groups = 0;
  for (let k = 0; k < agents.length; k++) if (group[agents[k]!]! >= groups) groups = group[agents[k]!]! + 1;
  const sum = new Float64Array(groups);
  const count = new Float64Array(groups);
  for (let k = 0; k < agents.length; k++) {
    const i = agents[k]!;
    sum[group[i]!]! += values[i]!;
    count[group[i]!]!++;
  }
  const own = new Float64Array(values.length);
  for (let k = 0; k < agents.length; k++) {
    const i = agents[k]!;
    own[i] = values[i]! - sum[group[i]!]! / count[group[i]!]!;
  }
  return own;
}

function project(agents: ArrayLike<number>, from: Float64Array, onto: Float64Array): void {
  const slope = product(agents, from, onto) / product(agents, onto, onto);
  for (let k = 0; k < agents.length; k++) from[agents[k]!]! -= slope * onto[agents[k]!]!;
}

function product(agents: ArrayLike<number>, a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < agents.length; k++) sum += a[agents[k]!]! * b[agents[k]!]!;
  return sum;
}
