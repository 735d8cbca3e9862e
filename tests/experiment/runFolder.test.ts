import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { complete } from "../../designs/index.ts";
import { hajek } from "../../estimators/index.ts";
import type { Agent } from "../../src/agents/Agent.ts";
import { AgentFault } from "../../src/agents/AgentFault.ts";
import type { Population } from "../../src/agents/Population.ts";
import { loadRun } from "../../src/experiment/loadRun.ts";
import type { RunManifest } from "../../src/experiment/runManifest.ts";
import { type FinishedRun, runStudy, type StoppedRun } from "../../src/experiment/runStudy.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import { ringLattice } from "../../src/network/generators/ringLattice.ts";
import { renderReport } from "../../src/report/renderReport.ts";
import { reportOf } from "../../src/report/reportOf.ts";
import { lockFolder } from "../../src/run/lockFolder.ts";
import { type Study, study } from "../../src/study/study.ts";
import { fakeTime } from "../run/fakeTime.ts";

const home = mkdtempSync(join(tmpdir(), "spillway-folder-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));
let count = 0;
const fresh = (): string => join(home, `${count++}`);
const manifestOf = (out: string): RunManifest =>
  JSON.parse(readFileSync(join(out, "manifest.json"), "utf8")) as RunManifest;

/** Agents that cost something: a model that changes its name in round 2, and fails some of the treated. */
function modelled(closed: string[] = [], agent?: Agent): Population {
  const act: Agent = async ({ round, arm, agent: id }) => {
    const call = { model: `model-${round}`, usage: { input: 10, output: 2 }, cost: 0.5, text: "<b>yes</b>" };
    if (arm === "treated" && round === 2 && Number(id) % 2 === 0)
      throw new AgentFault("refused", "<i>no</i>", { call });
    return { said: 1, outcome: arm === "treated" ? 2 : 1, call };
  };
  return {
    name: "modelled",
    params: { model: "asked-for", keyFrom: "SOME_API_KEY", other: { model: "another" } },
    synthetic: false,
    prompt: () => (i) => async (view) => [{ role: "user", content: `agent ${i}, ${view.arm}` }],
    tokens: () => ({ input: 20, output: 10 }),
    create: ({ onClose }) => {
      onClose?.(() => void closed.push("closed"));
      return () => agent ?? act;
    },
  };
}
const experiment = (agents: Population): Study =>
  study({
    name: "fees",
    seed: 5,
    model: { network: ringLattice({ n: 20, k: 2 }), agents },
    inquiry: { spillover: ["indirect", "none"] },
    data: { assign: complete({ treated: 10 }), expose: anyTreatedNeighbor() },
    answer: [hajek()],
  });

describe("the folder of a run", () => {
  it("says what differs when it holds the plan of another study, and not two hashes", async () => {
    const out = fresh();
    const given = experiment(modelled());
    await runStudy(given, { out, ...fakeTime() });
    const other: Study = {
      ...given,
      data: { ...given.data, rounds: 3 },
      model: { ...given.model, agents: { ...given.model.agents, params: { model: "asked-foo" } } },
    };
    await expect(runStudy(other, { out, ...fakeTime() })).rejects.toThrow(
      'plan: there is another plan already: its study is another one, where model.agents.model is "asked-for" there and "asked-foo" here, model.agents.keyFrom is',
    );
    await expect(runStudy(other, { out, ...fakeTime() })).rejects.toThrow(
      "other settings that differ are data.rounds: choose another folder",
    );
    const long = "a word ".repeat(100);
    const texts = [long, `${long.slice(0, 400)}X${long.slice(400)}`].map(
      (prompt): Study => ({
        ...given,
        model: { ...given.model, agents: { ...given.model.agents, params: { prompt } } },
      }),
    );
    const there = fresh();
    await runStudy(texts[0]!, { out: there, ...fakeTime() });
    await expect(runStudy(texts[1]!, { out: there, ...fakeTime() })).rejects.toThrow(
      /where model\.agents\.prompt is "….{20}\b.*" there and "….{20}X.*" here: choose/,
    );
  });

  it("says how every sitting ended, and what was spent, also when it died or was killed", async () => {
    const out = fresh();
    const given = experiment(modelled());
    let lines = 0;
    const dies = {
      out,
      settings: { open: 1 },
      onProgress: () => {
        if (++lines === 3) throw new Error("the disk is full");
      },
    };
    await expect(runStudy(given, { ...dies, ...fakeTime() })).rejects.toThrow("the disk is full");
    // The call that was in flight has ended, and counts.
    const made = readFileSync(join(out, "journal.jsonl"), "utf8").split('"type":"turn"').length - 1;
    expect(made).toBeGreaterThanOrEqual(3);
    // One more call may have been on its way: what is not known to have been free counts.
    expect([made, made + 1]).toContain(manifestOf(out).spent.calls);
    expect(manifestOf(out)).toMatchObject({
      spent: { money: made / 2 },
      sittings: [{ ended: "failed", because: "the disk is full", end: expect.any(String) }],
    });
    await runStudy(given, { out, settings: { open: 1, budget: { calls: 5 } }, ...fakeTime() });
    expect(manifestOf(out).sittings[1]).toMatchObject({
      ended: "budget",
      because: "the budget of 5 calls is used up",
    });
    // As a process leaves it that is killed: without a word in the manifest, and with a file that it was writing.
    const killed = manifestOf(out);
    const { ended: _, end: __, because: ___, ...open } = killed.sittings[1]!;
    writeFileSync(
      join(out, "manifest.json"),
      JSON.stringify({ ...killed, sittings: [killed.sittings[0], open] }),
    );
    // No process has a number as large as this.
    writeFileSync(join(out, "study.json.99999999.tmp"), "{");
    writeFileSync(join(out, `study.json.${process.ppid}.tmp`), "{");
    await runStudy(given, { out, settings: { open: 1, budget: { calls: 7 } }, ...fakeTime() });
    expect(manifestOf(out).sittings.map(({ ended }) => ended)).toEqual(["failed", "killed", "budget"]);
    expect(manifestOf(out).spent.calls).toBe(7);
    expect(readdirSync(out).filter((name) => name.endsWith(".tmp"))).toEqual([
      `study.json.${process.ppid}.tmp`,
    ]);
  });

  it("tells where its numbers come from, sitting by sitting, and what is to be looked at", async () => {
    const out = fresh();
    const closed: string[] = [];
    const given = experiment(modelled(closed));
    const first = (await runStudy(given, {
      out,
      settings: { open: 1, budget: { money: 6 } },
      ...fakeTime(),
    })) as StoppedRun;
    expect(first).toMatchObject({ complete: false, run: { halted: { kind: "budget" }, total: 40 } });
    expect(first.run.spent.money).toBe(6);
    expect(manifestOf(out).sittings.map(({ ended }) => ended)).toEqual(["budget"]);
    expect(readdirSync(out).sort()).toEqual([
      "journal.jsonl",
      "journal.spent.json",
      "manifest.json",
      "plan.json",
      "study.json",
    ]);

    const result = (await runStudy(given, { out, ...fakeTime() })) as FinishedRun;
    expect(closed).toEqual(["closed", "closed"]);
    expect(result.run.spent).toEqual({ calls: 40, input: 400, output: 80, money: 20 });
    const manifest = manifestOf(out);
    expect(manifest).toMatchObject({
      format: 1,
      agents: "modelled",
      hashes: { plan: result.plan.hash, study: result.prepared.hash },
      models: { asked: ["asked-for", "another"] },
      spent: { money: 20 },
    });
    expect(manifest.models.returned.map(({ arm, model, turns }) => [arm, model, turns])).toEqual([
      ["control", "model-1", 10],
      ["control", "model-2", 10],
      ["treated", "model-1", 10],
      ["treated", "model-2", 10],
    ]);
    expect(manifest.hashes.prompts).toMatch(/^[0-9a-f]{64}$/);
    expect(manifest.hashes.settings).toMatch(/^[0-9a-f]{64}$/);
    expect(manifest.sittings.map(({ ended }) => ended)).toEqual(["budget", "complete"]);
    expect(manifest.sittings[0]).toMatchObject({
      node: process.version,
      platform: `${process.platform} ${process.arch}`,
    });
    expect(manifest.note).toContain("not guaranteed");

    const before = readFileSync(join(out, "manifest.json"), "utf8");
    await runStudy(given, { out, ...fakeTime() });
    expect(readFileSync(join(out, "manifest.json"), "utf8")).toBe(before);
    expect(JSON.parse(readFileSync(join(out, "checks.json"), "utf8"))).toEqual(
      JSON.parse(JSON.stringify(result.checks)),
    );
    expect(result.checks.modelChanges).toEqual(["control", "treated"]);
    expect(result.checks.notes.join("\n")).toMatch(/not all of the 40 turns ended well: \d+ refused/);
    const page = await renderReport(reportOf(result, result.run.statuses, result.checks));
    expect(page).toContain("How the run went");
    expect(page).toContain("model-1, model-2");
    expect(page).not.toContain("<i>no</i>");
  });

  it("is refused while another process is at work in it, before anything is written", async () => {
    const out = fresh();
    const release = lockFolder(out, { time: () => "noon" });
    await expect(runStudy(experiment(modelled()), { out, ...fakeTime() })).rejects.toThrow(
      new RegExp(`^run: the folder "${out}" is in use by process ${process.pid} on .*, since noon: `),
    );
    expect(readdirSync(out)).toEqual(["run.lock"]);
    release();
    expect((await runStudy(experiment(modelled()), { out, ...fakeTime() })).complete).toBe(true);
    expect(readdirSync(out)).not.toContain("run.lock");
  });

  it("is let go, and agents are closed, when a run fails", async () => {
    const out = fresh();
    const closed: string[] = [];
    const onProgress = (): never => {
      throw new Error("screen gone");
    };
    await expect(runStudy(experiment(modelled(closed)), { out, onProgress, ...fakeTime() })).rejects.toThrow(
      "screen gone",
    );
    expect(closed).toEqual(["closed"]);
    expect(readdirSync(out)).not.toContain("run.lock");
  });

  it("of agents that wait is played in one thread, whatever the number of workers", async () => {
    const result = await runStudy(experiment(modelled()), { out: fresh(), workers: 3, ...fakeTime() });
    expect(result.complete).toBe(true);
  });

  it("can be read back with its checks", async () => {
    const out = fresh();
    // Functions are no part of a study file, so a synthetic population of the catalogue stands in.
    const { linearInMeans } = await import("../../src/agents/synthetic/linearInMeans.ts");
    const result = (await runStudy(experiment(linearInMeans({ noise: 1 })), { out })) as FinishedRun;
    const loaded = await loadRun(out);
    expect(loaded.checks).toEqual(result.checks);
    expect(result.checks.notes).toEqual([]);
    expect(result.checks.messages).toMatchObject({ heard: 40, undeclared: 0 });
  });
});
