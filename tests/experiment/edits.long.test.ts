import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readPlan } from "../../src/experiment/keepPlan.ts";
import { loadRun } from "../../src/experiment/loadRun.ts";
import { runStudy } from "../../src/experiment/runStudy.ts";
import { sealRun } from "../../src/experiment/seal/sealRun.ts";
import { verifySeal } from "../../src/experiment/seal/verifySeal.ts";
import { readJournal } from "../../src/log/journal/readJournal.ts";
import { parseStudy } from "../../src/study-file/parseStudy.ts";
import { traceRun } from "../../src/trace/traceRun.ts";
import { still } from "../run/ring.ts";
import { everyCase, inTurn } from "../support/enumeration/inTurn.ts";
import { type FaultServer, faultServer } from "../support/faultServer.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-edits-"));
let server: FaultServer;
beforeAll(async () => {
  server = await faultServer({
    answer: ({ body }) => {
      const words = JSON.stringify(body.messages);
      return String([...words].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 11, 7));
    },
  });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});
let number = 0;
const fresh = (): string => join(folder, `${number++}`);

const language = (): string => `
seed: 1
name: first
model:
  network: { kind: ring-lattice, n: 8, k: 2 }
  agents:
    kind: language
    model: { url: "${server.url}", model: m }
    prompt: "You are {{ agent }} in {{ arm }}. {% if round == 3 %}At lsat: {% endif %}{% for one in heard %}{{ one.said }} {% endfor %}How much?"
    answer: { kind: number, from: 0, to: 10 }
inquiry: { own: [treated, control] }
data:
  assign: { kind: complete, treated: 3 }
  expose: own-arm
  rounds: 3
  ask: [{ name: mood, prompt: "Mood of {{ agent }}?", answer: { kind: number, from: 0, to: 10 }, after: [1, 3] }]
answer: [hajek]
run: { open: 1 }
`;
const synthetic = (): string => `
seed: 1
name: first
model:
  network: { kind: ring-lattice, n: 8, k: 2 }
  agents: { kind: linear-in-means, endogenous: 0.4, noise: 1 }
inquiry: { own: [treated, control] }
data: { assign: { kind: complete, treated: 3 }, expose: own-arm, rounds: 3, worlds: 2 }
answer: [hajek]
`;

/** Stops a run after some turns, edits the study, and resumes. */
async function edited(
  text: string,
  edit: (text: string) => string,
  stopAfter: number,
  out = fresh(),
): Promise<string> {
  await runStudy(await parseStudy(text), { out, clock: still, stopAfter });
  await runStudy(await parseStudy(edit(text)), { out, clock: still });
  return out;
}
const units = (out: string): string => readFileSync(join(out, "units.csv"), "utf8");
const replaced =
  (from: string, to: string) =>
  (text: string): string => {
    expect(text).toContain(from);
    return text.replace(from, to);
  };

const HARMLESS: readonly (readonly [string, (text: string) => string])[] = [
  ["a description", replaced("name: first", "name: second\ndescription: other words")],
  ["a spelling in a round that was not reached", replaced("At lsat", "At last")],
  [
    "a question that was not asked yet",
    replaced("Mood of {{ agent }}?", "{% if round == 3 %}The {% endif %}Mood of {{ agent }}?"),
  ],
  ["later rounds", replaced("rounds: 3", "rounds: 4")],
  ["fewer rounds", (text) => replaced("rounds: 3", "rounds: 2")(text).replace("after: [1, 3]", "after: [1]")],
  ["limits", replaced("run: { open: 1 }", "run: { open: 1, reasks: 1, tries: 3 }")],
  [
    "estimators and questions of the analysis",
    replaced("answer: [hajek]", "answer: [hajek, horvitz-thompson]\nconfidence: 0.8"),
  ],
];
const TOUCHING: readonly (readonly [string, (text: string) => string, string])[] = [
  ["the prompt", replaced("How much", "How many"), "model.agents.prompt is"],
  [
    "the temperature",
    replaced("    answer: { kind", "    temperature: 0.5\n    answer: { kind"),
    "model.agents.temperature is",
  ],
  [
    "what neighbours hear",
    replaced("    answer: { kind", "    says: false\n    answer: { kind"),
    "model.agents.says is",
  ],
  [
    "one arm",
    replaced("  rounds: 3", "  treat: { treated: { temperature: 1 } }\n  rounds: 3"),
    "data.treat is",
  ],
  ["a question that was asked", replaced("Mood of", "The mood of"), "data.ask.0.prompt is"],
  [
    "a question for a round that is over",
    replaced("after: [1, 3]", "after: [1, 2, 3]"),
    "data.ask.0.after is",
  ],
  [
    "rounds that are played",
    (text) => replaced("rounds: 3", "rounds: 1")(text).replace("after: [1, 3]", "after: [1]"),
    "data.rounds is",
  ],
];

