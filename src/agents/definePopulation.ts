import type { z } from "zod";
import { defineKind, type Kind } from "../core/defineKind.ts";
import type { Population } from "./Population.ts";

/** How the populations of the catalogue are made from settings, by kind; each enters when its file is loaded. */
const makers = new Map<string, (settings: unknown) => Population>();

/** Makes a population's catalogue entry, which {@link makerOf} finds again by its kind. */
export function definePopulation<Schema extends z.ZodType>(entry: {
  readonly kind: string;
  readonly summary: string;
  readonly settings: Schema;
  readonly make: (settings: z.output<Schema>) => Population;
}): Kind<z.input<Schema>, Population> {
  const made = defineKind(entry);
  makers.set(made.kind, made.from);
  return made;
}

/**
 * What makes the catalogue's populations of a kind; undefined when the catalogue has none of that name. Who holds such a
 * population has loaded its file, so nobody needs to load the whole catalogue to ask.
 */
export function makerOf(kind: string): ((settings: unknown) => Population) | undefined {
  return makers.get(kind);
}
