import { CommanderError } from "commander";
import { createColors } from "picocolors";
import { blankKeys } from "../agents/endpoint/blankKeys.ts";
import { cut } from "../core/cut.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { plainText } from "./text/plainText.ts";

/** Characters of a message, at most. */
const LONGEST = 1500;

const colors = createColors(process.stderr.isTTY === true && !process.env.NO_COLOR);

/**
 * Says what went wrong on standard error, in one line, and gives the exit code: 2 when the request must change, 1 when
 * something broke. A stack is shown only for errors that are none of Spillway's own, and only with DEBUG=spillway.
 */
export function fail(error: unknown): number {
  if (error instanceof CommanderError) {
    // Commander has written its message already; help and version are no failures.
    return error.exitCode === 0 ? 0 : 2;
  }
  // Whatever was given may hold a key: on the command line, in a file, in what a library says.
  const clean = blankKeys([]);
  const say = (text: string): void => void process.stderr.write(`${colors.red(plainText(clean(text)))}\n`);
  if (error instanceof SpillwayError) {
    say(`spillway: ${error.message}`);
    return error.kind === "input" ? 2 : 1;
  }
  if (process.env.DEBUG === "spillway")
    process.stderr.write(`${clean(String(error instanceof Error ? error.stack : error))}\n`);
  else
    say(
      `spillway: an unexpected error: ${cut(error instanceof Error ? error.message : String(error), LONGEST)}. Set DEBUG=spillway to see where.`,
    );
  return 1;
}