describe("a study that is edited while it runs", () => {
  // There are 8 turns and 8 answers in round 1: the run stands in its round 2.
  it.each(inTurn(HARMLESS, 1))(
    "goes on after a change of %s, as one that always was so, with the edit on record",
    async (_, edit) => {
      const before = server.requests.length;
      const out = await edited(language(), edit, 20);
      const journal = readJournal(join(out, "journal.jsonl"), readPlan(join(out, "plan.json")));
      expect(server.requests.length - before).toBe(journal.turns.length);
      const whole = fresh();
      await runStudy(await parseStudy(edit(language())), { out: whole, clock: still });
      expect(units(out)).toBe(units(whole));
      const changes = journal.edits?.flatMap((one) => one.changes) ?? [];
      expect(changes.length > 0 || /description/.test(edit(language()))).toBe(true);
      // Repeated, it is complete and asks nobody.
      const asked = server.requests.length;
      expect((await runStudy(await parseStudy(edit(language())), { out, clock: still })).complete).toBe(true);
      expect(server.requests.length).toBe(asked);
      expect((await loadRun(out)).units.length).toBe(8);
      let spans = 0;
      for await (const _span of traceRun(out)) spans++;
      expect(spans).toBeGreaterThan(journal.turns.length);
    },
  );

  // Nothing is written where an edit is refused: one folder is enough for all of them.
  const begun = fresh();
  it.each(inTurn(TOUCHING, 1))(
    "is refused after a change of %s, before the first call, with what differs and both values",
    async (_, edit, path) => {
      const out = begun;
      if (!existsSync(out))
        await runStudy(await parseStudy(language()), { out, clock: still, stopAfter: 26 });
      const journal = readFileSync(join(out, "journal.jsonl"), "utf8");
      const asked = server.requests.length;
      const study = await parseStudy(edit(language()));
      const refused = await runStudy(study, { out, clock: still }).then(
        () => "",
        (cause: Error) => cause.message,
      );
      expect(refused).toContain(path);
      expect(refused).not.toMatch(/[0-9a-f]{40}/);
      expect(refused).toMatch(/is finished|is another one/);
      expect(server.requests.length).toBe(asked);
      expect(readFileSync(join(out, "journal.jsonl"), "utf8")).toBe(journal);
    },
  );

  it("of agents that compute goes on where they would do the same, and nowhere else", async () => {
    const more = replaced("rounds: 3", "rounds: 5");
    const out = await edited(synthetic(), more, 11);
    const whole = fresh();
    await runStudy(await parseStudy(more(synthetic())), { out: whole, clock: still });
    expect(units(out)).toBe(units(whole));
    await expect(edited(synthetic(), replaced("endogenous: 0.4", "endogenous: 0.5"), 11)).rejects.toThrow(
      "endogenous is 0.4 there and 0.5 here",
    );
  });

  it("that was killed at any byte of the record of its edit, or right behind it, ends as one that was not", async () => {
    const text = synthetic();
    const edit = replaced("rounds: 3", "rounds: 4");
    const begun = fresh();
    await runStudy(await parseStudy(text), { out: begun, clock: still, stopAfter: 20 });
    const whole = fresh();
    cpSync(begun, whole, { recursive: true });
    await runStudy(await parseStudy(edit(text)), { out: whole, clock: still });
    const lines = readFileSync(join(whole, "journal.jsonl"), "utf8").split("\n");
    const at = lines.findIndex((line) => line.startsWith('{"type":"edit"'));
    const record = `${lines[at]}\n`;
    const study = await parseStudy(edit(text));
    const step = everyCase ? 23 : Math.ceil(record.length / 3);
    const cuts = Array.from({ length: Math.ceil((record.length - 1) / step) }, (_, k) => k * step);
    for (const cut of [...cuts, record.length - 1, record.length]) {
      const out = fresh();
      cpSync(begun, out, { recursive: true });
      appendFileSync(join(out, "journal.jsonl"), record.slice(0, cut));
      // The study of the folder is the old one, or the new one where the process died later.
      if (cut === record.length)
        writeFileSync(join(out, "study.json"), readFileSync(join(whole, "study.json")));
      await runStudy(study, { out, clock: still });
      expect(readFileSync(join(out, "journal.jsonl"), "utf8")).toBe(
        readFileSync(join(whole, "journal.jsonl"), "utf8"),
      );
    }
  });

  it("is verified from its seal: the edited study draws the plan of the run", async () => {
    const out = await edited(synthetic(), replaced("rounds: 3", "rounds: 4"), 20);
    const archive = `${out}.tar.gz`;
    await sealRun(out, archive);
    const { faults, replayed, notes } = await verifySeal(archive);
    expect(faults).toEqual([]);
    expect(replayed).toContainEqual({
      what: "assignments from the study, as it was edited on record",
      same: true,
    });
    expect([replayed.every(({ same }) => same), notes.join()]).toEqual([
      true,
      expect.not.stringContaining("was changed"),
    ]);
  });

  it("has its edits checked like every line: changed, doubled or moved they are found", async () => {
    const out = await edited(synthetic(), replaced("rounds: 3", "rounds: 4"), 20);
    const file = join(out, "journal.jsonl");
    const whole = readFileSync(file, "utf8");
    const lines = whole.split("\n");
    const at = lines.findIndex((line) => line.startsWith('{"type":"edit"'));
    for (const wrong of [
      whole.replace('"rounds":4', '"rounds":5'),
      lines.toSpliced(at, 1).join("\n"),
      lines.toSpliced(lines.length - 2, 0, lines[at]!.replace('"rounds":4', '"rounds":2')).join("\n"),
    ]) {
      writeFileSync(file, wrong);
      expect(() => readJournal(file)).toThrow("journal");
    }
    writeFileSync(file, whole);
  });

  it("in a folder whose run is complete is another study", async () => {
    const out = fresh();
    await runStudy(await parseStudy(synthetic()), { out, clock: still });
    await expect(
      runStudy(await parseStudy(replaced("rounds: 3", "rounds: 4")(synthetic())), { out }),
    ).rejects.toThrow(
      "there is another plan already: its study is another one, where data.rounds is 3 there and 4 here",
    );
  });
});
