import { z } from "zod";

const error = "must be a share of draws from 0.001 to 1";

/** The setting that says which share of draws is accepted. Default 0.1 unless another setting says what is accepted. */
export const acceptField = (): z.ZodOptional<z.ZodNumber> =>
  z.number({ error }).min(0.001, { error }).max(1, { error }).optional().meta({ default: 0.1 });
