import { SpillwayError } from "../../src/core/SpillwayError.ts";

/** Characters of a message, at most. */
const LONGEST = 2000;
/** Seconds of one processor for one input, at most: what others do on the machine does not count. */
const SLOWEST = 5;
/** Bytes of memory of the process, at most. */
const LARGEST = 2 ** 31;

/** What came of an input: a result, an error in words, or what must not be. */
interface Verdict {
  readonly came: "result" | "error" | "fault";
  readonly words: string;
}

/** Has an input worked on, and says what came of it. `refusal` is another error that is an answer: of an agent, say. */
export async function verdictOn(
  work: () => unknown,
  refusal?: (cause: unknown) => boolean,
): Promise<Verdict> {
  const before = process.cpuUsage();
  const verdict = await outcomeOf(work, refusal);
  const { user, system } = process.cpuUsage(before);
  const seconds = (user + system) / 1e6;
  if (seconds > SLOWEST) return { came: "fault", words: `took ${seconds.toFixed(1)} s: ${verdict.words}` };
  const { rss } = process.memoryUsage();
  if (rss > LARGEST)
    return { came: "fault", words: `took ${(rss / 2 ** 20).toFixed(0)} MB: ${verdict.words}` };
  return verdict;
}

async function outcomeOf(work: () => unknown, refusal?: (cause: unknown) => boolean): Promise<Verdict> {
  try {
    const odd = oddNumber(await work(), "result", new Set());
    return odd === undefined ? { came: "result", words: "" } : { came: "fault", words: odd };
  } catch (cause) {
    if (!(cause instanceof SpillwayError) && !refusal?.(cause))
      return {
        came: "fault",
        words: cause instanceof Error ? String(cause.stack) : `threw ${String(cause)}`,
      };
    const { message } = cause as Error;
    if (message.length > LONGEST) return { came: "fault", words: `${message.length} characters: ${message}` };
    if (
      /\b(?:Type|Range|Syntax|Reference)?Error: |undefined is|is not a function|node_modules|\[object /.test(
        message,
      )
    )
      return { came: "fault", words: `words of an inner layer: ${message}` };
    return { came: "error", words: message };
  }
}

/** Where a result holds a number that is none. */
function oddNumber(value: unknown, at: string, seen: Set<unknown>): string | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? undefined : `${at} is ${value}`;
  if (typeof value !== "object" || value === null || seen.has(value)) return undefined;
  seen.add(value);
  if (ArrayBuffer.isView(value)) {
    const list = value as unknown as ArrayLike<number>;
    for (let k = 0; k < list.length; k++)
      if (typeof list[k] === "number" && !Number.isFinite(list[k])) return `${at}[${k}] is ${list[k]}`;
    return undefined;
  }
  const parts: Iterable<[unknown, unknown]> =
    value instanceof Map ? value : Array.isArray(value) ? value.entries() : Object.entries(value);
  for (const [key, part] of parts) {
    const odd = oddNumber(part, `${at}.${String(key)}`, seen);
    if (odd !== undefined) return odd;
  }
  return undefined;
}
