import { callId } from "../../src/log/journal/callId.ts";
import { contentHash } from "../../src/log/journal/contentHash.ts";
import type { JournalLine } from "../../src/log/Turn.ts";

/** Lines of a journal that a test has made up, with the ids of calls and the hashes that a run with this plan gives them. */
export function genuine<Line extends JournalLine>(line: Line, planHash: string): Line {
  if (line.type !== "turn" && line.type !== "attempt") return line;
  const id = callId(planHash, line.world, line.agent, line.round, line.phase);
  return line.type === "turn"
    ? { ...line, callId: id, contentHash: contentHash(line) }
    : { ...line, callId: id };
}
