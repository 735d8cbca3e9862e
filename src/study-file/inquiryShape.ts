import { z } from "zod";
import type { Contrast, FurtherInquiry } from "../../estimators/Inquiry.ts";
import { finite, wholeNumber } from "../core/fields.ts";
import type { FurtherInput, InquiryInput } from "../study/inquiries.ts";

type Pair = readonly [first: string, second: string];

const text = (): z.ZodString => z.string({ error: "must be a text" }).min(1, { error: "must not be empty" });
const share = (): z.ZodNumber =>
  finite().min(0, { error: "must be from 0 to 1" }).max(1, { error: "must be from 0 to 1" });

const pair: z.ZodType<Pair> = z.tuple([text(), text()], {
  error: "must be a list of two conditions, [first, second]",
});

/** Inquiries that are no contrasts, by their kind, without a name. */
const FURTHER = {
  policy: {
    kind: z.literal("policy"),
    effect: z
      .enum(["direct", "indirect", "total", "overall"], {
        error: "must be direct, indirect, total or overall",
      })
      .describe("which effect of treating a share"),
    saturation: share().describe("share treated"),
    reference: share().optional().describe("share that it is compared with; default 0"),
  },
  slope: {
    kind: z.literal("slope"),
    on: text().describe("share or count of treated in-neighbours, or the name of a covariate"),
  },
  global: { kind: z.literal("global") },
  test: {
    kind: z.literal("test"),
    hypothesis: text().describe("the hypothesis, such as no-effect or no-spillover"),
    distance: wholeNumber(0)
      .optional()
      .describe("distance beyond which the hypothesis says there is no spillover"),
    first: text().optional().describe("of a hypothesis about two conditions, the first"),
    second: text().optional().describe("of a hypothesis about two conditions, the second"),
  },
  most: {
    kind: z.literal("most"),
    first: text().describe("first condition of the contrast whose largest effect among groups is asked"),
    second: text().describe("its second condition"),
  },
} as const;

const kinds = (name: Record<string, z.ZodType>): z.ZodType =>
  z.discriminatedUnion(
    "kind",
    [
      z.strictObject({ ...name, ...FURTHER.policy }),
      z.strictObject({ ...name, ...FURTHER.slope }),
      z.strictObject({ ...name, ...FURTHER.global }),
      z.strictObject({ ...name, ...FURTHER.test }),
      z.strictObject({ ...name, ...FURTHER.most }),
    ],
    { error: `kind must be one of ${Object.keys(FURTHER).join(", ")}` },
  );

const withoutName = kinds({}) as z.ZodType<FurtherInput>;
const withName = kinds({ name: text() }) as z.ZodType<FurtherInquiry>;

const contrast = z.strictObject({ name: text(), first: text(), second: text() });

/** Inquiries by name: `direct: [direct, none]`, `everybody: { kind: global }`. */
const namedInquiries: z.ZodType<Record<string, Pair | FurtherInput>> = z.record(
  text(),
  z.union([pair, withoutName]),
);

/** Inquiries as a list, which keeps any order. */
const listed: z.ZodType<(Contrast | FurtherInquiry)[]> = z.array(z.union([contrast, withName]));

/** What a study asks, as a mapping by name or as a list. */
export const inquiryShape: z.ZodType<InquiryInput> = z.union([namedInquiries, listed], {
  error: "must be a mapping",
});

/** What is wrong with the first inquiry that fits no form, said by the form that was meant; undefined when all fit. */
function inquiryIssue(given: unknown): z.core.$ZodIssue | undefined {
  if (typeof given !== "object" || given === null) return undefined;
  const named = Array.isArray(given);
  const entries: [string | number, unknown][] = named
    ? given.map((one, k) => [k, one])
    : Object.entries(given);
  for (const [at, one] of entries) {
    const inner = meant(one, named).safeParse(one).error?.issues[0];
    if (inner) return { ...inner, path: [at, ...inner.path] };
  }
  return undefined;
}

function meant(given: unknown, named: boolean): z.ZodType {
  const mapping = typeof given === "object" && given !== null && !Array.isArray(given) ? given : undefined;
  if (mapping && "kind" in mapping) return named ? withName : withoutName;
  return named ? contrast : pair;
}

/** A union of forms says only that none fits; the form that was meant says what is wrong. */
export function finestIssue(issue: z.core.$ZodIssue, data: unknown): z.core.$ZodIssue {
  if (issue.code !== "invalid_union" || issue.path.join(".") !== "inquiry") return issue;
  const inner = inquiryIssue((data as { inquiry?: unknown }).inquiry);
  return inner ? { ...inner, path: ["inquiry", ...inner.path] } : issue;
}
