import type { z } from "zod";
import { explainIssue } from "./explainIssue.ts";
import { SpillwayError } from "./SpillwayError.ts";
import { worstIssue } from "./worstIssue.ts";

/**
 * An entry of a catalogue: a function from settings to the thing itself, which also knows its name and the schema of
 * its settings. `complete({ treated: 12 })` in TypeScript and `{ kind: complete, treated: 12 }` in a file are one thing.
 */
export interface Kind<Settings, Made> extends CatalogueEntry<Made> {
  (...settings: Record<never, never> extends Settings ? [settings?: Settings] : [settings: Settings]): Made;
}

/** A catalogue entry as a list of them sees it, whatever its settings are. */
export interface CatalogueEntry<Made> {
  readonly kind: string;
  /** One sentence for lists and help texts. */
  readonly summary: string;
  readonly settings: z.ZodType;
  /** Makes the thing from settings of unknown shape, as they come from a file. */
  from(settings: unknown): Made;
}

/**
 * Makes a catalogue entry. Settings are checked before `make` sees them, with errors of the form
 * `complete: treated must be an integer of at least 1, got "x"`.
 */
export function defineKind<Schema extends z.ZodType, Made>(entry: {
  readonly kind: string;
  readonly summary: string;
  readonly settings: Schema;
  readonly make: (settings: z.output<Schema>) => Made;
}): Kind<z.input<Schema>, Made> {
  const { kind, summary, settings, make } = entry;
  const from = (given: unknown): Made => {
    const parsed = settings.safeParse(given ?? {});
    if (!parsed.success) {
      const issue = worstIssue(parsed.error.issues);
      throw new SpillwayError(`${kind}: ${explainIssue(issue, given, settings)}`);
    }
    return make(parsed.data);
  };
  const call = (...given: readonly unknown[]): Made => from(given[0]);
  return Object.assign(call, { kind, summary, settings, from }) as Kind<z.input<Schema>, Made>;
}
