import { z } from "zod";
import { explainIssue } from "../../core/explainIssue.ts";
import type { Seal } from "./Seal.ts";

/** A name that stays within a folder, whatever system reads it. */
const path = z
  .string()
  .min(1)
  .max(1000)
  .refine(
    (text) => !/[\\:\p{Cc}]/u.test(text) && text.split("/").every((part) => !["", ".", ".."].includes(part)),
    {
      error: "must stay within the run's folder",
    },
  );
const digest = z.string().regex(/^[0-9a-f]{64}$/, { error: "must be 64 hexadecimal digits" });
const shape = z.strictObject({
  format: z.literal(1),
  spillway: z.string().max(100),
  // A plan that no study drew has none.
  study: z.strictObject({ name: z.string().max(10_000), hash: digest.or(z.literal("")) }),
  plan: z.strictObject({ hash: digest }),
  complete: z.boolean(),
  files: z.array(
    z.strictObject({
      path,
      bytes: z
        .int()
        .min(0)
        .max(2 ** 32),
      sha256: digest,
      lines: z.string(),
    }),
  ),
});

/** A seal from its text; or in words what is wrong with it. It may come from anybody. */
export function parseSeal(text: string): Seal | string {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return "it is no JSON";
  }
  const found = shape.safeParse(data);
  if (!found.success) {
    const issue = found.error.issues[0]!;
    return explainIssue(issue, data, shape);
  }
  const names = found.data.files.map(({ path: name }) => name);
  return new Set(names).size === names.length ? found.data : "it names a file twice";
}
