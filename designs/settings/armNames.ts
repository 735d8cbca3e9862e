import { z } from "zod";

type TwoNames = readonly [string, string];

const twoNames: z.ZodType<TwoNames, TwoNames> = z
  .tuple([z.string().min(1), z.string().min(1)], { error: "must be two names, untreated first" })
  .readonly();

/** Names of the two arms of a design, untreated first. Default control, treated. */
export const armNames = (): z.ZodDefault<typeof twoNames> => twoNames.default(["control", "treated"]);
