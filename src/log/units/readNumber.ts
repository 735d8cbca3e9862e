/**
 * The number that a text says in decimal notation, or undefined: hexadecimal, "Infinity", "NaN", an empty text and
 * numbers beyond the range of a double are none.
 */
export function readNumber(text: string): number | undefined {
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}
