import { takes } from "../../estimators/answer.ts";
import type { Estimator } from "../../estimators/Estimator.ts";
import { inquiryFault } from "../../estimators/further/inquiryFault.ts";
import { type Contrast, type FurtherInquiry, inquiryKind } from "../../estimators/Inquiry.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { shown } from "../core/shown.ts";

/** An inquiry that is no contrast, without its name. */
export type FurtherInput = FurtherInquiry extends infer One
  ? One extends FurtherInquiry
    ? Omit<One, "name">
    : never
  : never;

/** What a study asks, as it is written down. */
export type InquiryInput =
  | Readonly<Record<string, readonly [first: string, second: string] | FurtherInput>>
  | readonly (Contrast | FurtherInquiry)[];

/**
 * The inquiries of a study as they are kept: contrasts, and what else is asked.
 *
 * @throws SpillwayError for none, for two of one name, and for what cannot be asked of these conditions.
 */
export function inquiries(
  given: InquiryInput,
  conditions: readonly string[],
): { readonly inquiry: Contrast[]; readonly further: FurtherInquiry[] } {
  const list = inquiryList(given);
  if (list.length === 0)
    throw new SpillwayError("study: inquiry must hold at least one contrast or other inquiry, got none");
  const seen = new Set<string>();
  const inquiry: Contrast[] = [];
  const further: FurtherInquiry[] = [];
  for (const one of list) {
    const fault = "kind" in one ? inquiryFault(one) : contrastFault(one, conditions);
    if (fault !== undefined) throw new SpillwayError(`study: ${fault}`);
    if (seen.has(one.name))
      throw new SpillwayError(
        `study: ${"kind" in one ? "inquiry" : "contrast"} ${shown(one.name)} is named twice`,
      );
    seen.add(one.name);
    if ("kind" in one) further.push({ ...one });
    else inquiry.push({ name: one.name, first: one.first, second: one.second });
  }
  return { inquiry, further };
}

/** Inquiries as a list, whichever way they are written down. */
export function inquiryList(given: InquiryInput): readonly (Contrast | FurtherInquiry)[] {
  if (Array.isArray(given)) return given as readonly (Contrast | FurtherInquiry)[];
  return Object.entries(given as Exclude<InquiryInput, readonly unknown[]>).map(([name, one]) => {
    if (Array.isArray(one)) return { name, first: one[0] as string, second: one[1] as string };
    return { ...(one as FurtherInput), name } as FurtherInquiry;
  });
}

/** @throws SpillwayError when nobody answers an inquiry, or an estimator has nothing to answer */
export function wantAnswers(
  inquiries: readonly (Contrast | FurtherInquiry)[],
  answer: readonly Estimator[],
): void {
  const alone = inquiries.find((one) => !answer.some((estimator) => takes(estimator, one)));
  if (alone !== undefined) {
    const kind = inquiryKind(alone);
    throw new SpillwayError(
      `study: no estimator of answer takes ${shown(alone.name)}, an inquiry of the kind ${kind}: name one that does (spillway estimators lists them)`,
    );
  }
  const idle = answer.find((estimator) => !inquiries.some((one) => takes(estimator, one)));
  if (idle !== undefined)
    throw new SpillwayError(
      `study: answer names ${idle.name}, which answers inquiries of the kind ${(idle.answers ?? ["contrast"]).join(", ")}, and the study asks none`,
    );
}

/** What is wrong with a contrast under an exposure with these conditions; undefined when nothing is. */
export function contrastFault(
  { name, first, second }: Contrast,
  conditions: readonly string[],
): string | undefined {
  if (name.trim() === "") return "a contrast needs a name, got an empty one";
  const unknown = [first, second].find((condition) => !conditions.includes(condition));
  if (unknown !== undefined) {
    return `contrast ${shown(name)} needs conditions of the exposure (${conditions.join(", ")}), got ${shown(unknown)}`;
  }
  if (first === second)
    return `contrast ${shown(name)} must compare two different conditions, got ${shown(first)} twice`;
  return undefined;
}
