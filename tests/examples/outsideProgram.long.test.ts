import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, it } from "vitest";
import { runStudy } from "../../src/experiment/runStudy.ts";
import { readJournal } from "../../src/log/journal/readJournal.ts";
import type { Turn } from "../../src/log/Turn.ts";
import { readStudy } from "../../src/study-file/readStudy.ts";

const root = new URL("../../", import.meta.url).pathname;
const file = join(root, "examples/outside-program/study.yaml");
const folder = mkdtempSync(join(tmpdir(), "spillway-outside-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const name = "the population in Python runs from the command line, plays by its rule, and can be run again";
const there = spawnSync("python3", ["--version"]).status === 0;

if (!there && process.env.SPILLWAY_TEST_ALL !== "1") {
  it.skip(`${name} (skipped: python3 is not installed)`, () => {});
} else {
  it(name, { timeout: 60_000 }, async () => {
    if (!there) throw new Error("python3 is not installed, and SPILLWAY_TEST_ALL=1 asks for every test");
    const out = join(folder, "first");
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["--import", "tsx", "src/cli/main.ts", "run", file, "--out", out, "--trust"],
      { cwd: root, env: { ...process.env, NO_COLOR: "1", XDG_STATE_HOME: folder } },
    );
    expect(stdout).toMatch(/direct +hajek/);

    const { turns } = readJournal(join(out, "journal.jsonl"));
    expect(turns).toHaveLength(60 * 4);
    const before = new Map<string, Turn>();
    for (const turn of [...turns].sort((a, b) => a.round - b.round)) {
      expect(turn.status).toBe("ok");
      const push = turn.arm === "treated" ? 0.2 : 0;
      const belief = turn.outcome!;
      const own = before.get(turn.agent)?.outcome;
      if (own === undefined) expect(belief - push >= 0 && belief - push < 1).toBe(true);
      else {
        const heard = turn.heard.map(({ said }) => (said as { belief: number }).belief);
        const mean = heard.reduce((a, b) => a + b) / heard.length;
        expect(belief).toBeCloseTo(0.6 * own + 0.4 * mean + push, 12);
      }
      before.set(turn.agent, turn);
    }

    const again = join(folder, "again");
    await runStudy(await readStudy(file), { out: again });
    for (const table of ["units.csv", "estimates.json"])
      expect(readFileSync(join(again, table), "utf8")).toBe(readFileSync(join(out, table), "utf8"));
  });
}
