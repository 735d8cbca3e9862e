import type { Heard } from "../../Agent.ts";

/** What was heard, each text with at most so many characters; what is no text stays whole. */
export function cutHeard(heard: readonly Heard[], characters: number): readonly Heard[] {
  if (characters >= longestHeard(heard)) return heard;
  return heard.map((one) => {
    if (typeof one.said !== "string" || one.said.length <= characters) return one;
    // A pair of surrogates is one sign, and stays together.
    const kept = one.said.slice(0, characters).replace(/[\uD800-\uDBFF]$/, "");
    return { from: one.from, said: `${kept} …` };
  });
}

/** Characters of the longest text that was heard; 0 where none was. */
export function longestHeard(heard: readonly Heard[]): number {
  return heard.reduce((most, { said }) => Math.max(most, typeof said === "string" ? said.length : 0), 0);
}
