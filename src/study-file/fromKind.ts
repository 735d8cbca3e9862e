import { explainIssue } from "../core/explainIssue.ts";
import { SpillwayError, type TextPlace } from "../core/SpillwayError.ts";
import { shown } from "../core/shown.ts";
import { suggest } from "../core/suggest.ts";
import { worstIssue } from "../core/worstIssue.ts";
import type { Catalogue } from "../study/catalogues.ts";

/** Complains at a path below the description: at its value, or at its key when the key itself is wrong. */
export type Complain = (
  message: string,
  path: readonly PropertyKey[],
  at: "value" | "key",
  /** Where in the text at that path, which may stand in a file of its own. */
  inside?: TextPlace,
) => never;

/**
 * Makes a thing from its description, `{ kind, …settings }` or the kind alone as a text, by its catalogue entry. The
 * description comes from a file, so everything that may be wrong with it is said through `complain`.
 */
export function fromKind<Made>({ noun, entries }: Catalogue<Made>, given: unknown, complain: Complain): Made {
  const described = typeof given === "string" ? { kind: given } : given;
  if (typeof described !== "object" || described === null || Array.isArray(described)) {
    return complain(`must be the kind of a ${noun}, or a mapping with one, got ${shown(given)}`, [], "value");
  }
  const { kind, ...settings } = described as { readonly kind?: unknown; readonly [setting: string]: unknown };
  const kinds = entries.map((entry) => entry.kind);
  if (kind === undefined)
    return complain(`kind is missing: it must be one of ${kinds.join(", ")}`, [], "value");
  const entry = entries.find((one) => one.kind === kind);
  const kindPath = typeof given === "string" ? [] : ["kind"];
  if (entry === undefined) {
    const hint = typeof kind === "string" ? suggest(kind, kinds) : ` (one of ${kinds.join(", ")})`;
    return complain(`there is no ${noun} ${shown(kind)}${hint}`, kindPath, "value");
  }
  const parsed = entry.settings.safeParse(settings);
  if (!parsed.success) {
    const issue = worstIssue(parsed.error.issues);
    const message = explainIssue(issue, settings, entry.settings);
    if (issue.code === "unrecognized_keys") return complain(message, [...issue.path, issue.keys[0]!], "key");
    return complain(message, issue.path, "value");
  }
  try {
    return entry.from(settings);
  } catch (cause) {
    if (!(cause instanceof SpillwayError)) throw cause;
    const { inside } = cause;
    return complain(cause.message, inside ? [inside.setting] : [], "value", inside);
  }
}
