import { z } from "zod";
import { defineKind, type Kind } from "../../core/defineKind.ts";
import { sum } from "../../core/numbers/sum.ts";
import type { Channel } from "../Channel.ts";
import { inNeighbours } from "./neighbours.ts";
import { saidValue } from "./saidValue.ts";

export interface MeanSettings {
  /** The field of the messages whose mean is taken. Default: the messages are the numbers. */
  readonly field?: string;
}

/**
 * Every agent is told the mean of what its in-neighbours said, and nothing of who said what: `view.crowd` is
 * `{ mean, n }`, with n the number of messages that the mean is of, and `view.heard` is empty. True counts as 1 and false
 * as 0; messages without such a number are not counted. Absent when there is no number at all.
 */
export const mean: Kind<MeanSettings, Channel> = defineKind({
  kind: "mean",
  summary: "the mean of what in-neighbours say",
  settings: z.strictObject({
    field: z.string({ error: "must be the name of a field" }).optional(),
  }),
  make: (params): Channel => ({
    name: "mean",
    params,
    chance: false,
    chooses: false,
    sumUp(heard) {
      const values = heard.flatMap(({ said }) => {
        const value = saidValue(said, params.field);
        const number = typeof value === "number" || typeof value === "boolean" ? Number(value) : Number.NaN;
        return Number.isFinite(number) ? [number] : [];
      });
      if (values.length === 0) return undefined;
      const total = sum(values);
      // A sum beyond the largest number has a mean all the same.
      const mean = Number.isFinite(total) ? total / values.length : sum(values.map((x) => x / values.length));
      return { mean, n: values.length };
    },
    start: ({ network }) => ({ sources: inNeighbours(network) }),
  }),
});
