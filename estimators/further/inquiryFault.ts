import { shown } from "../../src/core/shown.ts";
import { wantArgument } from "../../src/core/wantArgument.ts";
import type { FurtherInquiry } from "../Inquiry.ts";

const share = (x: number): boolean => x >= 0 && x <= 1;

/** What is wrong with an inquiry that is no contrast, whatever the data; undefined when nothing is. */
export function inquiryFault(inquiry: FurtherInquiry): string | undefined {
  wantArgument("inquiryFault", "an inquiry", inquiry, { fields: ["name"] });
  const { name } = inquiry;
  if (name.trim() === "") return "an inquiry needs a name, got an empty one";
  if (inquiry.kind === "slope" && inquiry.on.trim() === "")
    return `slope ${shown(name)} needs what it is on: share, count, or the name of a covariate`;
  if (inquiry.kind === "test") {
    if (inquiry.hypothesis.trim() === "") return `test ${shown(name)} needs the hypothesis that it tests`;
    const { distance } = inquiry;
    if (distance !== undefined && !(Number.isInteger(distance) && distance >= 0))
      return `test ${shown(name)}: distance must be a whole number of at least 0, got ${distance}`;
  }
  if (inquiry.kind === "most") {
    const { first, second } = inquiry;
    if (first.trim() === "" || second.trim() === "" || first === second)
      return `question ${shown(name)} needs two different conditions, got ${shown(first)} and ${shown(second)}`;
  }
  return inquiry.kind === "policy" ? policyFault(inquiry) : undefined;
}

/** Saturations at which an effect is not defined: nobody, or everybody, is in one of its arms. */
function policyFault({
  name,
  effect,
  saturation,
  reference = 0,
}: Extract<FurtherInquiry, { kind: "policy" }>): string | undefined {
  if (!share(saturation) || !share(reference))
    return `policy effect ${shown(name)}: a saturation must be from 0 to 1, got ${share(saturation) ? reference : saturation}`;
  const needs = {
    direct: [saturation > 0 && saturation < 1, "between 0 and 1"],
    indirect: [saturation < 1 && reference < 1, "below 1, and its reference too"],
    total: [saturation > 0 && reference < 1, "above 0, and its reference below 1"],
    overall: [true, ""],
  } as const;
  const [possible, words] = needs[effect];
  if (!possible)
    return `policy effect ${shown(name)}: the saturation of ${effect} must be ${words}, got ${saturation}${effect === "direct" ? "" : ` against ${reference}`}`;
  if (effect !== "direct" && saturation === reference)
    return `policy effect ${shown(name)} must compare two different saturations, got ${saturation} twice`;
  return undefined;
}
