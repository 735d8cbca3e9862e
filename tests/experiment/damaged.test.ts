import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { planHash } from "../../designs/draw.ts";
import type { Json } from "../../src/core/canonicalJson.ts";
import { rng } from "../../src/core/rng.ts";
import { SpillwayError } from "../../src/core/SpillwayError.ts";
import { estimateFiles } from "../../src/experiment/estimates/estimateFiles.ts";
import { readPlan } from "../../src/experiment/keepPlan.ts";
import { loadRun } from "../../src/experiment/loadRun.ts";
import { runStudy } from "../../src/experiment/runStudy.ts";
import { readJournal } from "../../src/log/journal/readJournal.ts";
import { withCheck } from "../../src/log/journal/withCheck.ts";
import { parseStudy } from "../../src/study-file/parseStudy.ts";
import { traceRun } from "../../src/trace/traceRun.ts";
import { changedText, damagedLines } from "../support/damage.ts";

// SPILLWAY_FUZZ=10000 makes as many changes of each kind as were made once for the record; few show that it still holds.
const CHANGES = Number(process.env.SPILLWAY_FUZZ ?? 12);

const folder = mkdtempSync(join(tmpdir(), "spillway-damaged-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const STUDY = `
seed: 5
model:
  network: { kind: small-world, n: 8, k: 2, rewire: 0.1 }
  agents: { kind: linear-in-means, spread: 1, direct: 1 }
inquiry: { total: [treated, control] }
data: { assign: { kind: complete, treated: 4 }, expose: own-arm, rounds: 2, worlds: 2 }
answer: [hajek]
`;
const whole = join(folder, "whole");
const out = join(folder, "out");
const journalFile = join(out, "journal.jsonl");
const planFile = join(out, "plan.json");
let lines: readonly string[] = [];

beforeAll(async () => {
  await runStudy(await parseStudy(STUDY), { out: whole });
  lines = readFileSync(join(whole, "journal.jsonl"), "utf8").trimEnd().split("\n");
});

const restore = (): void => cpSync(whole, out, { recursive: true });

/** Everything that reads a journal, and what it makes of it. */
const readers: Readonly<Record<string, () => Promise<unknown>>> = {
  readJournal: async () => {
    const { turns, attempts } = readJournal(journalFile, readPlan(planFile));
    // The order of lines within a round is no result.
    return [...turns, ...attempts].map((line) => JSON.stringify(line)).sort();
  },
  report: async () => {
    const { units, statuses, checks } = await loadRun(out);
    return { units, statuses, checks };
  },
  resume: async () => {
    const result = await runStudy(await parseStudy(readFileSync(join(out, "study.json"), "utf8")), { out });
    return result.complete ? { rows: result.rows, checks: result.checks } : "stopped";
  },
  estimate: async () =>
    estimateFiles({
      network: join(folder, "edges.csv"),
      design: '{"kind":"complete","treated":4}',
      exposure: "own-arm",
      units: join(out, "units.csv"),
      contrasts: ["total=treated:control"],
      estimators: ["hajek"],
    }),
  trace: async () => {
    const spans: string[] = [];
    for await (const span of traceRun(out, { content: true })) spans.push(JSON.stringify(span));
    return spans.sort();
  },
};

/** What a reader does: a fault in words with file and line, the same result as before, or something that must not be. */
async function verdict(read: () => Promise<unknown>, before: unknown, file: string): Promise<string> {
  try {
    const found = await read();
    return JSON.stringify(found) === JSON.stringify(before) ? "same" : "ANOTHER RESULT";
  } catch (cause) {
    if (!(cause instanceof SpillwayError)) return `UNEXPECTED ${String(cause)}`;
    if (cause.message.length > 2000) return "TOO LONG";
    const place = cause.message.startsWith(file);
    return place ? "refused" : `NO PLACE ${cause.message.slice(0, 200)}`;
  }
}

describe("a damaged journal", () => {
  test("is refused with file and line by every reader, or alters no result", async () => {
    restore();
    writeFileSync(
      join(folder, "edges.csv"),
      `source,target\n${readPlan(planFile)
        .agents.map((id, k, all) => `${id},${all[(k + 1) % all.length]}`)
        .join("\n")}\n`,
    );
    const before = new Map<string, unknown>();
    for (const [name, read] of Object.entries(readers)) before.set(name, await read());
    const random = rng("damage");
    const wrong: string[] = [];
    const seen = { refused: 0, same: 0 };
    const damages = [...damagedLines(lines, random, CHANGES)];
    for (const { what, lines: damaged } of damages) {
      for (const [name, read] of Object.entries(readers)) {
        restore();
        writeFileSync(journalFile, `${damaged.join("\n")}\n`);
        const found = await verdict(read, before.get(name), `${journalFile}:`);
        if (found === "refused" || found === "same") seen[found]++;
        else wrong.push(`${name}, ${what}: ${found}`);
      }
    }
    expect(wrong.slice(0, 20)).toEqual([]);
    expect(seen.refused).toBeGreaterThan(5 * seen.same);
  }, 600_000);

  test("whose checks and hashes were made anew, too, is understood or refused", async () => {
    restore();
    const random = rng("shapes");
    const wrong: string[] = [];
    for (let k = 0; k < CHANGES; k++) {
      restore();
      const at = random.integer(lines.length);
      const { check: _, ...line } = JSON.parse(lines[at]!) as Record<string, Json>;
      const changed = changedText(JSON.stringify(line), random);
      const damaged = lines.map((text, i) => (i === at ? withCheck(changed) : text));
      writeFileSync(journalFile, `${damaged.join("\n")}\n`);
      for (const name of ["readJournal", "report", "resume", "trace"]) {
        const found = await verdict(readers[name]!, undefined, journalFile);
        if (found.startsWith("UNEXPECTED") || found.startsWith("TOO LONG"))
          wrong.push(`${name}, ${changed.slice(0, 300)}: ${found}`);
      }
    }
    expect(wrong.slice(0, 20)).toEqual([]);
  }, 600_000);
});

describe("a damaged plan", () => {
  test("with a right hash is refused where its shape is wrong, and is never an unexpected error", async () => {
    restore();
    const plan = JSON.parse(readFileSync(planFile, "utf8")) as Record<string, Json>;
    const random = rng("plans");
    const wrong: string[] = [];
    const { hash: _, ...rest } = plan;
    const given: string[] = [
      ...[1, null, [[0, 1], null], [], {}, "x"].map((assignments) => ({ ...rest, assignments })),
      ...[0, [], ["a", "a"], null].map((agents) => ({ ...rest, agents })),
      ...[{}, undefined, ["x"], [1, 2]].map((arms) => ({ ...rest, arms })),
      ...Object.keys(rest).map((key) => ({ ...rest, [key]: undefined })),
    ].map((one) => JSON.stringify(one));
    for (let k = 0; k < CHANGES; k++) given.push(changedText(JSON.stringify(rest), random));
    for (const text of given) {
      restore();
      const changed = JSON.parse(text) as Record<string, Json>;
      const hashed =
        typeof changed === "object" && changed !== null ? { ...changed, hash: hashOf(changed) } : changed;
      writeFileSync(planFile, JSON.stringify(hashed));
      for (const name of ["report", "resume", "trace"]) {
        const found = await verdict(readers[name]!, undefined, planFile);
        if (found.startsWith("UNEXPECTED") || found.startsWith("TOO LONG"))
          wrong.push(`${name}, ${text.slice(0, 300)}: ${found}`);
      }
    }
    expect(wrong.slice(0, 20)).toEqual([]);
  }, 600_000);
});

describe("a table of units", () => {
  test("that was edited by hand is noticed where the journal is beside it, and alone it is a table", async () => {
    const table = readFileSync(join(whole, "units.csv"), "utf8").trimEnd().split("\n");
    const row = table[5]!.split(",");
    const edits: Readonly<Record<string, readonly string[]>> = {
      outcome: table.map((line, k) => (k === 5 ? [...row.slice(0, 4), "999", row[5]].join(",") : line)),
      arm: table.map((line, k) =>
        k === 5 ? line.replace(row[3]!, row[3] === "control" ? "treated" : "control") : line,
      ),
      missing: table.map((line, k) => (k === 5 ? [...row.slice(0, 4), "", "failed"].join(",") : line)),
      dropped: table.filter((_, k) => k !== 5),
      added: [...table, "2,2,0,control,1,ok"],
    };
    for (const [what, edited] of Object.entries(edits)) {
      restore();
      writeFileSync(join(out, "units.csv"), `${edited.join("\n")}\n`);
      for (const name of ["report", "estimate"])
        await expect(readers[name]!(), `${name}, ${what}`).rejects.toThrow(
          /units\.csv(:\d+)?: units: .*the table was changed after the run wrote it/,
        );
      // The run has its own again.
      await readers.resume!();
      expect(readFileSync(join(out, "units.csv"), "utf8")).toBe(`${table.join("\n")}\n`);
    }
    restore();
    writeFileSync(join(out, "units.csv"), `${table.map((line) => `${line},more`).join("\n")}\n`);
    expect((await loadRun(out)).units).toHaveLength(16);
    rmSync(journalFile);
    writeFileSync(join(out, "units.csv"), `${edits.outcome!.join("\n")}\n`);
    expect((await loadRun(out)).units.some(({ outcome }) => outcome === 999)).toBe(true);
  });
});

function hashOf(plan: object): string {
  try {
    return planHash(plan as Parameters<typeof planHash>[0]);
  } catch {
    return "";
  }
}
