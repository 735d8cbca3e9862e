import { appendFileSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { runStudy } from "../../../../src/experiment/runStudy.ts";
import { studyCost } from "../../../../src/experiment/studyCost.ts";
import { readJournal } from "../../../../src/log/journal/readJournal.ts";
import { parseStudy } from "../../../../src/study-file/parseStudy.ts";
import { still } from "../../../run/ring.ts";
import { everyCase } from "../../../support/enumeration/inTurn.ts";
import { type BatchServer, type BatchServerOptions, batchServer } from "./batchServer.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-batches-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let number = 0;
const fresh = (): string => join(folder, `${number++}`);

const FORMS = ["openai", "anthropic"] as const;
type Form = (typeof FORMS)[number];

const study = (url: string, form?: Form): string => `
seed: 1
model:
  network: { kind: ring-lattice, n: 6, k: 2 }
  agents:
    kind: language
    model: { url: "${url}", model: m${form ? `, batch: { form: ${form}, poll: 0.02 }` : ""} }
    system: "You are {{ agent }}."
    prompt: "Round {{ round }}, {{ arm }}. {% for one in heard %}{{ one.said }} {% endfor %}How much?"
    answer: { kind: number, from: 0, to: 10 }
    price: { input: 1, output: 4 }
inquiry: { own: [treated, control] }
data: { assign: { kind: complete, treated: 3 }, expose: own-arm, rounds: 2, worlds: 2 }
answer: [hajek]
`;
const TURNS = 6 * 2 * 2;
const answer: BatchServerOptions["answer"] = (messages) =>
  String([...JSON.stringify(messages)].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 11, 7));
const units = (out: string): string => readFileSync(join(out, "units.csv"), "utf8");

async function played(
  form: Form | undefined,
  options: Partial<BatchServerOptions> = {},
): Promise<{ out: string; server: BatchServer }> {
  const server = await batchServer({ answer, ...options });
  const out = fresh();
  const done = await runStudy(await parseStudy(study(server.url, form)), { out, clock: still });
  expect(done.complete).toBe(true);
  await server.close();
  return { out, server };
}

describe.each(FORMS)("batches in the form of %s", (form) => {
  it("are one for each round, cost half, and bring what single calls bring", async () => {
    const single = await played(undefined);
    const { out, server } = await played(form);
    expect(units(out)).toBe(units(single.out));
    expect([server.batches, server.single, server.paid.length]).toEqual([2, 0, TURNS]);
    expect(server.cost.paid / server.cost.list).toBeLessThanOrEqual(0.55);
    const { ledger } = spentOf(out);
    expect(ledger).toBeCloseTo(server.cost.paid, 12);
    expect(spentOf(single.out).ledger).toBeCloseTo(single.server.cost.paid, 12);
    const [alone, together] = await Promise.all([
      parseStudy(study(server.url)),
      parseStudy(study(server.url, form)),
    ]);
    expect(studyCost(together).money).toBeCloseTo(studyCost(alone).money! / 2, 12);
  });

  it("lose no turn where requests are left without an answer, or with a fault", async () => {
    for (const kind of ["expired", "error", "garbage"] as const) {
      const { out, server } = await played(form, {
        trouble: (key, before) => (before === 0 && Number.parseInt(key[0]!, 16) % 3 === 0 ? kind : undefined),
      });
      expect(units(out)).toBe(units((await played(undefined)).out));
      expect([server.single, server.paid.length]).toEqual([0, TURNS]);
      expect(server.batches).toBeGreaterThan(2);
      if (!everyCase) break;
    }
  });

  it("killed at any moment of the exchange lose and double no turn", async () => {
    const whole = await played(form);
    const last = whole.server.requests;
    const moments = Array.from({ length: last }, (_, k) => k + 1).flatMap((k) => [
      [k, "before"] as const,
      [k, "after"] as const,
    ]);
    // The moments around sending: before it is known there, and there before it is known here.
    const few = moments.filter(
      ([k, when]) => k === (form === "openai" ? 2 : 1) || (k === last && when === "after"),
    );
    for (const [k, when] of everyCase ? moments : few) {
      const there = fresh();
      const left = fresh();
      let dead = false;
      const server = await batchServer({
        answer,
        moment: (at, now) => {
          if (dead || at !== k || now !== when) return false;
          dead = true;
          // What a process that is killed now leaves on the disk.
          cpSync(there, left, { recursive: true });
          return true;
        },
      });
      const text = study(server.url, form);
      const killed = runStudy(await parseStudy(text), { out: there, clock: still }).catch(() => undefined);
      while (!dead) await new Promise((resolve) => setTimeout(resolve, 10));
      rmSync(there, { recursive: true, force: true });
      await killed;
      rmSync(there, { recursive: true, force: true });
      const done = await runStudy(await parseStudy(text), { out: left, clock: still });
      await server.close();
      expect([k, when, done.complete, server.paid.length]).toEqual([k, when, true, TURNS]);
      expect(units(left)).toBe(units(whole.out));
      expect(spentOf(left)).toEqual({ ledger: expect.closeTo(server.cost.paid, 12), calls: TURNS });
    }
  });
});

/** What the journal says was spent, and the account beside it. */
function spentOf(out: string): { ledger: number; calls: number } {
  const { turns } = readJournal(join(out, "journal.jsonl"));
  const ledger = turns.reduce((sum, { cost = 0 }) => sum + cost, 0);
  const account = JSON.parse(readFileSync(join(out, "journal.spent.json"), "utf8"));
  return { ledger, calls: account.spent.calls };
}

describe("the record of batches", () => {
  it("is read though its last line is torn", async () => {
    const { batchRecord } = await import("../../../../src/agents/language/batch/batchRecord.ts");
    const file = `${fresh()}.jsonl`;
    const record = batchRecord(file);
    record.note({ type: "sent", name: "a", keys: ["k", "l"] });
    record.note({ type: "batch", name: "a", id: "batch_1" });
    const size = readFileSync(file).length;
    appendFileSync(file, 'null\n{"type":"sent"}\n{"type":"failed","keys":["k"]}\n');
    expect(batchRecord(file).of("k")).toBeUndefined();
    expect(batchRecord(file).of("l")).toEqual({ name: "a", keys: ["k", "l"], id: "batch_1" });
    truncateSync(file, size - 3);
    const torn = batchRecord(file);
    expect(torn.of("k")).toEqual({ name: "a", keys: ["k", "l"] });
    torn.note({ type: "void", name: "a" });
    expect(batchRecord(file).of("k")).toBeUndefined();
    expect(existsSync(file)).toBe(true);
  });
});
