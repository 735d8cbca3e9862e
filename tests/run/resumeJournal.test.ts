import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Agent } from "../../src/agents/Agent.ts";
import { AgentFault } from "../../src/agents/AgentFault.ts";
import { rng } from "../../src/core/rng.ts";
import { readJournal } from "../../src/log/journal/readJournal.ts";
import type { JournalLine } from "../../src/log/Turn.ts";
import { resumeJournal } from "../../src/run/resumeJournal.ts";
import { runPlan } from "../../src/run/runPlan.ts";
import { genuine } from "../support/genuine.ts";
import { fakeTime } from "./fakeTime.ts";
import { planOf, ring } from "./ring.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-resume-"));
afterAll(() => rmSync(folder, { recursive: true }));

const network = ring(4);
const plan = planOf(network, [
  [0, 1, 0, 1],
  [1, 0, 1, 0],
]);
/** Asked again in every turn; keeps a count; fails now and then. */
const agent: Agent = async ({ state, retry, round, agent: id, heard }) => {
  const usage = { input: 5, output: 1 };
  if (!retry) throw new AgentFault("invalid", "once more", { call: { usage, cost: 1 } });
  if (round === 2 && id === "3") throw new Error("broken");
  return {
    said: heard.length,
    state: Number(state ?? 0) + 1,
    outcome: Number(state ?? 0),
    call: { usage, cost: 2 },
  };
};
const base = {
  plan,
  network,
  population: { name: "x", params: {} },
  agentOf: () => agent,
  rounds: 4,
  rng: rng(1),
};

async function whole(): Promise<{ path: string; lines: JournalLine[] }> {
  const path = join(folder, "whole.jsonl");
  rmSync(path, { force: true });
  await runPlan({ ...base, ...fakeTime(), journalPath: path });
  const { run, turns, attempts, end } = readJournal(path);
  const later = [...turns, ...attempts].sort(
    (a, b) =>
      a.world - b.world ||
      a.round - b.round ||
      Number(a.agent) - Number(b.agent) ||
      (a.type === "attempt" ? -1 : 1),
  );
  return { path, lines: [run!, ...later, end!] };
}

const write = (name: string, lines: readonly JournalLine[]): string => {
  const path = join(folder, name);
  writeFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  return path;
};

describe("resumeJournal", () => {
  it("goes on from any line to the same end, with the attempts and the costs of before", async () => {
    const { lines } = await whole();
    expect(lines).toHaveLength(2 * 32 + 2);
    for (let kept = 1; kept < lines.length; kept++) {
      const path = write("cut.jsonl", lines.slice(0, kept));
      const result = await runPlan({ ...base, ...fakeTime(), journalPath: path });
      expect(result).toMatchObject({ complete: true, turns: 32, faults: 32 });
      // Two turns that fail with an error of their own tell of no call.
      expect(result.spent).toEqual({ calls: 64, input: 5 * 62, output: 62, money: 32 + 30 * 2 });
      const strip = ({ turns, attempts }: ReturnType<typeof readJournal>): unknown => {
        const content = [...turns, ...attempts].map(({ ms: _, at: __, ...line }) => JSON.stringify(line));
        return content.sort();
      };
      expect(strip(readJournal(path)), `${kept} lines kept`).toEqual(
        strip(readJournal(join(folder, "whole.jsonl"))),
      );
    }
  });

  it("keeps only what a world needs: nothing of a complete one, and of another a few turns for each agent", async () => {
    const { path, lines } = await whole();
    const run = lines[0]!;
    if (run.type !== "run") throw new Error("no run line");
    const all = resumeJournal(path, run, network);
    expect(all.worlds.map(({ turns, done }) => [turns, done])).toEqual([
      [16, []],
      [16, []],
    ]);
    expect(all).toMatchObject({ begun: true, ended: true, turns: 32 });
    // In the middle of the fourth round of world 0.
    const part = resumeJournal(write("part.jsonl", lines.slice(0, 1 + 24 + 3)), run, network);
    const [first] = part.worlds;
    expect(first).toMatchObject({ turns: 13, played: 3 });
    expect(first!.done!.map(({ round, agent: id }) => `${round}${id}`).sort()).toEqual(
      ["20", "21", "22", "13", "30", "31", "32", "33", "40"].sort(),
    );
    expect(first!.attempts!.map(({ round, agent: id }) => `${round}${id}`)).toEqual(["41"]);
  });

  it("refuses lines that no run of this plan can have written", async () => {
    const { lines } = await whole();
    const [run, attempt, turn] = lines;
    if (run?.type !== "run" || attempt?.type !== "attempt" || turn?.type !== "turn") throw new Error("order");
    const bad = (name: string, after: readonly JournalLine[]): (() => void) => {
      const path = write(`${name}.jsonl`, [run, ...after]);
      return () => resumeJournal(path, run, network);
    };
    expect(bad("again", [attempt, attempt])).toThrow(
      'journal: agent "0" in world 0, round 1 has attempt 1 where attempt 2 was wanted',
    );
    expect(bad("after", [attempt, turn, { ...attempt, attempt: 2 }])).toThrow(
      'journal: agent "0" in world 0, round 1 has attempt 2 where attempt 1 was wanted',
    );
    expect(bad("far", [lines[9]!])).toThrow("of round 2 stands where round 1 is not complete");
    expect(bad("alien", [genuine({ ...attempt, agent: "9" }, run.planHash)])).toThrow(
      'run: the journal has an attempt of world 0, round 1, agent "9", which is no part of this run',
    );
  });
});
