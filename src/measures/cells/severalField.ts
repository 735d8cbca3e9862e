import type { z } from "zod";
import { wholeNumber } from "../../core/fields.ts";

/** The setting of how many variables a measure of several is of. */
export const severalField = (): z.ZodDefault<z.ZodNumber> => wholeNumber(2).default(3);

/** The places 0, 1, … of so many variables. */
export const everyPlace = (variables: number): readonly number[] =>
  Array.from({ length: variables }, (_, place) => place);
