import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { complete } from "../../designs/index.ts";
import { exposureResponse } from "../../src/agents/index.ts";
import { loadRun } from "../../src/experiment/loadRun.ts";
import { type FinishedRun, runStudy } from "../../src/experiment/runStudy.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import { fromEdges } from "../../src/network/fromEdges.ts";
import { karateClub } from "../../src/network/generators/karateClub.ts";
import { study } from "../../src/study/study.ts";
import { everyCase } from "../support/enumeration/inTurn.ts";
import { bytesOf as bytes, club, clubInput as input } from "./club.ts";

const home = mkdtempSync(join(tmpdir(), "spillway-run-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const still = { elapsed: () => 0, time: () => "2026-01-01T00:00:00.000Z" };

describe("runStudy", () => {
  const whole = join(home, "whole");

  test("writes plan, study, journal, units and estimates", async () => {
    const result = (await runStudy(club, { out: whole, clock: still })) as FinishedRun;
    expect(result.complete).toBe(true);
    expect(result.run).toMatchObject({ turns: 34 * 3 * 4, alreadyComplete: false });
    expect(result.units).toHaveLength(34 * 4);
    expect(result.rows.map(({ contrast, estimator }) => `${contrast} ${estimator}`)).toEqual([
      "spillover hajek",
      "spillover horvitz-thompson",
    ]);
    const written = JSON.parse(readFileSync(join(whole, "estimates.json"), "utf8")) as {
      rows: { estimate: number }[];
      planHash: string;
    };
    const row = result.rows[1]!;
    expect(written.rows[1]!.estimate).toBe("estimate" in row ? row.estimate : undefined);
    expect(written.planHash).toBe(result.plan.hash);
    expect(readFileSync(join(whole, "units.csv"), "utf8").split("\n")[0]).toBe(
      "world,round,agent,arm,outcome,status",
    );
  });

  test("again on the same folder changes nothing", async () => {
    const before = { ...bytes(whole), journal: readFileSync(join(whole, "journal.jsonl"), "utf8") };
    const result = await runStudy(club, { out: whole });
    expect(result.run.alreadyComplete).toBe(true);
    expect({ ...bytes(whole), journal: readFileSync(join(whole, "journal.jsonl"), "utf8") }).toEqual(before);
  });

  test("stopped after any number of turns and resumed, it writes the same bytes, journal included", async () => {
    const out = join(home, "stopped");
    for (const stopAfter of [1, 33, 100]) {
      const result = await runStudy(club, { out, stopAfter, clock: still });
      expect(result.complete).toBe(false);
      expect(existsSync(join(out, "units.csv"))).toBe(false);
    }
    expect((await runStudy(club, { out, clock: still })).complete).toBe(true);
    expect(bytes(out)).toEqual(bytes(whole));
    expect(readFileSync(join(out, "journal.jsonl"), "utf8")).toBe(
      readFileSync(join(whole, "journal.jsonl"), "utf8"),
    );
  });

  // A second thread loads every source anew, which takes longer than all else here.
  test.runIf(everyCase)("two workers write the same bytes as one", async () => {
    const out = join(home, "two");
    const result = await runStudy(club, { out, workers: 2 });
    expect(result.complete).toBe(true);
    expect(bytes(out)).toEqual(bytes(whole));
  });

  test("another study in the same folder is refused, with what differs", async () => {
    const other = study({ ...input, seed: 12 });
    await expect(runStudy(other, { out: whole })).rejects.toThrow(
      /plan\.json: plan: there is another plan already: its seed is "11" there and "12" here; its study is/,
    );
  });

  test("a plan that was changed by hand is refused", async () => {
    const out = join(home, "changed");
    await runStudy(club, { out, stopAfter: 1 });
    const plan = readFileSync(join(out, "plan.json"), "utf8");
    writeFileSync(join(out, "plan.json"), plan.replace('"seed":"11"', '"seed":"99"'));
    await expect(runStudy(club, { out })).rejects.toThrow(
      "plan: the content does not fit its hash: the file was changed after it was written",
    );
  });

  test("agents that are plain functions cannot go to a thread", async () => {
    const agents = { name: "mine", params: {}, synthetic: true, create: () => () => () => ({ outcome: 1 }) };
    const own = study({ ...input, model: { network: karateClub(), agents } });
    await expect(runStudy(own, { out: join(home, "functions"), workers: 2 })).rejects.toThrow(
      'run: workers must be 1 here: the population of agents "mine" is no catalogue entry, and functions cannot go to a thread',
    );
    expect(existsSync(join(home, "functions"))).toBe(false);
  });

  test("a network at hand is kept beside the study, and the run can be read back", async () => {
    const network = fromEdges([
      ["a", "b"],
      ["b", "__proto__"],
      ["__proto__", 'd,"e'],
    ]);
    const outcomes = { none: 1, indirect: 2, direct: 3, both: 4 };
    const own = study({
      ...input,
      model: { network, agents: exposureResponse({ outcomes }) },
      data: { assign: complete({ treated: 1 }), expose: anyTreatedNeighbor(), worlds: 2 },
    });
    const out = join(home, "own");
    await runStudy(own, { out });
    const back = await loadRun(out);
    expect(back.changed).toBe(false);
    expect(back.prepared.network.ids).toEqual(network.ids);
    expect(back.statuses).toEqual({ ok: 4 * 2 * 2 });
  });
});
