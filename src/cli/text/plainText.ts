/** A text from a file or an agent, without anything that a terminal would obey. */
export function plainText(text: string): string {
  return text.replace(/\p{Cc}/gu, (sign) => (sign === "\n" || sign === "\t" ? sign : "·"));
}
