const THOUGHT = ["<think>", "</think>"] as const;

/** What a model says behind its thoughts, where it writes these into its reply; nothing where they do not end. */
export function withoutThought(text: string): string {
  const [begin, end] = THOUGHT;
  const at = text.lastIndexOf(end);
  if (at !== -1) return text.slice(at + end.length).trim();
  return text.trimStart().startsWith(begin) ? "" : text.trim();
}
