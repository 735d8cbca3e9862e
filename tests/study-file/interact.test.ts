import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { checkText } from "../../src/cli/text/checkText.ts";
import { check } from "../../src/experiment/check.ts";
import { runStudy } from "../../src/experiment/runStudy.ts";
import { readJournal } from "../../src/log/journal/readJournal.ts";
import { feed } from "../../src/run/channels/feed.ts";
import { none } from "../../src/run/channels/none.ts";
import { onePair } from "../../src/run/schedules/onePair.ts";
import { replay } from "../../src/run/world/replay.ts";
import { prepareStudy } from "../../src/study/prepareStudy.ts";
import { study } from "../../src/study/study.ts";
import { studyData, studyHash } from "../../src/study/studyData.ts";
import { parseStudy } from "../../src/study-file/parseStudy.ts";
import { truths } from "../../src/truth/truths.ts";
import { still } from "../run/ring.ts";
import { everyCase } from "../support/enumeration/inTurn.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-interact-"));
afterAll(() => rmSync(folder, { recursive: true }));

const text = (interact: string, agents = "{ kind: degroot, spread: 0 }", rest = ""): string => `
seed: 3
model:
  network: { kind: ring-lattice, n: 20, k: 4 }
  agents: ${agents}
inquiry: { spillover: [indirect, none] }
data:
  assign: { kind: complete, treated: 5 }
  expose: any-treated
  rounds: 6
  worlds: 2
${interact === "" ? "" : `  interact: ${interact}\n`}answer: [hajek]
${rest}`;

