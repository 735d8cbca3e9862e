import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { complete } from "../../designs/index.ts";
import { hajek } from "../../estimators/index.ts";
import type { Action, View } from "../../src/agents/Agent.ts";
import { linearInMeans } from "../../src/agents/index.ts";
import type { Population } from "../../src/agents/Population.ts";
import { recorded } from "../../src/agents/recorded.ts";
import { rng } from "../../src/core/rng.ts";
import { runStudy } from "../../src/experiment/runStudy.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import { readJournal } from "../../src/log/journal/readJournal.ts";
import type { Turn } from "../../src/log/Turn.ts";
import { karateClub } from "../../src/network/generators/karateClub.ts";
import { type Study, study } from "../../src/study/study.ts";
import { genuine } from "../support/genuine.ts";
import { row, settingOf } from "./lineNetwork.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-recorded-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const withAgents = (agents: Population, more: { treated?: number; rounds?: number } = {}): Study =>
  study({
    seed: 3,
    folder,
    model: { network: karateClub(), agents },
    inquiry: { direct: ["direct", "none"] },
    data: {
      assign: complete({ treated: more.treated ?? 9 }),
      expose: anyTreatedNeighbor(),
      worlds: 2,
      rounds: more.rounds ?? 2,
    },
    answer: [hajek()],
  });
const agentOf = (journal: string) => recorded({ journal }).inFolder!(folder).create(settingOf(row))(0);
const view: View = { world: 0, round: 1, rounds: 1, agent: "a", arm: "control", heard: [], rng: rng(1) };
const thrownBy = (journal: string, more: Partial<View> = {}): Promise<unknown> =>
  Promise.resolve()
    .then(() => agentOf(journal)({ ...view, ...more }))
    .catch((cause: unknown) => cause);

const PLAN = "0".repeat(64);
const turn = (fields: object): object =>
  genuine(
    {
      type: "turn",
      world: 0,
      round: 1,
      phase: "act",
      agent: "a",
      arm: "control",
      heard: [],
      status: "ok",
      action: {},
      attempts: 1,
      at: "2026-01-01T00:00:00.000Z",
      ms: 1,
      ...fields,
    } as unknown as Turn,
    PLAN,
  );
const lines = [
  {
    ...{
      type: "run",
      format: 1,
      spillway: "0",
      planHash: PLAN,
      networkHash: PLAN,
      seed: "1",
      rounds: 1,
      worlds: 1,
    },
    agents: { kind: "language", params: {} },
  },
  turn({ action: { said: [1, 2], state: "s" }, outcome: 3, model: "gpt-x", cost: 9 }),
  turn({ agent: "b", status: "refused", action: undefined, because: "not for me" }),
  turn({ agent: "c", status: "timeout", action: undefined, because: "no answer within 9 seconds" }),
];
writeFileSync(join(folder, "journal.jsonl"), lines.map((line) => `${JSON.stringify(line)}\n`).join(""));

describe("recorded", () => {
  it("gives what was done in the same world and round, and nothing of what it cost", async () => {
    const agent = agentOf("journal.jsonl");
    const wanted: Action = { said: [1, 2], state: "s", outcome: 3, call: { model: "gpt-x" } };
    expect(await agent(view)).toEqual(wanted);
    // The journal has been read: answers come at once.
    expect(agent(view)).toEqual(wanted);
  });

  it("makes nothing up: what was refused is refused again, what failed fails, and so does what is not there", async () => {
    expect(await thrownBy("journal.jsonl", { agent: "b" })).toMatchObject({
      kind: "refused",
      message: "not for me",
    });
    expect(await thrownBy("journal.jsonl", { agent: "c" })).toMatchObject({
      name: "Error",
      message: "recorded: the turn was timeout then: no answer within 9 seconds",
    });
    expect(await thrownBy("journal.jsonl", { round: 2 })).toMatchObject({
      name: "Error",
      message: "recorded: journal.jsonl has no turn of agent a in world 0, round 2",
    });
    expect(await thrownBy("journal.jsonl", { arm: "treated" })).toMatchObject({
      name: "Error",
      message: "recorded: agent a was in arm control then, and is in arm treated now",
    });
  });

  it("stops the run when the journal cannot be read", async () => {
    expect(await thrownBy("absent.jsonl")).toMatchObject({
      kind: "stop",
      message: `recorded: journal: there is no file "${folder}/absent.jsonl"`,
    });
  });

  it("replays a whole study turn by turn, on the same plan", async () => {
    const first = join(folder, "first");
    await runStudy(withAgents(linearInMeans({ noise: 1, endogenous: 0.3 })), { out: first });
    const again = recorded({ journal: "first/journal.jsonl" });
    const { complete: done } = await runStudy(withAgents(again), { out: join(folder, "again") });
    expect(done).toBe(true);
    const was = (out: string): unknown[] =>
      readJournal(join(folder, out, "journal.jsonl"))
        .turns.map(({ world, round, agent, arm, heard, action, outcome, status }) =>
          JSON.stringify([world, round, agent, arm, heard, action, outcome, status]),
        )
        .sort();
    expect(was("again")).toEqual(was("first"));
    // Threads look for the journal in the folder of the study too, wherever they run.
    await runStudy(withAgents(again), { out: join(folder, "threads"), workers: 2 });
    expect(was("threads")).toEqual(was("first"));
  });

  it("says what is wrong with its settings", () => {
    expect(() => recorded.from({})).toThrow("recorded: journal is missing: it must be the name of a journal");
    expect(() => recorded({ journal: "" })).toThrow(
      'recorded: journal must be the name of a journal, got ""',
    );
  });
});
