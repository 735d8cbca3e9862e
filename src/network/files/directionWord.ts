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
