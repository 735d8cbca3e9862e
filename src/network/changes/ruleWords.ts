import { kindInWords } from "../../core/kindInWords.ts";
import type { NetworkChanges } from "./NetworkChanges.ts";

/** The rule by which a network changes, in a few words: a list of edges as its length. */
export function ruleWords(rule: NetworkChanges["rule"]): string {
  const { kind, edges } = rule;
  if (kind !== "listed" || !Array.isArray(edges)) return kindInWords(rule);
  return `listed (${edges.length} stretch${edges.length === 1 ? "" : "es"} of rounds)`;
}
