import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { populations } from "../../src/agents/index.ts";
import { SpillwayError } from "../../src/core/SpillwayError.ts";
import { diagnose } from "../../src/diagnose/diagnose.ts";
import { finishStudy } from "../../src/experiment/finishStudy.ts";
import { loadRun } from "../../src/experiment/loadRun.ts";
import { runStudy } from "../../src/experiment/runStudy.ts";
import { reportOf } from "../../src/report/reportOf.ts";
import type { Study } from "../../src/study/study.ts";
import { parseStudy } from "../../src/study-file/parseStudy.ts";
import { truths } from "../../src/truth/truths.ts";
import { inTurn } from "../support/enumeration/inTurn.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-truth-"));
afterAll(() => rmSync(folder, { recursive: true }));

const table =
  "{ kind: exposure-response, outcomes: { none: 0, indirect: 1, direct: 2, both: 3.5 }, spread: 1, noise: 0.5 }";
const linear = "{ kind: linear-in-means, direct: 1, indirect: 2, noise: 0.3 }";
/** Studies of every synthetic kind of the catalogue; the others' truth nobody knows. */
const agentsOf: Readonly<Record<string, readonly string[]>> = {
  "exposure-response": [table],
  "linear-in-means": [linear],
  threshold: ["{ kind: threshold, own: 0.3, peers: 0.5 }"],
  "independent-cascade": ["{ kind: independent-cascade }"],
  degroot: ["{ kind: degroot }"],
  "bayesian-cascade": ["{ kind: bayesian-cascade }"],
  "naming-game": ["{ kind: naming-game }"],
  "conditional-cooperator": ["{ kind: conditional-cooperator }"],
  "public-goods": ["{ kind: public-goods }"],
  conformist: ["{ kind: conformist }"],
  "beauty-contest": ["{ kind: beauty-contest }"],
  fishery: ["{ kind: fishery }"],
  flawed: [
    `{ kind: flawed, agents: ${linear}, undelivered: 0.5 }`,
    `{ kind: flawed, agents: ${linear}, missing: { control: 0, treated: 0.4 } }`,
    `{ kind: flawed, agents: ${linear}, missing: 0.2, undelivered: 0.3, far: 1, contagion: 0.3 }`,
    `{ kind: flawed, agents: ${table}, missing: 0.3, undelivered: 0.4 }`,
    `{ kind: flawed, agents: ${table} }`,
  ],
};
const unknown = ["language", "command", "http", "recorded"];
const all = Object.values(agentsOf).flat();
const treated = "\n  treat: { treated: { undelivered: 0.6 } }";

const read = (agents: string, more = ""): Promise<Study> =>
  parseStudy(`
model:
  network: { kind: small-world, n: 16, k: 4, rewire: 0.1 }
  agents: ${agents}
inquiry: { spillover: [indirect, none], total: [both, none] }
data:
  assign: { kind: complete, treated: 5 }
  expose: any-treated
  rounds: 3${more}
answer: [hajek]
seed: 3
`);

test("every kind of the catalogue is here, or its truth is unknown", () => {
  expect([...Object.keys(agentsOf), ...unknown]).toEqual(populations.map(({ kind }) => kind));
});

describe("every command reports the same truth, to the bit", () => {
  test.each([
    ...inTurn(all, 1).map((agents) => [agents, ""]),
    [all.find((one) => one.includes("kind: flawed"))!, treated],
  ])("%s %s", async (agents, more) => {
    const study = await read(agents, more);
    const out = mkdtempSync(join(folder, "run-"));
    const ran = await runStudy(study, { out });
    if (!ran.complete) throw new SpillwayError("the run stopped");
    const written = JSON.parse(readFileSync(join(out, "estimates.json"), "utf8")) as {
      truths: { contrast: string; value: number; mcse?: number }[];
      global: { value: number };
    };
    const loaded = await loadRun(out, await read(agents, more));
    const again = finishStudy(loaded.prepared, loaded.plan, loaded.units, out).truths!;
    const report = reportOf(ran);
    const known = truths(ran.prepared)!;
    expect(known.contrasts.map(({ contrast }) => contrast)).toEqual(["spillover", "total"]);
    expect(ran.truths).toEqual(known);
    expect(again).toEqual(known);
    expect(written.truths).toEqual(known.contrasts);
    expect(written.global).toEqual(known.global);
    expect(report.truths).toEqual(known.contrasts);
    // The second contrast is judged by the global effect here, so that one diagnosis shows both.
    const found = await diagnose(study, { simulations: 2, replays: 200, estimands: { total: "global" } });
    const [spillover] = known.contrasts;
    expect(found.rows[0]!.truth).toEqual({ value: spillover!.value, mcse: spillover!.mcse ?? 0 });
    expect(found.rows[1]!.truth?.value).toBe(known.global!.value);
  });
});

describe("the truth of agents that lose messages and outcomes is that of agents that lose nothing", () => {
  test.each([
    ["undelivered", "undelivered: 0.5"],
    ["missing by arm", "missing: { control: 0, treated: 0.4 }"],
    ["both, with influence from afar", "missing: 0.2, undelivered: 0.3, far: 1"],
  ])("%s", async (_, flaws) => {
    const far = flaws.includes("far") ? ", far: 1" : "";
    const lossy = truths(await prepared(`{ kind: flawed, agents: ${linear}, ${flaws} }`))!;
    const whole = truths(await prepared(far === "" ? linear : `{ kind: flawed, agents: ${linear}${far} }`))!;
    const values = ({ contrasts, global }: typeof whole) => [
      ...contrasts.map(({ value, mcse }) => [value, mcse]),
      global?.value,
    ];
    expect(values(lossy)).toEqual(values(whole));
    expect(lossy.contrasts[0]!.how).toContain("had every message arrived");
    expect(whole.contrasts[0]!.how).not.toContain("had every message arrived");
  });

  test("a diagnosis, which replays more often by itself, agrees with a run within their errors", async () => {
    const study = await read(all[9]!);
    const usual = await diagnose(study, { simulations: 2 });
    for (const [k, { value, mcse }] of truths(await prepared(all[9]!))!.contrasts.entries()) {
      const other = usual.rows[k]!.truth!;
      expect(other.mcse).toBeLessThan(mcse!);
      expect(Math.abs(other.value - value)).toBeLessThan(4 * Math.hypot(mcse!, other.mcse));
    }
  });

  test("losses that differ between arms by the study's treatment are undone in every arm", async () => {
    const lossy = `{ kind: flawed, agents: ${linear}, undelivered: 0.1 }`;
    const one = truths(await prepared(lossy, treated))!;
    const none = truths(await prepared(linear))!;
    expect(one.contrasts.map(({ value }) => value)).toEqual(none.contrasts.map(({ value }) => value));
    expect(one.global!.value).toBe(none.global!.value);
  });

  test("with a table behind, the truth is exact", async () => {
    const { contrasts, global } = truths(
      await prepared(all.find((one) => one.includes(`agents: ${table}, missing`))!),
    )!;
    expect(contrasts).toEqual(
      truths(await prepared(table))!.contrasts.map((one) => ({
        ...one,
        how: "exact, from the table of potential outcomes, had every message arrived and every outcome been seen",
      })),
    );
    expect(global!.value).toBeCloseTo(3.5, 12);
  });
});

async function prepared(agents: string, more = "") {
  const { prepareStudy } = await import("../../src/study/prepareStudy.ts");
  return prepareStudy(await read(agents, more));
}
