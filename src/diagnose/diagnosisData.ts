import type { Diagnosis } from "./diagnose.ts";

/** A diagnosis for JSON: all but the single simulations, and what the study says of itself. */
export function diagnosisData(diagnosis: Diagnosis): Omit<Diagnosis, "simulated" | "experiment"> {
  const { simulated: _, experiment: __, ...rest } = diagnosis;
  return rest;
}
