import { z } from "zod";
import { defineKind, type Kind } from "../../core/defineKind.ts";
import { wholeNumber } from "../../core/fields.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import { suggest } from "../../core/suggest.ts";
import { eachEdge } from "../eachEdge.ts";
import { networkModels } from "../generators/networkModels.ts";
import type { NetworkModel } from "../NetworkModel.ts";
import type { ChangeRule } from "./ChangeRule.ts";
import { withRows } from "./withRows.ts";

export interface RedrawnSettings {
  /** The network model that each draw is of: its kind and settings, for as many agents as the network has. */
  readonly model: { readonly kind: string; readonly [setting: string]: unknown };
  /** Rounds for which a draw holds, from 1. Default 1. */
  readonly every?: number;
}

const KIND = "redrawn";

/**
 * The edges of every round, or of every few, are a fresh draw from a network model. Agents take the places of the model in the
 * order of the network; in a directed network an edge goes both ways.
 */
export const redrawn: Kind<RedrawnSettings, ChangeRule> = defineKind({
  kind: KIND,
  summary: "a fresh draw from a network model every round or every few",
  settings: z.strictObject({
    model: z.looseObject(
      { kind: z.string() },
      { error: "must be a mapping with the kind of a network model" },
    ),
    every: wholeNumber(1).default(1),
  }),
  make({ model: given, every }): ChangeRule {
    const model = modelOf(given);
    return {
      name: KIND,
      params: { model: { kind: model.name, ...model.params }, every },
      start: (network, rng) => (round, before) => {
        if ((round - 1) % every !== 0) return before;
        const drawn = model.draw(rng.fork((round - 1) / every));
        if (drawn.n !== network.n)
          throw new SpillwayError(
            `${KIND}: the model must have the ${network.n} agents of the network, got ${drawn.n}`,
          );
        const from: number[] = [];
        const to: number[] = [];
        eachEdge(drawn, (source, target) => {
          from.push(source);
          to.push(target);
          if (!network.directed) return;
          from.push(target);
          to.push(source);
        });
        return withRows(network, { from, to });
      },
    };
  },
});

function modelOf({ kind, ...settings }: RedrawnSettings["model"]): NetworkModel {
  const entry = networkModels.find((one) => one.kind === kind);
  if (entry) return entry.from(settings);
  const kinds = networkModels.map((one) => one.kind);
  throw new SpillwayError(
    `${KIND}: model must be one of ${kinds.join(", ")}, got ${shown(kind)}${suggest(kind, kinds)}`,
  );
}
