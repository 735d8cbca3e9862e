#!/usr/bin/env node
import { SpillwayError } from "../core/SpillwayError.ts";
import { lostItsFolder } from "../run/folderWatch.ts";
import { fail } from "./fail.ts";
import { program } from "./program.ts";

// A reader that closes the pipe early (head, less) is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  process.exit(fail(unwritten(error)));
});
// Nobody reads the words beside the results: the work goes on, and its exit code tells how it ended.
process.stderr.on("error", () => {});

try {
  await program().parseAsync(process.argv);
} catch (error) {
  // Not process.exit: what is still on its way to a pipe must arrive.
  process.exitCode = fail(error);
  // Calls that are still open, of a run that can keep no answer, keep nobody waiting.
  if (lostItsFolder(error)) setTimeout(() => process.exit(), 500).unref();
}

function unwritten({ code, message }: NodeJS.ErrnoException): SpillwayError {
  const why = code === "ENOSPC" ? "no space is left there" : (code ?? message);
  return new SpillwayError(`cannot write to standard output: ${why}`, { kind: "failure" });
}
