import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SpillwayError } from "../../src/core/SpillwayError.ts";

/** Arguments that no function means, as a caller without types may give them. */
const WRONG: Readonly<Record<string, readonly unknown[]>> = {
  none: [],
  null: [null, null],
  number: [42, 42],
  text: ["x", "y"],
  mapping: [{}, {}],
};

/**
 * Not asked: what is called for every agent and edge; what a mapping of settings makes wait or run for long; and what ends in the files or
 * the clock of this process.
 */
const LEFT_OUT = new Set(["degree", "run", "worker"]);

const folder = mkdtempSync(join(tmpdir(), "spillway-types-"));
const before = process.cwd();
beforeAll(() => process.chdir(folder));
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true, force: true });
});

test("every function that users import answers arguments of wrong types in words, or not at all", async () => {
  const entries = await Promise.all([
    import("../../src/index.ts"),
    import("../../designs/index.ts"),
    import("../../estimators/index.ts"),
    import("../../src/agents/index.ts"),
    import("../../src/measures/index.ts"),
    import("../../src/entries/networks.ts"),
    import("../../src/entries/exposures.ts"),
    import("../../src/entries/studies.ts"),
    import("../../src/entries/run.ts"),
    import("../../src/entries/log.ts"),
    import("../../src/entries/report.ts"),
  ]);
  const functions = new Map<string, (...given: unknown[]) => unknown>();
  for (const entry of entries)
    for (const [name, value] of Object.entries(entry))
      if (typeof value === "function" && !/^[A-Z]/.test(name) && !LEFT_OUT.has(name))
        functions.set(name, value as (...given: unknown[]) => unknown);
  expect(functions.size).toBeGreaterThan(250);
  const faults: string[] = [];
  for (const [name, call] of functions)
    for (const [how, given] of Object.entries(WRONG))
      try {
        const found = call(...given);
        // What waits longer has begun its work: it was content with the arguments.
        if (found instanceof Promise)
          await Promise.race([found, new Promise((done) => setTimeout(done, 200))]);
      } catch (cause) {
        if (!(cause instanceof SpillwayError)) faults.push(`${name}, ${how}: ${String(cause)}`);
        else if (cause.message.length > 2000)
          faults.push(`${name}, ${how}: ${cause.message.length} characters`);
      }
  expect(faults).toEqual([]);
});
