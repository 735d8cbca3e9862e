import { z } from "zod";
import { knownKeys } from "../../src/core/explainIssue.ts";
import { shown } from "../../src/core/shown.ts";
import { suggest } from "../../src/core/suggest.ts";
import { bernoulli } from "../bernoulli.ts";
import { blocked } from "../blocked.ts";
import { cluster } from "../cluster.ts";
import { complete } from "../complete.ts";
import type { Design } from "../Design.ts";
import { graphCluster } from "../graphCluster.ts";
import { matchedPairs } from "../matchedPairs.ts";
import { twoStage } from "../twoStage.ts";

/** A design within the settings of another: its kind and its own settings. */
export interface BaseDesign {
  readonly kind:
    | "bernoulli"
    | "complete"
    | "blocked"
    | "matched-pairs"
    | "cluster"
    | "graph-cluster"
    | "two-stage";
  readonly [setting: string]: unknown;
}

// Not the catalogue itself, in which the designs that are built on these stand too.
const bases = [bernoulli, complete, blocked, matchedPairs, cluster, graphCluster, twoStage] as const;

const kinds = [
  "bernoulli",
  "complete",
  "blocked",
  "matched-pairs",
  "cluster",
  "graph-cluster",
  "two-stage",
] as const;

const error = `must be a mapping with a kind (${kinds.join(", ")}) and its settings`;

/** The setting that holds a design to be built on, checked by that design's own schema, defaults filled in. */
export const baseField = (): z.ZodType<BaseDesign, BaseDesign> =>
  z
    .looseObject({ kind: z.enum(kinds, { error: `must be one of ${kinds.join(", ")}` }) }, { error })
    .superRefine((given, context) => {
      const parsed = parse(given);
      if (parsed.success) return;
      for (const issue of parsed.error.issues) {
        if (issue.code !== "unrecognized_keys") context.addIssue({ ...issue });
        else {
          const unknown = issue.keys[0]!;
          const hint = suggest(unknown, knownKeys(entry(given.kind).settings, issue.path));
          const message = `must hold settings of ${given.kind}, but ${shown(unknown)} is none${hint}`;
          // First of all: a misspelt setting also shows as a missing one.
          context.issues.unshift({ code: "custom", path: [], message, input: given });
        }
      }
    })
    .overwrite((given) => {
      const parsed = parse(given);
      return parsed.success ? { kind: given.kind, ...(parsed.data as Record<string, unknown>) } : given;
    });

/** The design that a {@link baseField} describes. */
export function baseDesign({ kind, ...settings }: BaseDesign): Design {
  return entry(kind).from(settings);
}

function entry(kind: string): (typeof bases)[number] {
  return bases.find((base) => base.kind === kind)!;
}

function parse({ kind, ...settings }: BaseDesign): ReturnType<z.ZodType["safeParse"]> {
  return entry(kind).settings.safeParse(settings);
}
