// Takes the folder of a run away while agents are still thinking; outputPlaces.test.ts has all other places.
import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { program } from "./program.ts";

const cwd = mkdtempSync(join(tmpdir(), "spillway-places-"));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));
const at = (name: string): string => join(cwd, name);

const STUDY = `seed: 1
model: { network: { kind: ring-lattice, n: 8, k: 2 }, agents: { kind: linear-in-means } }
inquiry: { own: [treated, control] }
data: { assign: { kind: complete, treated: 4 }, expose: own-arm, rounds: 1 }
answer: [hajek]
`;

describe("a run's folder", () => {
  const PROGRAM = `
import { createInterface } from "node:readline";
for await (const line of createInterface({ input: process.stdin })) {
  const { id } = JSON.parse(line);
  setTimeout(() => console.log(JSON.stringify({ id, action: { outcome: 1 } })), 60_000);
}
`;
  writeFileSync(at("slow.mjs"), PROGRAM);
  writeFileSync(
    at("slow.yaml"),
    STUDY.replace(
      "{ kind: linear-in-means }",
      `{ kind: command, command: [${JSON.stringify(process.execPath)}, slow.mjs], atOnce: 8 }`,
    ),
  );
  const ways: Readonly<Record<string, readonly [(folder: string) => void, RegExp]>> = {
    // A file that is written meanwhile makes a removal begin again, and the lock may be the first to go.
    "is removed": [
      (folder) => rmSync(folder, { recursive: true, maxRetries: 20, retryDelay: 10 }),
      /is not there any more|has lost the lock of this run/,
    ],
    "is moved": [(folder) => renameSync(folder, `${folder}-moved`), /is not there any more/],
    "is replaced": [
      (folder) => {
        renameSync(folder, `${folder}-moved`);
        mkdirSync(folder);
      },
      /is another one now/,
    ],
    "is made read-only": [(folder) => chmodSync(folder, 0o500), /was made read-only/],
  };
  test("that is removed, moved, replaced or made read-only stops the run", async () => {
    await Promise.all(Object.keys(ways).map(stopped));
  }, 60_000);

  async function stopped(way: string): Promise<void> {
    const [change, because] = ways[way]!;
    const folder = at(way.replaceAll(" ", "-"));
    const run = spawn(process.execPath, [program, "run", "slow.yaml", "--out", folder, "--trust"], {
      cwd,
      env: { ...process.env, XDG_STATE_HOME: at("state") },
    });
    let err = "";
    run.stderr.on("data", (piece: Buffer) => (err += piece.toString()));
    const ended = new Promise<number | null>((done) => run.on("close", done));
    while (!existsSync(join(folder, "journal.jsonl"))) await new Promise((go) => setTimeout(go, 20));
    change(folder);
    const start = performance.now();
    expect(await ended).toBe(1);
    expect(performance.now() - start).toBeLessThan(10_000);
    const words = err.replaceAll(/\s+/g, " ");
    expect(words).toContain(`the folder "${folder}" `);
    expect(words).toMatch(because);
    if (way === "is made read-only") chmodSync(folder, 0o700);
    // Nothing is written where the folder was.
    else expect(existsSync(join(folder, "manifest.json"))).toBe(false);
  }
});
