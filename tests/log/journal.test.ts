import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { openJournal } from "../../src/log/journal/openJournal.ts";
import { readJournal } from "../../src/log/journal/readJournal.ts";
import { withCheck } from "../../src/log/journal/withCheck.ts";
import type { Attempt, EndLine, RunLine, Turn } from "../../src/log/Turn.ts";
import { genuine } from "../support/genuine.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-journal-"));
afterAll(() => rmSync(folder, { recursive: true }));
let count = 0;
const fresh = (): string => join(folder, `${count++}`, "journal.jsonl");

const run: RunLine = {
  type: "run",
  format: 1,
  spillway: "0.0.0",
  planHash: "p",
  networkHash: "n",
  seed: "1",
  rounds: 1,
  worlds: 1,
  agents: { kind: "x", params: {} },
};
const turn = (agent: string, more: Partial<Turn> = {}): Turn =>
  genuine(
    {
      type: "turn",
      world: 0,
      round: 1,
      phase: "act",
      agent,
      arm: "control",
      heard: [{ from: "ü", said: "line\nbreak" }],
      action: { said: "naïve 😀" },
      outcome: 0.1,
      status: "ok",
      attempts: 1,
      callId: "",
      contentHash: "",
      ms: 1,
      at: "t",
      ...more,
    },
    run.planHash,
  );
const end: EndLine = { type: "end", turns: 2 };

function write(path: string, lines: readonly (RunLine | Turn | Attempt | EndLine)[]): string {
  const journal = openJournal(path);
  for (const line of lines) journal.append(line);
  journal.close();
  return path;
}

