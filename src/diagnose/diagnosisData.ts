import type { Diagnosis } from "./diagnose.ts";

/** A diagnosis for JSON: all but the single simulations. */
export function diagnosisData(diagnosis: Diagnosis): Omit<Diagnosis, "simulated"> {
  const { simulated: _, ...rest } = diagnosis;
  return rest;
}
