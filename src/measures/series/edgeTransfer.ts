import { type Rng, rng } from "../../core/rng.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { wantArgument } from "../../core/wantArgument.ts";
import { wantWhole } from "../../core/wantWhole.ts";
import type { NotMeasured } from "../Measure.ts";
import { edgeCells } from "./edgeCells.ts";
import type { Panel } from "./Panel.ts";
import type { TransferHistory } from "./transferColumns.ts";

/** What {@link edgeTransfer} is told. */
export interface EdgeTransferOptions extends Partial<TransferHistory> {
  /** What was said, from which it is transferred. */
  readonly source: Panel;
  /** What is answered, to which it is transferred: of the same agents, rounds and worlds. */
  readonly target: Panel;
  /** Pairs of agents: source and target. */
  readonly edges: readonly (readonly [source: number, target: number])[];
  /** The codes of the source, drawn as those at hand were: the study's assignments, deliveries or pairings anew. Absent: no p-values. */
  readonly redraw?: (rng: Rng, into: Uint32Array) => void;
  /** How often to draw. Default 999. */
  readonly draws?: number;
  /** Seed of the draws. Default 1. */
  readonly seed?: string | number;
}

/** Transfer entropies of edges in bits, with their null. */
export interface EdgeTransfer {
  /** Plug-in value of each edge. */
  readonly value: Float64Array;
  /** Records of each edge. */
  readonly n: Uint32Array;
  /** The value less the mean of its null. */
  readonly effective?: Float64Array;
  /** p-value of each edge by itself. */
  readonly p?: Float64Array;
  /** The same for all edges together: the largest excess over the mean, in standard deviations (Westfall and Young 1993). */
  readonly simultaneous?: Float64Array;
  /** The mean over all edges, and its p-value. */
  readonly overall: { readonly value: number; readonly effective?: number; readonly p?: number };
}

/**
 * Transfer entropy along every edge of a network, in bits, and a null that draws anew what was randomized for all edges at once; so the p-values hold for each edge, for all together, and for their mean. An edge's
 * records are pooled over worlds and never across their ends. Cost: draws times edges times records, with 32 records counted at once, and draws times edges numbers of memory.
 *
 * @throws SpillwayError when panels do not fit each other, or an edge names an agent that is not there.
 */
export function edgeTransfer(options: EdgeTransferOptions): EdgeTransfer | NotMeasured {
  wantArgument("edgeTransfer", "options", options, { fields: ["source"] });
  const { source, target, edges, redraw, draws = 999, seed = 1 } = options;
  wantPanels(source, target, edges);
  const history = { k: options.k ?? 1, l: options.l ?? 1, delay: options.delay ?? 1 };
  for (const [name, value] of Object.entries(history)) wantWhole(`edgeTransfer: ${name}`, value, 1);
  if (edges.length === 0) return { because: "there is no edge" };
  const cells = edgeCells(source, target, edges, history);
  if ("because" in cells) return cells;
  const observed = cells.of(source.codes);
  const overall = mean(observed.value);
  if (!redraw) return { ...observed, overall: { value: overall } };
  wantWhole("edgeTransfer: draws", draws, 1);
  const stream = rng(seed).fork("edges");
  const codes = new Uint32Array(source.codes.length);
  const drawn: Float64Array[] = [];
  for (let draw = 0; draw < draws; draw++) {
    redraw(stream.fork(draw), codes);
    drawn.push(cells.of(codes).value);
  }
  return { ...observed, ...judged(observed.value, drawn, overall) };
}

const mean = (values: Float64Array): number => values.reduce((all, one) => all + one, 0) / values.length;

/** Values this close count as equal. */
const TIE = 1e-12;

function judged(
  value: Float64Array,
  drawn: readonly Float64Array[],
  overall: number,
): Required<Pick<EdgeTransfer, "effective" | "p" | "simultaneous" | "overall">> {
  const [edges, draws] = [value.length, drawn.length];
  const centre = new Float64Array(edges);
  const spread = new Float64Array(edges);
  const reached = new Float64Array(edges);
  // The values at hand count among the draws, so that mean and spread are the same whichever of them is at hand.
  for (const one of [value, ...drawn]) for (let e = 0; e < edges; e++) centre[e]! += one[e]! / (draws + 1);
  for (const one of [value, ...drawn])
    for (let e = 0; e < edges; e++) spread[e]! += (one[e]! - centre[e]!) ** 2 / (draws + 1);
  const excess = (one: Float64Array, e: number): number =>
    spread[e]! < TIE * TIE ? 0 : (one[e]! - centre[e]!) / Math.sqrt(spread[e]!);
  const highest = Float64Array.from(drawn, (one) => {
    let most = Number.NEGATIVE_INFINITY;
    for (let e = 0; e < edges; e++) {
      if (one[e]! >= value[e]! - TIE) reached[e]!++;
      const found = excess(one, e);
      if (found > most) most = found;
    }
    return most;
  }).sort();
  const simultaneous = value.map((_, e) => {
    const own = excess(value, e) - TIE;
    let below = 0;
    let above = draws;
    while (below < above) {
      const middle = (below + above) >> 1;
      if (highest[middle]! >= own) above = middle;
      else below = middle + 1;
    }
    return (1 + draws - below) / (1 + draws);
  });
  const means = drawn.map(mean);
  const nullMean = means.reduce((all, one) => all + one, 0) / draws;
  const atLeast = means.filter((one) => one >= overall - TIE).length;
  return {
    // Without the value at hand.
    effective: value.map((one, e) => ((one - centre[e]!) * (draws + 1)) / draws),
    p: reached.map((count) => (1 + count) / (1 + draws)),
    simultaneous,
    overall: { value: overall, effective: overall - nullMean, p: (1 + atLeast) / (1 + draws) },
  };
}

function wantPanels(source: Panel, target: Panel, edges: EdgeTransferOptions["edges"]): void {
  const shape = ({ agents, rounds, worlds = 1 }: Panel): string =>
    `${agents} agents, ${rounds} rounds, ${worlds} worlds`;
  if (shape(source) !== shape(target))
    throw new SpillwayError(
      `edgeTransfer: source and target must be of the same size, got ${shape(source)} and ${shape(target)}`,
    );
  for (const [name, panel] of [
    ["source", source],
    ["target", target],
  ] as const) {
    const wanted = panel.agents * panel.rounds * (panel.worlds ?? 1);
    if (panel.codes.length !== wanted)
      throw new SpillwayError(`edgeTransfer: ${name} must have ${wanted} codes, got ${panel.codes.length}`);
    for (let r = 0; r < panel.codes.length; r++)
      if (!(panel.codes[r]! <= panel.symbols && panel.codes[r]! >= 0))
        throw new SpillwayError(
          `edgeTransfer: ${name} must have codes from 0 to ${panel.symbols}, got ${panel.codes[r]} at ${r}`,
        );
  }
  const wrong = edges.find((edge) =>
    edge.some((agent) => !(Number.isInteger(agent) && agent >= 0 && agent < source.agents)),
  );
  if (wrong)
    throw new SpillwayError(
      `edgeTransfer: edges must name agents from 0 to ${source.agents - 1}, got ${wrong[0]} → ${wrong[1]}`,
    );
}