describe("a journal", () => {
  it("reads back what was written, with text in every script", () => {
    const path = write(fresh(), [run, turn("a"), turn("__proto__"), end]);
    const { bytes, ...read } = readJournal(path);
    expect(read).toEqual({ run, turns: [turn("a"), turn("__proto__")], attempts: [], end, lines: 4 });
    expect(bytes).toBe(readFileSync(path).length);
  });

  it("is empty when the file is", () => {
    expect(readJournal(write(fresh(), []))).toEqual({ turns: [], attempts: [], bytes: 0, lines: 0 });
  });

  it("has each line in the file when append returns", () => {
    const path = fresh();
    const journal = openJournal(path);
    journal.append(run);
    expect(readJournal(path).run).toEqual(run);
    journal.append(turn("a"));
    expect(readJournal(path).turns).toEqual([turn("a")]);
    journal.close();
  });

  it("drops a last line torn at any byte, and cuts it away before the next is appended", () => {
    const path = write(fresh(), [run, turn("a")]);
    const whole = readFileSync(path);
    write(path, [turn("b")]);
    const longer = readFileSync(path);
    for (let cut = whole.length; cut < longer.length; cut++) {
      writeFileSync(path, longer.subarray(0, cut));
      const { turns, bytes } = readJournal(path);
      expect(turns).toEqual([turn("a")]);
      expect(bytes).toBe(whole.length);
      const journal = openJournal(path, bytes);
      journal.append(turn("b"));
      journal.close();
      expect(readFileSync(path).equals(longer)).toBe(true);
    }
  });

  it("drops a torn run line, and with it everything", () => {
    const path = write(fresh(), [run]);
    const text = readFileSync(path, "utf8");
    for (let cut = 0; cut < text.length; cut++) {
      writeFileSync(path, text.slice(0, cut));
      expect(readJournal(path)).toEqual({ turns: [], attempts: [], bytes: 0, lines: cut === 0 ? 0 : 1 });
    }
  });

  it("drops a last line that ends but cannot be read", () => {
    const path = write(fresh(), [run, turn("a")]);
    const { bytes } = readJournal(path);
    appendFileSync(path, "\0\0\0\0\n");
    expect(readJournal(path)).toEqual({ run, turns: [turn("a")], attempts: [], bytes, lines: 3 });
  });

  it("takes an unreadable line in the middle for damage, with file and line", () => {
    const path = write(fresh(), [run]);
    appendFileSync(path, '{"type":"turn","wor\n');
    write(path, [turn("a")]);
    expect(() => readJournal(path)).toThrow(
      `${path}:2: journal: wanted one JSON object a line, got something unreadable`,
    );
  });

  it("reads lines longer than its reading step", () => {
    const long = turn("a", { action: { said: "é".repeat(1_500_000) } });
    expect(readJournal(write(fresh(), [run, long, turn("b")])).turns).toEqual([long, turn("b")]);
  });

  it("says where a line is out of place", () => {
    const broken = (lines: readonly unknown[]): (() => void) => {
      const path = fresh();
      openJournal(path).close();
      writeFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
      return () => readJournal(path);
    };
    expect(broken([turn("a"), turn("b")])).toThrow(
      ':1: journal: wanted a run line, got a line of type "turn"',
    );
    expect(broken([run, run])).toThrow(
      ':2: journal: wanted a turn, an attempt or the end line, got a line of type "run"',
    );
    expect(broken([run, turn("a"), turn("b"), end, turn("c")])).toThrow(
      ":5: journal: wanted nothing after the end line, got another line",
    );
    expect(broken([run, turn("a"), end])).toThrow(
      ":3: journal: the end line counts 2 turns, the file holds 1",
    );
    expect(broken([{ ...run, format: 2 }])).toThrow(
      ":1: journal: wanted format 1, got 2: read it with the Spillway version that wrote it",
    );
  });

  it("says which field of a turn has a wrong shape", () => {
    const wrong: readonly (readonly [object, string])[] = [
      [{ world: -1 }, "world of a turn must be a whole number of at least 0, got -1"],
      [{ round: 0.5 }, "round of a turn must be a whole number of at least 1, got 0.5"],
      [{ agent: 7 }, "agent of a turn must be a text, got 7"],
      [
        { status: "fine" },
        'status of a turn must be one of ok, refused, invalid, failed, timeout, got "fine"',
      ],
      [{ outcome: "1" }, 'outcome of a turn must be a finite number, got "1"'],
      [{ action: [] }, "action of a turn must be an object when the status is ok, got []"],
    ];
    for (const [change, message] of wrong) {
      const path = write(fresh(), [run]);
      appendFileSync(path, `${withCheck(JSON.stringify({ ...turn("a"), ...change }))}\n`);
      expect(() => readJournal(path)).toThrow(`${path}:2: journal: ${message}`);
    }
  });

  const attempt: Attempt = genuine(
    {
      type: "attempt",
      world: 0,
      round: 1,
      phase: "act",
      agent: "a",
      attempt: 1,
      kind: "wait",
      because: "429",
      callId: "",
      ms: 1,
      at: "t",
    },
    run.planHash,
  );

  it("keeps attempts apart from turns, and says which field of one has a wrong shape", () => {
    const path = write(fresh(), [run, attempt, turn("a", { attempts: 2 }), { ...end, turns: 1 }]);
    expect(readJournal(path)).toMatchObject({ turns: [turn("a", { attempts: 2 })], attempts: [attempt] });
    const wrong: readonly (readonly [object, string])[] = [
      [{ attempt: 0 }, "attempt of an attempt must be a whole number of at least 1, got 0"],
      [{ round: "1" }, 'round of an attempt must be a whole number of at least 1, got "1"'],
      [{ agent: null }, "agent of an attempt must be a text, got null"],
      [
        { kind: "refused" },
        'kind of an attempt must be one of wait, stop, invalid, timeout, step, got "refused"',
      ],
    ];
    for (const [change, message] of wrong) {
      const broken = write(fresh(), [run, { ...attempt, ...change } as Attempt]);
      expect(() => readJournal(broken)).toThrow(`${broken}:2: journal: ${message}`);
    }
  });

  it("holds lines back only until the next that may not wait, 64 kB are together, or it is closed", () => {
    const path = fresh();
    const journal = openJournal(path);
    journal.append(run);
    journal.hold(turn("a"));
    expect(readJournal(path).turns).toHaveLength(0);
    journal.append(turn("b"));
    expect(readJournal(path).turns.map(({ agent }) => agent)).toEqual(["a", "b"]);
    journal.hold(turn("c"));
    journal.flush();
    expect(readJournal(path).turns).toHaveLength(3);
    for (let k = 0; readJournal(path).turns.length === 3; k++) {
      expect(k).toBeLessThan(65_536 / 100);
      journal.hold(turn(`${k}`));
    }
    journal.hold(turn("z"));
    journal.close();
    expect(readJournal(path).turns.at(-1)).toEqual(turn("z"));
  });

  it("does not take a file of another kind for a torn journal", () => {
    const path = write(fresh(), []);
    for (const text of ["source,target\n", "source,target\na,b\n", "x", '{"type":"turn"']) {
      writeFileSync(path, text);
      expect(() => readJournal(path)).toThrow("this is no journal");
    }
  });

  it("says when there is no file, and when it cannot be written", () => {
    expect(() => readJournal(join(folder, "none.jsonl"))).toThrow(
      `journal: there is no file "${join(folder, "none.jsonl")}"`,
    );
    expect(() => openJournal(folder)).toThrow(`journal: cannot write "${folder}" (EISDIR)`);
  });
});
