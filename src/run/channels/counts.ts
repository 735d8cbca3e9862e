import { z } from "zod";
import { canonicalJson, type Json } from "../../core/canonicalJson.ts";
import { defineKind, type Kind } from "../../core/defineKind.ts";
import type { Channel } from "../Channel.ts";
import { inNeighbours } from "./neighbours.ts";
import { saidValue } from "./saidValue.ts";

export interface CountsSettings {
  /** The field of the messages whose values are counted. Default: the messages themselves. */
  readonly field?: string;
}

/**
 * Every agent is told how many of its in-neighbours said what, and nothing of who did: `view.crowd` is
 * `{ counts: [{ said, n }, …], n }`, the most frequent first and equally frequent ones in the order of their canonical
 * JSON, with n the number of messages counted; `view.heard` is empty. Messages without the field are not counted.
 */
export const counts: Kind<CountsSettings, Channel> = defineKind({
  kind: "counts",
  summary: "how many in-neighbours say what",
  settings: z.strictObject({
    field: z.string({ error: "must be the name of a field" }).optional(),
  }),
  make: (params): Channel => ({
    name: "counts",
    params,
    chance: false,
    chooses: false,
    sumUp(heard) {
      const found = new Map<string, { readonly said: Json; n: number }>();
      for (const message of heard) {
        const said = saidValue(message.said, params.field);
        if (said === undefined) continue;
        const key = canonicalJson(said);
        const one = found.get(key);
        if (one) one.n++;
        else found.set(key, { said, n: 1 });
      }
      if (found.size === 0) return undefined;
      const ranked = [...found].sort(([a, x], [b, y]) => y.n - x.n || (a < b ? -1 : 1));
      const list = ranked.map(([, one]) => one);
      return { counts: list, n: list.reduce((all, { n }) => all + n, 0) };
    },
    start: ({ network }) => ({ sources: inNeighbours(network) }),
  }),
});
