/** At most `most` characters of a text, the last an ellipsis when something was cut. Never cuts a character in two. */
export function shorten(text: string, most: number): string {
  const letters = Array.from(text);
  return letters.length <= most ? text : `${letters.slice(0, Math.max(0, most - 1)).join("")}…`;
}
