import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import type { Agent } from "../../src/agents/Agent.ts";
import { linearInMeans } from "../../src/agents/synthetic/linearInMeans.ts";
import { threshold } from "../../src/agents/synthetic/threshold.ts";
import { rng } from "../../src/core/rng.ts";
import { readJournal } from "../../src/log/journal/readJournal.ts";
import type { Turn } from "../../src/log/Turn.ts";
import { type Progress, type RunPlanOptions, type RunResult, runPlan } from "../../src/run/runPlan.ts";
import { playWorld } from "../../src/run/world/playWorld.ts";
import { deskOf } from "./deskOf.ts";
import { planOf, ring, still } from "./ring.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-run-"));
afterAll(() => rmSync(folder, { recursive: true }));
let count = 0;
let journalPath = "";
beforeEach(() => {
  journalPath = join(folder, `${count++}`, "journal.jsonl");
});

const network = ring(4);
const plan = planOf(network, [
  [0, 1, 0, 0],
  [1, 1, 0, 0],
  [0, 0, 0, 1],
]);
const population = linearInMeans({ endogenous: 0.5, noise: 1 });
const agentOf = population.create({ network, arms: plan.arms, rng: rng(5) });
const base = { plan, network, population, agentOf, rounds: 2, rng: rng(8), clock: still };
const play = (more: Partial<RunPlanOptions> = {}): Promise<RunResult> =>
  runPlan({ ...base, journalPath, ...more });
const bytes = (): string => readFileSync(journalPath, "utf8");

/** What an uninterrupted run writes. */
async function reference(): Promise<string> {
  const path = join(folder, "reference.jsonl");
  rmSync(path, { force: true });
  await play({ journalPath: path });
  return readFileSync(path, "utf8");
}