describe("interact in a study file", () => {
  it("changes no hash when it says what is so anyway", async () => {
    const plain = await parseStudy(text(""));
    for (const same of [
      "{}",
      "{ channel: neighbours, schedule: simultaneous, delivery: 1, shuffle: false, hears: {} }",
      "{ channel: { kind: neighbours }, delivery: { per: edge } }",
    ]) {
      const other = await parseStudy(text(same));
      expect(studyHash(other)).toBe(studyHash(plain));
      expect(other.data.interact).toBeUndefined();
    }
    expect(studyHash(await parseStudy(text("{ channel: none }")))).not.toBe(studyHash(plain));
  });

  it("is one study in YAML, in TypeScript, and as the data that a run leaves", async () => {
    const file = await parseStudy(
      text(
        "{ channel: { kind: feed, top: 3 }, hears: { treated: none }, delivery: 0.9, history: { last: 4 }, remembers: { treated: { whose: swapped } } }",
      ),
    );
    const given = {
      channel: feed({ top: 3 }),
      hears: { treated: none() },
      delivery: 0.9,
      history: { last: 4 },
      remembers: { treated: { whose: "swapped" as const } },
    };
    const made = study({ ...file, data: { ...file.data, interact: given } });
    expect(studyHash(made)).toBe(studyHash(file));
    expect(studyHash(await parseStudy(JSON.stringify(studyData(file))))).toBe(studyHash(file));
    expect(studyHash(study(file))).toBe(studyHash(file));
    expect(studyData(file)).toMatchObject({
      data: {
        interact: {
          channel: { kind: "feed", rank: "recency", top: 3 },
          hears: { treated: "none" },
          delivery: { probability: 0.9 },
          history: { last: 4 },
          remembers: { treated: { whose: "swapped" } },
        },
      },
    });
  });

  it.each([
    [
      "{ chanel: none }",
      'study.yaml:12:15: study: there is no setting "chanel" in data.interact (did you mean "channel"?)',
    ],
    [
      "{ channel: nobody }",
      'study.yaml:12:24: data.interact.channel: there is no channel "nobody" (one of neighbours, mean, counts, one-neighbour, pairs, groups, feed, none, shuffled, yoked)',
    ],
    [
      "{ channel: { kind: feed, top: 0 } }",
      "study.yaml:12:43: data.interact.channel: top must be a whole number of at least 1, got 0",
    ],
    [
      "{ hears: { traeted: none } }",
      'study.yaml:12:24: data.interact.hears: there is no arm "traeted" (did you mean "treated"?); the arms of the design are control, treated',
    ],
    [
      "{ schedule: one-pair, channel: pairs }",
      "study.yaml:12:13: data.interact: with the schedule one-pair those who meet hear each other, got the channel pairs too: take one of them",
    ],
    [
      "{ delivery: 1.5 }",
      "study.yaml:12:25: study: data.interact.delivery must be a probability from 0 to 1, got 1.5",
    ],
    [
      "{ schedule: { kind: activation } }",
      "study.yaml:12:25: data.interact.schedule: probability is missing: it must be a probability above 0 and up to 1",
    ],
  ])("says what is wrong with %s", async (interact, message) => {
    await expect(parseStudy(text(interact))).rejects.toThrow(message);
  });

  it("reads groups from a table", async () => {
    const ids = Array.from({ length: 20 }, (_, i) => `${i},${i < 10 ? "a" : "b"}`);
    const readFile = async (): Promise<string> => `agent,group\n${ids.join("\n")}\n`;
    const found = await parseStudy(text("{ channel: { kind: groups, groups: { file: groups.csv } } }"), {
      readFile,
    });
    const { words, beyondEdges } = check(found).interact!;
    expect(words[0]).toMatch(/^channel groups \(groups \["a",/);
    expect(beyondEdges).toBe(2 * (10 * 9 - 2 * (9 + 8)));
  });
});

describe("the dry run", () => {
  it("tells in words how agents interact, counts calls by the schedule, and warns of messages without edges", async () => {
    const pairs = await parseStudy(text("{ schedule: one-pair, delivery: 0.5, hears: { treated: none } }"));
    const found = check(pairs);
    expect(found.interact!.words).toEqual(
      ['schedule one-pair (draw "agent")', "delivery probability 0.5", "treated hears none"].sort(
        (a, b) => order(a) - order(b),
      ),
    );
    expect(found.calls).toBe(2 * 6 * 2);
    expect(found.interact!.beyondEdges).toBe(0);
    expect(checkText(found)).toContain("interact  treated hears none");
    expect(checkText(found)).toContain("24 agent calls: 6 rounds × 2 worlds");
    const shared = check(await parseStudy(text("{ channel: feed }")));
    expect(shared.interact!.beyondEdges).toBe(20 * 19 - 20 * 4);
    expect(shared.warnings[0]).toBe(
      "messages may pass between at least 300 ordered pairs of agents without an edge from the one to the other, and the exposure knows of edges only: join them by edges, or read the contrasts as those of a misspecified exposure",
    );
    expect(check(await parseStudy(text(""))).interact).toBeUndefined();
  });

  it("finds what does not fit the network", async () => {
    const strange = await parseStudy(text("{ channel: { kind: groups, groups: { zz: a } } }"));
    expect(() => check(strange)).toThrow('groups: groups names agent "zz", who is not in the network');
    const missing = await parseStudy(text("{ channel: { kind: yoked, journal: none.jsonl } }"), { folder });
    expect(() => check(missing)).toThrow(`journal: there is no file "${join(folder, "none.jsonl")}"`);
  });
});

const order = (words: string): number => ["treated", "delivery", "schedule"].indexOf(words.split(" ")[0]!);

describe("true effects", () => {
  it("are those under the study's interaction: isolated agents have no spillover", async () => {
    const alone = prepareStudy(await parseStudy(text("{ channel: none }")));
    const together = prepareStudy(await parseStudy(text("")));
    const spillover = (prepared: typeof alone): number =>
      truths(prepared, { replays: 60 })!.contrasts[0]!.value;
    expect(spillover(together)).toBeGreaterThan(0.05);
    expect(Math.abs(spillover(alone))).toBeLessThan(1e-12);
  });

  it("are replayed also for exposure-response agents, whose table says nothing of messages that are lost", async () => {
    const agents = "{ kind: exposure-response, outcomes: { none: 0, indirect: 1, direct: 2, both: 3 } }";
    const table = truths(prepareStudy(await parseStudy(text("", agents))))!.contrasts[0]!;
    expect(table).toMatchObject({ value: 1, how: "exact, from the table of potential outcomes" });
    const lost = truths(prepareStudy(await parseStudy(text("{ delivery: 0 }", agents))), { replays: 40 })!;
    expect(Math.abs(lost.contrasts[0]!.value)).toBeLessThan(1e-12);
    const half = truths(prepareStudy(await parseStudy(text("{ delivery: 0.5 }", agents))), { replays: 40 })!;
    expect(half.contrasts[0]!.value).toBeGreaterThan(0.2);
    expect(half.contrasts[0]!.value).toBeLessThan(0.8);
    // The interaction draws chance, so the global effect is a mean of replays too.
    expect(half.global!.mcse).toBeGreaterThan(0);
  });
});

describe("a run", () => {
  it("leaves the same bytes on two workers, and outcomes that replay gives, each agent's latest", async () => {
    const interact =
      "{ schedule: { kind: activation, probability: 0.4 }, delivery: 0.7, history: { last: 2 } }";
    const made = await parseStudy(text(interact, "threshold"));
    const outs = await Promise.all(
      (everyCase ? [1, 2] : [1]).map(async (workers) => {
        const out = join(folder, `workers${workers}`);
        await runStudy(made, { out, clock: still, workers });
        return out;
      }),
    );
    const [one, ...others] = outs.map((out) => readFileSync(join(out, "units.csv"), "utf8"));
    for (const two of others) expect(two).toBe(one);
    const bare = (out: string): unknown[] =>
      readJournal(join(out, "journal.jsonl")).turns.map(({ ms, at, ...turn }) => turn);
    for (const out of outs.slice(1)) expect(bare(out)).toEqual(bare(outs[0]!));
    const { network, setting, streams } = prepareStudy(made);
    const { arms } = setting;
    const rows = one!
      .trimEnd()
      .split("\n")
      .slice(1)
      .map((row) => row.split(","));
    for (const world of [0, 1]) {
      const inWorld = rows.filter((row) => row[0] === `${world}`);
      const armOf = new Map(inWorld.map((row) => [row[2], arms.indexOf(row[3]!)]));
      const { outcomes, present } = replay({
        ...{ network, world, rounds: 6, rng: streams.run, armNames: arms, interaction: made.data.interact! },
        agentOf: made.model.agents.create(setting),
        arms: network.ids.map((id) => armOf.get(id) ?? 0),
      });
      for (const [, round, agent, , outcome] of inWorld) {
        const i = network.ids.indexOf(agent!);
        expect([round, present[i]]).toEqual(["6", 1]);
        expect(Number(outcome)).toBe(outcomes[i]);
      }
      expect(inWorld).toHaveLength(present.filter((one) => one === 1).length);
    }
  });

  it("can be yoked to another: the same inputs in isolation", async () => {
    const first = join(folder, "first");
    await runStudy(await parseStudy(text("", "threshold")), { out: first, clock: still });
    const yoke = await parseStudy(
      text("{ channel: { kind: yoked, journal: first/journal.jsonl } }", "{ kind: threshold, own: 2 }"),
      { folder },
    );
    const second = join(folder, "second");
    // Other agents, who act otherwise and are heard by nobody.
    await runStudy(yoke, { out: second, clock: still });
    const inputs = (out: string): unknown[] =>
      readJournal(join(out, "journal.jsonl")).turns.map(({ world, round, agent, heard }) => ({
        ...{ world, round, agent, heard },
      }));
    expect(inputs(second)).toEqual(inputs(first));
  });

  it("refuses channels that are no catalogue entry on several workers", async () => {
    const own = { ...none(), name: "my-channel" };
    const base = await parseStudy(text(""));
    const made = study({ ...base, data: { ...base.data, interact: { channel: own, schedule: onePair() } } });
    await expect(runStudy(made, { out: join(folder, "own"), workers: 2 })).rejects.toThrow(
      'run: workers must be 1 here: the channel "my-channel" is no catalogue entry, and functions cannot go to a thread',
    );
  });
});
