/** Whether a value is a mapping with keys, and no list. */
export const isMapping = (given: unknown): given is Readonly<Record<string, unknown>> =>
  typeof given === "object" && given !== null && !Array.isArray(given);
