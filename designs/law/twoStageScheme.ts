import { sum } from "../../src/core/numbers/sum.ts";
import { SpillwayError } from "../../src/core/SpillwayError.ts";
import { shown } from "../../src/core/shown.ts";
import { wantArgument } from "../../src/core/wantArgument.ts";
import { eachEdge } from "../../src/network/eachEdge.ts";
import type { Network } from "../../src/network/Network.ts";
import { wantNetwork } from "../../src/network/wantNetwork.ts";
import { type GroupLabels, groupNumbers } from "../settings/groupNumbers.ts";

/** One saturation: how much of a group is treated, and how often groups get it. */
export interface Saturation {
  /** Share of a group that is treated, from 0 to 1. Either this or `treated`. */
  readonly share?: number | undefined;
  /** Number of treated agents of a group: one number for all groups, or a mapping from group to number. Not with `within: bernoulli`. */
  readonly treated?: number | Readonly<Record<string, number>> | undefined;
  /** Number of groups that get this saturation. Either all saturations have this, or all have `chance`. */
  readonly groups?: number | undefined;
  /** Chance with which a group gets this saturation, above 0; each group draws its own. Chances sum to 1. */
  readonly chance?: number | undefined;
}

/** What {@link twoStageScheme} needs of the design's settings. */
interface TwoStageRequest {
  readonly groups: GroupLabels;
  readonly saturations: readonly Saturation[];
  readonly within?: "complete" | "bernoulli" | undefined;
  readonly rounding?: "refuse" | "nearest" | undefined;
}

/** What a two-stage design does on a network, worked out group by group. */
export interface TwoStageScheme {
  /** Group of each agent: 0 … number of groups − 1, in the order of first agents. */
  readonly group: Uint32Array;
  readonly labels: readonly string[];
  /** Agents in each group. */
  readonly sizes: readonly number[];
  /** Chance that a group gets saturation s, the same for every group. */
  readonly chances: readonly number[];
  /** Number of groups with saturation s; absent when each group draws its own. */
  readonly counts?: readonly number[];
  /** Treated agents of group g under saturation s, at [s][g]: as drawn (whole numbers, after rounding), or expected with `within: bernoulli`. */
  readonly treated: readonly (readonly number[])[];
  /** In how many cells of `treated` a share was no whole number of agents and was rounded. */
  readonly rounded: number;
  /** Edges between agents of different groups. Interference along them is not what the design is about. */
  readonly cutEdges: number;
}

/**
 * The groups of a two-stage design, how many agents of each are treated under each saturation (with `rounding: nearest`
 * this is the record of what was rounded), and how many edges cross between groups. Cost: O(n + edges + saturations × groups).
 *
 * @throws SpillwayError when the saturations do not fit together or the groups, with the group, its size and a way out.
 */
export function twoStageScheme(network: Network, request: TwoStageRequest): TwoStageScheme {
  wantNetwork("twoStageScheme", network);
  wantArgument("twoStageScheme", "a request", request, { fields: ["groups"] });
  const { group, labels } = groupNumbers("two-stage", request.groups, network);
  const sizes = new Array<number>(labels.length).fill(0);
  for (const g of group) sizes[g]!++;
  const stage = firstStage(request.saturations, labels.length);
  const treated = request.saturations.map((saturation, s) =>
    sizes.map((size, g) => treatedOf(request, saturation, s, { label: labels[g]!, size })),
  );
  let rounded = 0;
  if (request.within !== "bernoulli") {
    request.saturations.forEach(({ share }, s) => {
      if (share === undefined) return;
      sizes.forEach((size, g) => {
        if (!isWhole(share * size, treated[s]![g]!, size)) rounded++;
      });
    });
  }
  let cutEdges = 0;
  eachEdge(network, (a, b) => {
    if (group[a] !== group[b]) cutEdges++;
  });
  return { group, labels, sizes, ...stage, treated, rounded, cutEdges };
}

function firstStage(
  saturations: readonly Saturation[],
  groups: number,
): Pick<TwoStageScheme, "chances" | "counts"> {
  const counts = saturations.flatMap((one) => (one.groups === undefined ? [] : [one.groups]));
  const chances = saturations.flatMap((one) => (one.chance === undefined ? [] : [one.chance]));
  const all = saturations.length;
  if (!(counts.length === all && chances.length === 0) && !(chances.length === all && counts.length === 0)) {
    throw new SpillwayError(
      "two-stage: give every saturation groups (how many groups get it) or every saturation chance, not both",
    );
  }
  const total = sum(counts.length > 0 ? counts : chances);
  if (counts.length > 0) {
    if (total === groups) return { counts, chances: counts.map((count) => count / groups) };
    throw new SpillwayError(
      `two-stage: there are ${groups} groups, but saturations are given to ${total}: change groups of the saturations, or give each a chance`,
    );
  }
  if (Math.abs(total - 1) > 1e-9)
    throw new SpillwayError(`two-stage: the chances of the saturations must sum to 1, got ${total}`);
  return { chances: chances.map((chance) => chance / total) };
}

interface Place {
  readonly label: string;
  readonly size: number;
}

function treatedOf(request: TwoStageRequest, one: Saturation, s: number, { label, size }: Place): number {
  const { share, treated } = one;
  const where = `saturation ${s + 1}`;
  if ((share === undefined) === (treated === undefined)) {
    throw new SpillwayError(
      `two-stage: ${where} must have share or treated, got ${share === undefined ? "neither" : "both"}`,
    );
  }
  if (request.within === "bernoulli") {
    if (share !== undefined) return share * size;
    throw new SpillwayError(
      `two-stage: ${where} has treated, a number of agents, but within is bernoulli: give a share, or set within to complete`,
    );
  }
  if (treated !== undefined) {
    const count = typeof treated === "number" ? treated : new Map(Object.entries(treated)).get(label);
    if (count !== undefined && Number.isInteger(count) && count >= 0 && count <= size) return count;
    throw new SpillwayError(
      `two-stage: treated of ${where} must be a whole number from 0 to ${size} for group ${shown(label)}, which has ${size} agents, got ${count === undefined ? "none" : count}`,
    );
  }
  const wanted = share! * size;
  const whole = Math.round(wanted);
  if (request.rounding === "nearest" || isWhole(wanted, whole, size)) return whole;
  throw new SpillwayError(
    `two-stage: a share of ${share} of group ${shown(label)}, which has ${size} agents, is ${Number(wanted.toPrecision(6))} agents: give treated (whole numbers), or set rounding to nearest, or within to bernoulli`,
  );
}

/** A share such as 0.1 of 30 agents is 3.0000000000000004 in binary numbers. */
const isWhole = (wanted: number, whole: number, size: number): boolean =>
  Math.abs(wanted - whole) <= 1e-9 * size;