describe("runPlan", () => {
  it("writes a run line, the turns by world, round and agent, and an end line", async () => {
    expect(await play()).toEqual({
      complete: true,
      alreadyComplete: false,
      turns: 24,
      total: 24,
      statuses: { ok: 24, refused: 0, invalid: 0, failed: 0, timeout: 0 },
      faults: 0,
      spent: { calls: 24, input: 0, output: 0, money: 0 },
    });
    const { run, turns, end } = readJournal(journalPath);
    expect(run).toMatchObject({
      type: "run",
      format: 1,
      planHash: plan.hash,
      seed: "7",
      rounds: 2,
      worlds: 3,
    });
    expect(run!.agents.kind).toBe("linear-in-means");
    expect(turns.map(({ world, round, agent }) => `${world}${round}${agent}`)).toEqual(
      [0, 1, 2].flatMap((w) => [1, 2].flatMap((t) => network.ids.map((id) => `${w}${t}${id}`))),
    );
    expect(turns.filter(({ round }) => round === 1).map(({ arm }) => plan.arms.indexOf(arm))).toEqual(
      plan.assignments.flat(),
    );
    expect(end).toEqual({ type: "end", turns: 24 });
  });

  it("leaves a complete journal as it is and says so", async () => {
    await play();
    const before = bytes();
    const result = await play({
      agentOf: () => () => {
        throw new Error("must not be asked");
      },
    });
    expect(result).toMatchObject({ complete: true, alreadyComplete: true, turns: 24, statuses: { ok: 24 } });
    expect(bytes()).toBe(before);
  });

  it("resumes after a stop at every turn, to the same bytes", async () => {
    const expected = await reference();
    const lines = expected.split("\n");
    for (let kept = 0; kept < lines.length; kept++) {
      const path = join(folder, `kept-${kept}.jsonl`);
      writeFileSync(
        path,
        lines
          .slice(0, kept)
          .map((line) => `${line}\n`)
          .join(""),
      );
      await play({ journalPath: path });
      expect(readFileSync(path, "utf8")).toBe(expected);
    }
  });

  it("resumes from a last line torn at every ninth byte, to the same bytes", async () => {
    const expected = await reference();
    const lines = expected.split("\n");
    for (const line of [0, 6, lines.length - 2]) {
      const start = lines.slice(0, line).join("\n").length + (line === 0 ? 0 : 1);
      const path = join(folder, `torn-${line}.jsonl`);
      for (let cut = start; cut <= start + lines[line]!.length; cut += 9) {
        writeFileSync(path, expected.slice(0, cut));
        await play({ journalPath: path });
        expect(readFileSync(path, "utf8") === expected, `cut at byte ${cut}`).toBe(true);
      }
    }
  });

  it("stops cleanly on a signal and goes on later", async () => {
    const expected = await reference();
    const control = new AbortController();
    const onProgress = ({ done }: Progress): void => {
      if (done === 10) control.abort();
    };
    const first = await play({ signal: control.signal, onProgress });
    expect(first).toMatchObject({ complete: false, turns: 10 });
    expect(await play()).toMatchObject({ complete: true, turns: 24 });
    expect(bytes()).toBe(expected);
  });

  it("resumes agents that answer later without asking anyone twice", async () => {
    const asked: string[] = [];
    const later =
      (i: number): Agent =>
      async (view) => {
        asked.push(`${view.world}${view.round}${view.agent}`);
        await new Promise((resolve) => setTimeout(resolve, i % 2));
        return agentOf(i)(view);
      };
    const control = new AbortController();
    await play({
      agentOf: later,
      settings: { open: 2 },
      signal: control.signal,
      onProgress: ({ done }) => void (done === 7 && control.abort()),
    });
    await play({ agentOf: later, settings: { open: 3 } });
    expect(asked).toHaveLength(24);
    expect(new Set(asked).size).toBe(24);
    const { turns } = readJournal(journalPath);
    const order = (a: Turn, b: Turn): number =>
      a.world - b.world || a.round - b.round || Number(a.agent) - Number(b.agent);
    const path = join(folder, "sync.jsonl");
    await play({ journalPath: path });
    expect([...turns].sort(order)).toEqual(readJournal(path).turns);
  });

  it("tells how far it is, with the turns of earlier sittings", async () => {
    const seen: Progress[] = [];
    const bad = (i: number): Agent => (i === 3 ? () => ({ outcome: Number.NaN }) : agentOf(i));
    const result = await play({ agentOf: bad, onProgress: (progress) => void seen.push(progress) });
    expect(seen.map(({ done }) => done)).toEqual(Array.from({ length: 24 }, (_, k) => k + 1));
    expect(seen.at(-1)).toEqual({
      done: 24,
      total: 24,
      earlier: 0,
      world: 2,
      round: 2,
      failed: 6,
      faults: 0,
      spent: { calls: 24, input: 0, output: 0, money: 0 },
      trouble: { because: "outcome must be a finite number, got NaN", times: 6 },
    });
    expect(result.statuses).toEqual({ ok: 18, refused: 0, invalid: 6, failed: 0, timeout: 0 });
  });

  it("keeps the order of worlds when they are played elsewhere, at the same time and out of order", async () => {
    const expected = await reference();
    const playWorlds: RunPlanOptions["playWorlds"] = async (jobs, write, halt) => {
      const turns: Turn[][] = [];
      for (const job of jobs) {
        const own: Turn[] = [];
        turns.push(own);
        await playWorld({
          ...base,
          ...job,
          desk: deskOf({ halt }),
          write: (turn) => void own.push(turn),
        });
      }
      // One turn of each world in turn, the last world first.
      for (let k = 0; k < 8; k++) for (const own of [...turns].reverse()) write(own[k]!);
    };
    await play({ playWorlds });
    expect(bytes()).toBe(expected);
  });

  it("gives up the turns of later worlds when it stops inside an earlier one", async () => {
    const expected = await reference();
    const control = new AbortController();
    const playWorlds: RunPlanOptions["playWorlds"] = async (jobs, write) => {
      const halves = [jobs[2]!, jobs[0]!];
      for (const [k, job] of halves.entries()) {
        let left = k === 0 ? 8 : 3;
        await playWorld({
          ...base,
          ...job,
          desk: deskOf(),
          write: (turn) => void (left-- > 0 && write(turn)),
        });
      }
      control.abort();
    };
    expect(await play({ playWorlds, signal: control.signal })).toMatchObject({ complete: false, turns: 3 });
    expect(expected.startsWith(bytes())).toBe(true);
    await play();
    expect(bytes()).toBe(expected);
  });

  it("notices when worlds played elsewhere are not all there", async () => {
    await expect(play({ playWorlds: async () => {} })).rejects.toThrow(
      "run: wanted 24 turns, got 0: playWorlds ended early",
    );
  });

  it("refuses the journal of another run, names every difference and leaves it as it is", async () => {
    await play();
    const before = bytes();
    const other = { ...plan, hash: "b".repeat(64), seed: "9" };
    await expect(play({ plan: other, rounds: 3 })).rejects.toThrow(
      `run: the journal ${journalPath} belongs to another run: planHash is "${"a".repeat(56)}… there and "${"b".repeat(56)}… here; ` +
        // More rounds alone are an edit that touches no finished turn.
        'seed is "7" there and "9" here: give another place for the output, or go back to these settings',
    );
    await expect(play({ population: threshold() })).rejects.toThrow(
      'agents are "linear-in-means" there and "threshold" here',
    );
    await expect(play({ population: linearInMeans({ noise: 2 }) })).rejects.toThrow(
      "agents.noise is 1 there and 2 here",
    );
    expect(bytes()).toBe(before);
  });

  it("refuses a journal whose turns are no part of this run", async () => {
    const lines = (await reference()).split("\n");
    const attempt = async (line: string): Promise<RunResult> => {
      writeFileSync(path, `${lines.slice(0, 3).join("\n")}\n${line}\n`);
      return play({ journalPath: path });
    };
    const path = join(folder, "foreign.jsonl");
    await expect(attempt(lines[2]!)).rejects.toThrow(
      `${path}:4: journal: agent "1" in world 0, round 1 has two turns of phase act`,
    );
    await expect(attempt(lines[3]!.replace('"agent":"2"', '"agent":"3"'))).rejects.toThrow(
      `${path}:4: journal: the line does not fit its check: it was changed after it was written`,
    );
    await expect(attempt(lines[3]!.replace('"agent":"2"', '"agent":"99"'))).rejects.toThrow(
      `${path}:4: journal: the line does not fit its check: it was changed after it was written`,
    );
  });

  it("does not cut a file that is no journal", async () => {
    const path = join(folder, "notes.txt");
    writeFileSync(path, "my notes");
    await expect(play({ journalPath: path })).rejects.toThrow(
      `${path}:1: journal: wanted a run line, got "my notes": this is no journal`,
    );
    appendFileSync(path, "\nmore\n");
    await expect(play({ journalPath: path })).rejects.toThrow("this is no journal");
    expect(readFileSync(path, "utf8")).toBe("my notes\nmore\n");
  });

  it("refuses another network with the same agents, and too few rounds for the agents", async () => {
    const { notes, ...edges } = ring(4);
    const other = { ...edges, notes, directed: true };
    await expect(play({ network: other })).rejects.toThrow(
      /^run: the plan was drawn for the network \w{64}, got the network \w{64}/,
    );
    await expect(play({ population: { ...population, leastRounds: 3 } })).rejects.toThrow(
      "run: rounds must be a whole number of at least 3, got 2",
    );
  });
});
