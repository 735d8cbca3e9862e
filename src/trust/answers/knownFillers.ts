/** Sentences that programs are known to write when a call fails, each with where it was read. */
export const knownFillers: readonly { readonly text: string; readonly source: string }[] = [
  {
    text: "I need to think about this carefully...",
    source: "multi-round-avalon-agents, main.py: any text when the call fails",
  },
  {
    text: "Based on trust and past mission results.",
    source: "multi-round-avalon-agents, main.py: a random team",
  },
  { text: "I trust this team.", source: "multi-round-avalon-agents, main.py: a vote that was not read" },
  {
    text: "I'm not sure about this team.",
    source: "multi-round-avalon-agents, main.py: a vote that was not read",
  },
  {
    text: "Based on their behavior throughout the game.",
    source: "multi-round-avalon-agents, main.py: a random guess",
  },
];
