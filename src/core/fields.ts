import { z } from "zod";

/** Settings that recur in the catalogues, each with the words of its error message. */

export const probability = (): z.ZodNumber =>
  z
    .number({ error: "must be a probability from 0 to 1" })
    .min(0, { error: "must be a probability from 0 to 1" })
    .max(1, { error: "must be a probability from 0 to 1" });

export const wholeNumber = (least: number): z.ZodNumber =>
  z
    .number({ error: `must be a whole number of at least ${least}` })
    .int({ error: `must be a whole number of at least ${least}` })
    .min(least, { error: `must be a whole number of at least ${least}` });

export const finite = (): z.ZodNumber => z.number({ error: "must be a finite number" });

export const seed = (): z.ZodUnion<readonly [z.ZodString, z.ZodNumber]> =>
  z.union([z.string(), z.number()], { error: "must be a text or a number" });
