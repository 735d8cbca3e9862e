import type { Law } from "../../designs/Design.ts";
import { few } from "../../src/core/few.ts";
import { orthogonal } from "../../src/core/numbers/orthogonal.ts";
import type { Grouping, WorldData } from "../ExperimentData.ts";
import { covariateColumns } from "../observational/covariateColumns.ts";
import { logisticFit } from "../observational/logisticFit.ts";

/** Groups, and how likely each was to be treated as it was. */
export interface GroupPropensity {
  readonly groups: readonly { readonly name: string; readonly agents: readonly number[] }[];
  /** log f(z_g) of each group's arms. */
  readonly logs: readonly number[];
  /** P(treated) of each agent of each group, where agents are independent given what is known. */
  readonly chances?: readonly (readonly number[])[];
  /** Scores of each group where propensities were fitted, and the inverse of their mean information applied to a vector. */
  readonly fitted?: {
    readonly scores: readonly Float64Array[];
    readonly parameters: number;
    solve(vector: Float64Array): Float64Array;
  };
}

/** The groups of a world: its clusters, or those of a two-stage design. */
export function groupingOf({ clusters, probabilities }: WorldData): Grouping | undefined {
  const { twoStage } = probabilities.law;
  return clusters ?? (twoStage ? { names: twoStage.labels, of: twoStage.group } : undefined);
}

/** The probability of each group's arms under the design; or in words why the design does not allow every assignment of a group. */
export function designedPropensity(
  { arms, probabilities }: WorldData,
  groups: GroupPropensity["groups"],
): GroupPropensity | string {
  const { law } = probabilities;
  const { twoStage, structure } = law;
  if (law.arms.length !== 2) return `the design must have two arms, got ${few(law.arms)}`;
  if (twoStage) return twoStagePropensity(arms, twoStage, groups);
  if (structure.kind !== "independent-blocks") return FIXED;
  const { block, probability } = structure;
  const single = new Uint8Array(structure.blocks);
  for (const b of block) single[b]! += 1;
  const odd = block.findIndex(
    (b) => single[b] !== 1 || !(probability[2 * b]! > 0 && probability[2 * b]! < 1),
  );
  if (odd >= 0) return `agent ${few([probabilities.network.ids[odd]!])} ${COUPLED}`;
  return {
    groups,
    chances: groups.map(({ agents }) => agents.map((i) => probability[2 * block[i]! + 1]!)),
    logs: groups.map(({ agents }) =>
      agents.reduce((sum, i) => sum + Math.log(probability[2 * block[i]! + arms[i]!]!), 0),
    ),
  };
}

const FIXED =
  "a policy treats agents independently, so every assignment of a group must be possible, and this design fixes numbers of treated agents: use two-stage-effects, bernoulli, or two-stage with within: bernoulli";
const COUPLED =
  "is certain of its arm or shares it with others by design, so not every assignment of its group is possible: use bernoulli, or two-stage with within: bernoulli";

function twoStagePropensity(
  arms: Uint8Array,
  { within, group, sizes, chances, treated }: NonNullable<Law["twoStage"]>,
  groups: GroupPropensity["groups"],
): GroupPropensity | string {
  if (within !== "bernoulli") return FIXED;
  const split = groups.find(
    ({ agents }) =>
      agents.length !== sizes[group[agents[0]!]!] || agents.some((i) => group[i] !== group[agents[0]!]),
  );
  if (split)
    return `group ${few([split.name])} of the data is no group of the design: use the design's groups`;
  const logs = groups.map(({ agents }) => {
    const g = group[agents[0]!]!;
    const count = agents.reduce((sum, i) => sum + arms[i]!, 0);
    const parts = chances.map((q, s) => {
      const share = treated[s]![g]! / sizes[g]!;
      return Math.log(q) + times(count, share) + times(sizes[g]! - count, 1 - share);
    });
    const most = Math.max(...parts);
    return most + Math.log(parts.reduce((sum, part) => sum + Math.exp(part - most), 0));
  });
  const open = treated.some((row) => row.every((count, g) => count > 0 && count < sizes[g]!));
  return open
    ? { groups, logs }
    : "no saturation of the design lies between 0 and 1, so not every assignment of a group is possible";
}

/** k log x, 0 for k = 0. */
const times = (k: number, x: number): number => (k === 0 ? 0 : k * Math.log(x));

/** The probability of each group's arms by a logistic regression on covariates, agents independent given these; or in words why there is none. */
export function fittedPropensity(
  world: WorldData,
  groups: GroupPropensity["groups"],
  names: readonly string[],
): GroupPropensity | string {
  const agents = groups.flatMap((group) => group.agents);
  const columns = covariateColumns(world, names, agents);
  if (typeof columns === "string") return columns;
  const z = Uint8Array.from(agents, (i) => world.arms[i]!);
  const fit = logisticFit(columns, z, names);
  if (typeof fit === "string") return fit;
  let row = 0;
  const scores: Float64Array[] = [];
  const chances: number[][] = [];
  const logs = groups.map(({ agents: inside }) => {
    const score = new Float64Array(columns.length);
    let log = 0;
    for (const _ of inside) {
      const p = fit.fitted[row]!;
      log += z[row] === 1 ? Math.log(p) : Math.log1p(-p);
      columns.forEach((column, k) => {
        score[k]! += (z[row]! - p) * column[row]!;
      });
      row++;
    }
    scores.push(score);
    chances.push(Array.from(fit.fitted.subarray(row - inside.length, row)));
    return log;
  });
  // The information as the sum of squared scores of groups, which holds if agents of a group are alike for unseen reasons, too.
  const spread = orthogonal(columns.map((_, k) => Float64Array.from(scores, (score) => score[k]!)));
  if (typeof spread === "number") return "there are too few groups for so many covariates: use fewer";
  const { r } = spread;
  return {
    ...{ groups, logs, chances },
    fitted: { scores, parameters: columns.length, solve: (vector) => solveInformation(r, vector) },
  };
}

/** x with RᵀR x = v. */
function solveInformation(r: readonly Float64Array[], vector: Float64Array): Float64Array {
  const x = vector.slice();
  for (let j = 0; j < r.length; j++) {
    for (let m = 0; m < j; m++) x[j]! -= r[m]![j]! * x[m]!;
    x[j]! /= r[j]![j]!;
  }
  for (let j = r.length - 1; j >= 0; j--) {
    for (let m = j + 1; m < r.length; m++) x[j]! -= r[j]![m]! * x[m]!;
    x[j]! /= r[j]![j]!;
  }
  return x;
}
