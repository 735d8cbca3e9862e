import { lineText } from "../log/journal/lineText.ts";
import type { Attempt, Turn } from "../log/Turn.ts";

/** Turns of one world and round that ended well at the first attempt and cost nothing, as the journal will have them. */
export interface PlainLines {
  readonly type: "plain";
  readonly world: number;
  readonly round: number;
  /** How many they are. */
  readonly turns: number;
  /** Their lines in UTF-8, each with its line break. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Characters that go together. */
const MUCH = 1 << 16;

/** Takes the lines of a world, and sends them on in their order. */
interface LinePacker {
  /** What cost next to nothing may be held back for a moment. */
  take(line: Turn | Attempt, cheap: boolean): void;
  flush(): void;
}

/**
 * Packs lines for the way from one thread to another. Turns of agents that compute are sent together, as the bytes that the
 * journal will have, because an object of fifteen fields takes longer on the way than in the making, and whoever writes a journal
 * for several threads has little time for each line; all other lines are sent as they are.
 */
export function linePacker(send: (message: PlainLines | Turn | Attempt) => void): LinePacker {
  const encoder = new TextEncoder();
  let held = "";
  let turns = 0;
  let world = 0;
  let round = 0;
  const flush = (): void => {
    if (turns > 0) send({ type: "plain", world, round, turns, bytes: encoder.encode(held) });
    held = "";
    turns = 0;
  };
  return {
    take(line, cheap) {
      if (!cheap || !isPlain(line)) {
        flush();
        send(line);
        return;
      }
      if (line.round !== round || line.world !== world) flush();
      ({ world, round } = line);
      held += `${lineText(line)}\n`;
      turns++;
      if (held.length > MUCH) flush();
    },
    flush,
  };
}

function isPlain(line: Turn | Attempt): boolean {
  return (
    line.type === "turn" &&
    line.status === "ok" &&
    line.attempts === 1 &&
    line.usage === undefined &&
    line.cost === undefined
  );
}
