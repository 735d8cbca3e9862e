import type { Inquiry } from "../../estimators/Inquiry.ts";
import { present } from "../core/present.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { shown } from "../core/shown.ts";
import { suggest } from "../core/suggest.ts";
import { wantText } from "../core/wantText.ts";

/** The effects of a policy that treats agents by independent coins (Hudgens and Halloran 2008). */
const POLICY_EFFECTS = ["direct", "indirect", "total", "overall"] as const;

type PolicyEffectName = (typeof POLICY_EFFECTS)[number];

/**
 * What a contrast is judged by.
 *
 * - `exposure`: the effect of its own two conditions
 * - `global`: the global average treatment effect (GATE): mean outcome with all agents treated minus with none
 * - `unknown`: nothing, where no truth is known, as of a slope; or there is none, as of a test
 * - a policy effect at a saturation, compared with a reference saturation (default 0; `direct` has none)
 */
export type Estimand =
  | { readonly kind: "exposure" }
  | { readonly kind: "global" }
  | { readonly kind: "unknown" }
  | { readonly kind: PolicyEffectName; readonly saturation: number; readonly reference?: number };

/**
 * An estimand from a text: `exposure`, `global`, `direct:0.5`, `indirect:0.5`, or `total:0.8:0.2` for 0.8 against 0.2.
 *
 * @throws SpillwayError for other texts and for saturations that leave the effect undefined.
 */
export function parseEstimand(text: string): Estimand {
  wantText("parseEstimand", "an estimand", text);
  const [kind, ...numbers] = text.trim().split(":");
  if (kind === "exposure" || kind === "global") {
    if (numbers.length > 0)
      throw new SpillwayError(`estimand: ${kind} takes no saturation, got ${shown(text)}`);
    return { kind };
  }
  const known = ["exposure", "global", ...POLICY_EFFECTS];
  const name = POLICY_EFFECTS.find((one) => one === kind);
  if (name === undefined)
    throw new SpillwayError(
      `estimand: wanted one of ${known.join(", ")}, got ${shown(kind)}${suggest(kind ?? "", known)}`,
    );
  const [saturation, reference] = numbers.map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  if (saturation === undefined || numbers.length > (name === "direct" ? 1 : 2))
    throw new SpillwayError(
      `estimand: wanted ${name === "direct" ? "direct:saturation" : `${name}:saturation or ${name}:saturation:reference`}, got ${shown(text)}`,
    );
  const found: Estimand = { kind: name, saturation, ...present({ reference }) };
  wantEstimand(found);
  return found;
}

/** @throws SpillwayError for saturations at which an effect is not defined: nobody, or everybody, is in one of its arms. */
export function wantEstimand(estimand: Estimand): void {
  if (estimand.kind === "exposure" || estimand.kind === "global" || estimand.kind === "unknown") return;
  const { kind, saturation, reference = 0 } = estimand;
  const share = (x: number): boolean => x >= 0 && x <= 1;
  if (!share(saturation) || !share(reference))
    throw new SpillwayError(
      `estimand: a saturation must be from 0 to 1, got ${share(saturation) ? reference : saturation}`,
    );
  const needs = {
    direct: [saturation > 0 && saturation < 1, "between 0 and 1"],
    indirect: [saturation < 1 && reference < 1, "below 1"],
    total: [saturation > 0 && reference < 1, "above 0, and its reference below 1"],
    overall: [true, ""],
  } as const;
  const [possible, words] = needs[kind];
  if (!possible)
    throw new SpillwayError(
      `estimand: the saturation of ${kind} must be ${words}, got ${kind === "direct" ? saturation : `${saturation} against ${reference}`}`,
    );
}

/** An estimand in words. */
export function estimandInWords(estimand: Estimand): string {
  switch (estimand.kind) {
    case "exposure":
      return "the effect of its conditions";
    case "unknown":
      return "no truth: it is not known, or there is none, as of a test";
    case "global":
      return "global average treatment effect, GATE (all treated − none)";
    case "direct":
      return `own treatment while others are treated with probability ${estimand.saturation}`;
    case "indirect":
      return `for the untreated, others treated with probability ${estimand.saturation} against ${estimand.reference ?? 0}`;
    case "total":
      return `treated among others treated with probability ${estimand.saturation} against untreated among ${estimand.reference ?? 0}`;
    case "overall":
      return `all treated with probability ${estimand.saturation} against ${estimand.reference ?? 0}`;
  }
}

/** What an inquiry is judged by when nobody says otherwise. */
export function estimandOf(inquiry: Inquiry): Estimand {
  if (!("kind" in inquiry)) return { kind: "exposure" };
  if (inquiry.kind === "global") return { kind: "global" };
  if (inquiry.kind !== "policy") return { kind: "unknown" };
  const { effect, saturation, reference } = inquiry;
  return { kind: effect, saturation, ...present({ reference }) };
}
