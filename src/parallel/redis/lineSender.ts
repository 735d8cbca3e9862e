import type { Redis } from "ioredis";
import { lineText } from "../../log/journal/lineText.ts";
import type { Attempt, Turn } from "../../log/Turn.ts";
import type { PlainLines } from "../../run/plainLines.ts";
import { isForNow } from "./insist.ts";
import { runScripts } from "./runScripts.ts";

interface LineSenderOptions {
  readonly client: Redis;
  /** Beginning of the run's keys. */
  readonly base: string;
  readonly world: number;
  /** Fencing token and worker, as the world was taken. */
  readonly owner: string;
  /** Told once when nothing more can be written: because another worker has the world or the run is over, or with an error. */
  readonly onLost: (cause?: unknown) => void;
  /**
   * Whether lines are kept that the server cannot take for now (its memory is full, it only reads), and sent again and again until the run is over.
   * Default: they are.
   */
  readonly patient?: () => boolean;
}

/** Sends the lines of one world to the server, in their order. */
export interface LineSender {
  send(line: Turn | Attempt | PlainLines): void;
  /** Waits until all is there, marks the world as complete or gives it back, and says whether nothing was lost. */
  end(complete: boolean): Promise<boolean>;
}

/**
 * A sender for a world that was taken with a fencing token. What a worker writes after another has taken the world is refused
 * by the server, so nothing is written twice. A line goes out at once, or, while others are on their way, with the next.
 */
export function lineSender(options: LineSenderOptions): LineSender {
  const { client, base, world, owner, onLost, patient = () => true } = options;
  const decoder = new TextDecoder();
  let writing = 0;
  let held: string[] = [];
  let lost = false;
  let broken = false;
  let going: Promise<void> | undefined;

  const lose = (cause?: unknown): void => {
    if (lost) return;
    lost = true;
    broken = cause !== undefined;
    held = [];
    onLost(cause);
  };
  const patiently = async (work: () => Promise<unknown>): Promise<unknown> => {
    for (;;) {
      try {
        return await work();
      } catch (cause) {
        if (!isForNow(cause) || !patient()) throw cause;
      }
    }
  };
  const append = async (text: string, complete: boolean): Promise<void> => {
    const given = [world, owner, text, complete ? 1 : 0, ++writing];
    if ((await patiently(() => runScripts(client, "append", base, ...given))) !== "ok") lose();
  };
  const flush = async (): Promise<void> => {
    // What comes in the same moment goes together.
    await new Promise((resolve) => setImmediate(resolve));
    try {
      while (held.length > 0) {
        const lines = held;
        held = [];
        await append(lines.join("\n"), false);
      }
    } catch (cause) {
      lose(cause);
    }
  };
  const start = (): void => {
    going ??= flush().then(() => {
      going = undefined;
      // A line may have come after the last look.
      if (held.length > 0) start();
    });
  };
  return {
    send(line) {
      if (lost) return;
      // Plain lines end with a line break each, and what is held has them between.
      held.push(line.type === "plain" ? decoder.decode(line.bytes).slice(0, -1) : lineText(line));
      start();
    },
    async end(complete) {
      while (going) await going;
      if (!lost) {
        try {
          if (complete) await append("", true);
          else await patiently(() => runScripts(client, "leave", base, world, owner));
        } catch (cause) {
          lose(cause);
        }
      } else if (broken) {
        // What is lost is played again, by whoever takes the world: it must not look as if somebody had it.
        await patiently(() => runScripts(client, "leave", base, world, owner)).catch(() => {});
      }
      return !lost;
    },
  };
}
