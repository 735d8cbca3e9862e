import { lineText } from "../log/lineText.ts";
import type { Attempt, Turn } from "../log/Turn.ts";
import { TEXT } from "../log/wordsText.ts";

/** Turns of one world and round that ended well at the first attempt and cost nothing, as the journal will have them. */
export interface PlainLines {
  readonly type: "plain";
  readonly world: number;
  readonly round: number;
  /** Their lines, with line breaks between them. */
  readonly text: string;
}

/** Characters that go together. */
const MUCH = 1 << 16;

/** Takes the lines of a world, and sends them on in their order. */
export interface LinePacker {
  /** What cost next to nothing may be held back for a moment. */
  take(line: Turn | Attempt, cheap: boolean): void;
  flush(): void;
}

/**
 * Packs lines for the way from one thread to another. A turn of an agent that computes is sent as a piece of text, because an
 * object of fifteen fields takes longer on the way than in the making; all other lines are sent as they are.
 */
export function linePacker(send: (message: PlainLines | Turn | Attempt) => void): LinePacker {
  let held = "";
  let world = 0;
  let round = 0;
  const flush = (): void => {
    if (held !== "") send({ type: "plain", world, round, text: held });
    held = "";
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
      held += held === "" ? lineText(line) : `\n${lineText(line)}`;
      if (held.length > MUCH) flush();
    },
    flush,
  };
}

/** Turns of a piece of text, for whoever writes and counts them: with their text, and without what was heard and done. */
export function plainLines({ world, round, text }: PlainLines, take: (line: Turn) => void): void {
  for (let start = 0; start < text.length; ) {
    const found = text.indexOf("\n", start);
    const end = found === -1 ? text.length : found;
    const line: Turn & { readonly [TEXT]: string } = {
      type: "turn",
      world,
      round,
      phase: "",
      agent: "",
      arm: "",
      heard: NONE,
      status: "ok",
      attempts: 1,
      callId: "",
      contentHash: "",
      ms: 0,
      at: "",
      [TEXT]: text.slice(start, end),
    };
    take(line);
    start = end + 1;
  }
}

const NONE: readonly [] = [];

function isPlain(line: Turn | Attempt): boolean {
  return (
    line.type === "turn" &&
    line.status === "ok" &&
    line.attempts === 1 &&
    line.usage === undefined &&
    line.cost === undefined
  );
}
