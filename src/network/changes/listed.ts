import { z } from "zod";
import { defineKind, type Kind } from "../../core/defineKind.ts";
import { meant } from "../../core/doubleOf.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import type { Network } from "../Network.ts";
import type { ChangeRule } from "./ChangeRule.ts";
import { withRows } from "./withRows.ts";

/** An edge and the rounds in which it is heard: source, target, the first round and the last; without a last, from the first on. */
export type ListedEdge = readonly [source: string, target: string, from: number, until?: number];

export interface ListedSettings {
  /** The edges; one that is heard in several stretches of rounds stands once for each. In a study file a table stands here. */
  readonly edges: readonly ListedEdge[];
}

const KIND = "listed";
const round = (): z.ZodInt =>
  z.int({ error: "must be a round, a whole number of at least 1" }).min(1, { error: "must be at least 1" });

/**
 * Edges are heard in the rounds that a list says, and in no other. They need not be edges of the declared network; those that are have
 * its weights, all others weigh 1. Rounds that no edge is listed for are silent.
 */
export const listed: Kind<ListedSettings, ChangeRule> = defineKind({
  kind: KIND,
  summary: "each edge is heard in the rounds that a table says",
  settings: z.strictObject({
    edges: z
      .array(
        z
          .tuple([z.string(), z.string(), round(), round().optional()], {
            error: "must be a list of source, target, the first round and, where there is one, the last",
          })
          .readonly(),
        { error: "must be a list of edges with their rounds" },
      )
      .readonly(),
  }),
  make(params): ChangeRule {
    const { edges } = params;
    const wrong = edges.find(([, , from, until = from]) => until < from);
    if (wrong)
      throw new SpillwayError(
        `${KIND}: the edge from ${shown(wrong[0])} to ${shown(wrong[1])} must be heard until round ${wrong[2]}, its first, or later, got ${wrong[3]}`,
      );
    return {
      name: KIND,
      params,
      start(network) {
        const index = new Map(network.ids.map((id, i) => [id, i]));
        const numberOf = (id: string): number => {
          const i = index.get(id);
          if (i === undefined)
            throw new SpillwayError(
              `${KIND}: agent ${shown(id)} of an edge is not in the network${meant(id, network.ids)}`,
            );
          return i;
        };
        const all = edges.flatMap(([source, target, from, until = Number.POSITIVE_INFINITY]) => {
          const [s, t] = [numberOf(source), numberOf(target)];
          return s === t ? [] : [{ s, t, from, until, weight: weightIn(network, s, t) }];
        });
        return (round) => {
          const now = all.filter(({ from, until }) => from <= round && round <= until);
          return withRows(network, {
            from: now.map(({ s }) => s),
            to: now.map(({ t }) => t),
            weight: now.map(({ weight }) => weight),
          });
        };
      },
    };
  },
});

function weightIn({ offsets, sources, weights }: Network, source: number, target: number): number {
  if (!weights) return 1;
  const at = sources.subarray(offsets[target]!, offsets[target + 1]!).indexOf(source);
  return at === -1 ? 1 : weights[offsets[target]! + at]!;
}
