/**
 * A text of at most so many characters: of a longer one the beginning, and how many are left out. Half of a pair of code units
 * is no text, so a pair that the cut would split goes as a whole.
 */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const kept = text.slice(0, Math.max(0, most - 40)).replace(/[\uD800-\uDBFF]$/, "");
  return `${kept}… (${text.length - kept.length} more characters)`;
}
