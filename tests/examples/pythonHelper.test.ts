import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { runStudy } from "../../src/experiment/runStudy.ts";
import { readJournal } from "../../src/log/journal/readJournal.ts";
import { readStudy } from "../../src/study-file/readStudy.ts";
import { still } from "../run/ring.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-python-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const there = spawnSync("python3", ["--version"]).status === 0;
const skipped = there ? "" : " (skipped: python3 is not installed)";

describe("the helper for agents in Python", () => {
  it.skipIf(!there)(`plays a study with questions, twice alike${skipped}`, async () => {
    cpSync("examples/python", folder, { recursive: true });
    const study = await readStudy(join(folder, "study.yaml"));
    const units = [1, 2].map((k) => join(folder, `run${k}`));
    for (const out of units) {
      const done = await runStudy(study, { out, clock: still });
      expect(done.run.statuses).toMatchObject({ ok: 24 * 4, failed: 0, invalid: 0 });
    }
    const [first, second] = units.map((out) => readFileSync(join(out, "units.csv"), "utf8"));
    expect(first).toBe(second);
    const { turns } = readJournal(join(units[0]!, "journal.jsonl"));
    const answers = turns.filter(({ phase }) => phase === "ask:sure").map(({ action }) => action?.said);
    expect(new Set(answers)).toEqual(new Set(["yes", "no"]));
  });

  it.skipIf(!there)(`gives each view as it is, flushes, and says every kind of fault${skipped}`, () => {
    cpSync("examples/python/spillway_agents.py", join(folder, "spillway_agents.py"));
    writeFileSync(
      join(folder, "odd.py"),
      `import spillway_agents as s
def act(view):
    print("not an answer")
    what = view.agent
    if what == "wait": raise s.Wait("busy", retry_after=3)
    if what == "refuse": raise s.Refused("no")
    if what == "stop": raise s.Stop("mend it")
    if what == "invalid": raise s.Invalid("bad")
    if what == "timeout": raise s.Timeout("late")
    if what == "error": return 1 / 0
    if what == "nan": return s.Action(outcome=float("nan"))
    if what == "list": return [1]
    if what == "none": return None
    if what == "set": return s.Action(said={1, 2})
    if what == "bytes": return s.Action(said="é\\n\\u2028")
    return {"said": [view.heard[0].sender, view.crowd, view.retry.because, view.question.answer["kind"], view.settings, view.state], "outcome": 2}
s.run(act)
`,
    );
    const view = (agent: string, more = {}): object => ({
      ...{ world: 0, round: 1, rounds: 2, agent, arm: "a", heard: [{ from: "x", said: 1 }], seed: 5 },
      ...more,
    });
    const full = view("all", {
      ...{ crowd: 7, state: { a: 1 }, settings: "s", retry: { attempt: 2, because: "why" } },
      question: { name: "q", prompt: "p", answer: { kind: "text" } },
    });
    const names = [
      "wait",
      "refuse",
      "stop",
      "invalid",
      "timeout",
      "error",
      "nan",
      "list",
      "none",
      "set",
      "bytes",
    ];
    const input = [...names.map((name) => view(name)), full]
      .map((one, id) => `${JSON.stringify({ id, view: one })}\n`)
      .join("");
    const done = spawnSync("python3", ["odd.py"], {
      cwd: folder,
      input,
      encoding: "utf8",
      env: { PATH: process.env.PATH!, LC_ALL: "C" },
    });
    expect(done.status).toBe(0);
    expect(done.stderr).toContain("not an answer");
    const lines = done.stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ id }) => id)).toEqual(lines.map((_, k) => k));
    expect(lines.map(({ action, error }) => error ?? action)).toEqual([
      { kind: "wait", message: "busy", retryAfter: 3 },
      { kind: "refused", message: "no" },
      { kind: "stop", message: "mend it" },
      { kind: "invalid", message: "bad" },
      { kind: "timeout", message: "late" },
      "ZeroDivisionError: division by zero",
      expect.stringContaining("finite number"),
      expect.stringContaining("must return an Action"),
      {},
      expect.stringContaining("TypeError"),
      { said: "é\n\u2028" },
      { said: ["x", 7, "why", "text", "s", { a: 1 }], outcome: 2 },
    ]);
  });
});
