import { z } from "zod";
import { defineKind, type Kind } from "../core/defineKind.ts";
import { compileFormula } from "../core/formula/compileFormula.ts";
import { present } from "../core/present.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import type { Exposure } from "./Exposure.ts";
import { type FocalArm, focalField, withFocalArm } from "./focalArm.ts";
import { localExposure } from "./localExposure.ts";

/** Settings of {@link formulaExposure}. */
export interface FormulaExposureSettings {
  /**
   * Name of each condition and the formula that must hold (be other than zero) for it, as a mapping or as a list of pairs;
   * the first that holds counts. 1 to 255.
   */
  readonly conditions: Readonly<Record<string, string>> | readonly (readonly [string, string])[];
  /** The arm that is counted among in-neighbours, by name or index. Default: the second of two arms; with more it must be named. */
  readonly focal?: FocalArm | undefined;
  /** Name of the condition of agents for which no formula holds; "other" unless told otherwise. */
  readonly otherwise?: string | undefined;
}

/** What the formulas may speak of. */
const NAMES = ["own", "arm", "treated", "degree", "share"] as const;

/**
 * An exposure in the experimenter's own words. An agent is in the first condition whose formula holds, so conditions
 * exclude each other whatever the formulas say; agents for which none holds are in `otherwise`, which is always there.
 *
 * The formulas (see {@link compileFormula}) speak of `own` (1 if the agent's own arm is the focal arm, else 0), `arm` (index of its arm),
 * `treated` (number of in-neighbours in the focal arm), `degree` (number of in-neighbours) and `share` (treated / degree, 0 without
 * in-neighbours). The order of the conditions matters, so they are kept as a list of pairs in the exposure's `params`; a mapping with
 * whole numbers for names ("1", "2") is refused, because JavaScript would move them to the front.
 *
 * @example formulaExposure({ conditions: { crowd: "own == 0 and share >= 0.5", alone: "own == 1 and treated == 0" } })
 * @throws SpillwayError for a formula that is not allowed, with its condition and column; in use, when a formula gives NaN or an
 *   infinity, with the agent's numbers.
 */
export const formulaExposure: Kind<FormulaExposureSettings, Exposure> = defineKind({
  kind: "formula",
  summary: "conditions by formulas over own, arm, treated, degree and share",
  settings: z.strictObject({
    conditions: z.preprocess(
      keepProto,
      z.union([z.record(z.string(), z.string()), z.array(z.tuple([z.string(), z.string()]))], {
        error: "must map names of conditions to formulas",
      }),
    ),
    focal: focalField(),
    otherwise: z.string().default("other"),
  }),
  make({ conditions: given, focal: named, otherwise }) {
    const conditions = pairs(given);
    const listed = conditions.map(([name]) => name);
    checkNames(listed, otherwise);
    const formulas = conditions.map(([name, text]) =>
      compileFormula(text, NAMES, `formula: condition ${JSON.stringify(name)}`),
    );
    const params = { conditions, ...present({ focal: named }), otherwise };
    return withFocalArm(named, (focal) =>
      localExposure("formula", params, [...listed, otherwise], {
        focal,
        condition(own, treated, degree) {
          const share = degree === 0 ? 0 : treated / degree;
          const values = [own === focal ? 1 : 0, own, treated, degree, share];
          const first = formulas.findIndex((holds) => holds(values) !== 0);
          return first < 0 ? listed.length : first;
        },
      }),
    );
  },
});

/** A record of zod drops the name "__proto__" without a word; a list of pairs keeps it. */
function keepProto(given: unknown): unknown {
  if (typeof given !== "object" || given === null || Array.isArray(given)) return given;
  return Object.hasOwn(given, "__proto__") ? Object.entries(given) : given;
}

function pairs(given: Record<string, string> | [string, string][]): readonly (readonly [string, string])[] {
  if (Array.isArray(given)) return given;
  const moved = Object.keys(given).find((name) => /^(0|[1-9]\d*)$/.test(name));
  if (moved !== undefined) {
    throw new SpillwayError(
      `formula: a mapping cannot keep the place of a condition named "${moved}": give conditions as a list of pairs`,
    );
  }
  return Object.entries(given);
}

function checkNames(listed: readonly string[], otherwise: string): void {
  if (listed.length < 1 || listed.length > 255) {
    throw new SpillwayError(`formula: conditions must be 1 to 255 formulas, got ${listed.length}`);
  }
  const names = [...listed, otherwise];
  const empty = names.find((name) => name.trim() === "");
  if (empty !== undefined) {
    throw new SpillwayError(`formula: names of conditions must not be empty, got ${JSON.stringify(empty)}`);
  }
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) {
    throw new SpillwayError(
      `formula: names of conditions must differ, got ${JSON.stringify(twice)} twice (otherwise is one of them)`,
    );
  }
}
