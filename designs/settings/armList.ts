import { z } from "zod";

type Names = readonly string[];

const error = "must be 2 to 256 names, all different, untreated first";

const names: z.ZodType<Names, Names> = z
  .array(z.string().min(1), { error })
  .min(2, { error })
  .max(256, { error })
  .refine((list) => new Set(list).size === list.length, { error })
  .readonly();

/** Names of the arms of a design that may have more than two, untreated first. Default control, treated. */
export const armList = (): z.ZodDefault<typeof names> => names.default(["control", "treated"]);
