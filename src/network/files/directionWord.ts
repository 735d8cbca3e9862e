import { labelKey } from "../../core/labelKey.ts";

/** Whether a word that says how an edge goes means one way only; undefined for a word that says nothing of it. */
export function directionWord(text: string): boolean | undefined {
  return WORDS.get(text.trim().toLowerCase());
}

const WORDS: ReadonlyMap<string, boolean> = new Map([
  ["directed", true],
  ["undirected", false],
  ["mutual", false],
  ["bidirectional", false],
]);

/** Whether a field says that its edge goes one way only; a column `directed` may hold true and false, too. */
export function directionIn(text: string, column: string): boolean | undefined {
  const said = directionWord(text);
  return said ?? (labelKey(column) === "directed" ? BOOLEANS.get(text.toLowerCase()) : undefined);
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ["true", true],
  ["1", true],
  ["yes", true],
  ["t", true],
  ["false", false],
  ["0", false],
  ["no", false],
  ["f", false],
]);
