/** The number that a weight's text spells, or undefined when it spells none; stricter than Number(), to which "" is 0. */
export function readWeight(text: string): number | undefined {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
}
