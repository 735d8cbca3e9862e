import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { checkText } from "../../../src/cli/text/checkText.ts";
import { check } from "../../../src/experiment/check.ts";
import { loadRun } from "../../../src/experiment/loadRun.ts";
import { runStudy } from "../../../src/experiment/runStudy.ts";
import { describeQuestion } from "../../../src/experiment/survey/describeQuestion.ts";
import { readJournal } from "../../../src/log/journal/readJournal.ts";
import type { Turn } from "../../../src/log/Turn.ts";
import { run } from "../../../src/report/run.ts";
import { study } from "../../../src/study/study.ts";
import { studyData, studyHash } from "../../../src/study/studyData.ts";
import { parseStudy } from "../../../src/study-file/parseStudy.ts";
import { still } from "../../run/ring.ts";
import { inTurn } from "../../support/enumeration/inTurn.ts";
import { ASK, resumeAtLines, SMALL, text } from "./askedStudy.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-questions-"));
afterAll(() => rmSync(folder, { recursive: true }));
const fresh = (): string => mkdtempSync(join(folder, "run-"));

const acts = (turns: readonly Turn[]): unknown[] =>
  turns.filter(({ phase }) => phase === "act").map(({ callId: _, ...rest }) => rest);

describe("questions", () => {
  it("leave every turn as it is, bit for bit, whatever the agents and however they interact", async () => {
    const exposure =
      "{ kind: exposure-response, outcomes: { none: 0, indirect: 1, direct: 2, both: 3 }, noise: 1 }";
    const interacting =
      "  interact: { channel: one-neighbour, delivery: 0.7, schedule: { kind: activation, probability: 0.5 }, history: { whose: swapped } }\n";
    for (const [agents, more] of inTurn(
      [
        [exposure, ""],
        ["{ kind: linear-in-means, endogenous: 0.4, noise: 1 }", ""],
        ["threshold", ""],
        ["degroot", interacting],
        ["{ kind: flawed, agents: degroot, missing: 0.2, undelivered: 0.3 }", interacting],
        ["{ kind: independent-cascade, probability: 0.4 }", "  interact: { schedule: sequential }\n"],
      ] as const,
      0,
    )) {
      const [plain, asked] = [fresh(), fresh()];
      await runStudy(await parseStudy(text("", agents, more)), { out: plain, clock: still });
      await runStudy(await parseStudy(text(ASK, agents, more)), { out: asked, clock: still });
      const turns = readJournal(join(asked, "journal.jsonl")).turns;
      expect(acts(turns)).toEqual(acts(readJournal(join(plain, "journal.jsonl")).turns));
      expect(turns.filter(({ phase }) => phase !== "act")).toHaveLength(2 * (20 + 10 + 10));
      for (const file of ["units.csv", "estimates.csv"])
        expect(readFileSync(join(asked, file), "utf8")).toBe(readFileSync(join(plain, file), "utf8"));
    }
  });

  it("have a phase and a call of their own, after the acts of their round", async () => {
    const out = fresh();
    await runStudy(await parseStudy(text()), { out, clock: still });
    const { run: line, turns } = readJournal(join(out, "journal.jsonl"));
    expect((line!.ask as unknown[]).length).toBe(2);
    const inWorld = turns.filter(({ world }) => world === 1);
    expect(inWorld.slice(20, 30).every(({ phase, round }) => phase === "ask:weather" && round === 1)).toBe(
      true,
    );
    expect(inWorld.map(({ round }) => round)).toEqual([...inWorld.map(({ round }) => round)].sort());
    expect(new Set(turns.map(({ callId }) => callId)).size).toBe(turns.length);
    // The same agents are asked after every round, and others in another world.
    const who = (world: number, round: number): string[] =>
      turns
        .filter((one) => one.phase === "ask:weather" && one.world === world && one.round === round)
        .map(({ agent }) => agent);
    expect(who(0, 1)).toHaveLength(10);
    expect(who(0, 3)).toEqual(who(0, 1));
    expect(who(1, 1)).not.toEqual(who(0, 1));
    const [answer] = turns.filter(({ phase }) => phase === "ask:noticed");
    expect(answer).toMatchObject({ heard: [], status: "ok" });
    expect(answer).not.toHaveProperty("outcome");
    expect(Object.keys(answer!.action!)).toEqual(["said"]);
  });

  it.each(SMALL)("resume after every ninth line to the same bytes: %s", async (_, small) => {
    await resumeAtLines(await parseStudy(small), folder, 9);
  });

  it("count as calls and against budgets", async () => {
    const one = await parseStudy(text());
    expect(check(one).calls).toBe(2 * (60 + 40));
    expect(checkText(check(one))).toContain(
      "calls     200 agent calls: 20 agents × 3 rounds × 2 worlds, and 80 answers to questions",
    );
    expect(checkText(check(one))).toContain(
      "weather, a negative control: 10 of 20 agents, after rounds 1, 3",
    );
    const out = fresh();
    const paused = await runStudy(one, { out, clock: still, settings: { budget: { calls: 25 } } });
    expect(paused.complete).toBe(false);
    expect(paused.run.turns).toBe(25);
    expect(paused.run.total).toBe(200);
    const { phase } = readJournal(join(out, "journal.jsonl")).turns.at(-1)!;
    expect(phase).toBe("ask:weather");
  });

  it("are compared between arms by the design: for complete randomization by the difference in means", async () => {
    const out = fresh();
    const result = await run(await parseStudy(text().replace("worlds: 2", "worlds: 1")), {
      out,
      clock: still,
    });
    if (!result.complete) throw new Error("it did not end");
    const { questions = [] } = result.checks;
    expect(questions.map(({ name, round }) => [name, round])).toEqual([
      ["noticed", 3],
      ["weather", 1],
      ["weather", 3],
    ]);
    const [noticed, weather] = questions;
    expect(noticed!.arms.map(({ arm, asked, answered }) => [arm, asked, answered])).toEqual([
      ["control", 12, 12],
      ["treated", 8, 8],
    ]);
    const { turns } = readJournal(join(out, "journal.jsonl"));
    const mean = (phase: string, round: number, arm: string): number => {
      const said = turns
        .filter((turn) => turn.phase === phase && turn.round === round && turn.arm === arm)
        .map(({ action }) =>
          typeof action!.said === "number" ? action!.said : Number(action!.said === "yes"),
        );
      return said.reduce((total, one) => total + one, 0) / said.length;
    };
    const [yes] = noticed!.measures;
    expect(noticed!.measures).toHaveLength(1);
    expect(yes).toMatchObject({ option: "yes" });
    expect(yes!.differences[0]!.estimate).toBeCloseTo(
      mean("ask:noticed", 3, "treated") - mean("ask:noticed", 3, "control"),
      12,
    );
    expect(yes!.differences[0]!.truth).toBeCloseTo(0.8, 12);
    expect(yes!.differences[0]!.ci![0]).toBeGreaterThan(0);
    expect(weather!.measures[0]!.differences[0]!.estimate).toBeCloseTo(
      mean("ask:weather", 1, "treated") - mean("ask:weather", 1, "control"),
      12,
    );
    expect(weather!.measures[0]!.differences[0]!.truth).toBe(0);
    // What was found is in the files, in words, and on the page.
    expect(JSON.parse(readFileSync(join(out, "checks.json"), "utf8")).questions).toEqual(
      JSON.parse(JSON.stringify(questions)),
    );
    expect(describeQuestion(noticed!)[0]).toMatch(
      /^manipulation check noticed after round 3, yes: control .* \(12\), treated .* \(8\); treated − control = .* \(truth 0\.8\), 95 % interval /,
    );
    expect(readFileSync(join(out, "report.html"), "utf8")).toContain("What agents were asked");
    expect((await loadRun(out)).checks!.questions).toEqual(questions);
  });

  it("say when a manipulation check shows nothing and a negative control something", async () => {
    const wrong = ASK.replace(
      'treated: { "yes": 0.9, "no": 0.1 }',
      'treated: { "yes": 0.1, "no": 0.9 }',
    ).replace("treated: [10, 12, 14]", "treated: [20, 22, 24]");
    const large = text(wrong).replace("n: 20", "n: 200").replace("treated: 8", "treated: 80");
    const result = await runStudy(await parseStudy(large), { out: fresh(), clock: still });
    if (!result.complete) throw new Error("it did not end");
    const notes = result.checks.notes.map((note) => note.replace(/\(.*\)/, "(…)"));
    expect(notes).toEqual([
      "manipulation check noticed after round 3: the answers of treated and control do not differ clearly (…): the treatment may not have got through",
      "negative control weather after round 1: the answers of treated and control differ (…), which the treatment should leave as it is: something else may differ between the arms",
      "negative control weather after round 3: the answers of treated and control differ (…), which the treatment should leave as it is: something else may differ between the arms",
    ]);
  });

  it("have no difference where nobody could be asked in an arm, and say so", async () => {
    const lone = ASK.replace("share: 0.5", "share: 0.01");
    const result = await runStudy(await parseStudy(text(lone)), { out: fresh(), clock: still });
    if (!result.complete) throw new Error("it did not end");
    const [, weather] = result.checks.questions!;
    expect(weather!.arms.reduce((total, { asked }) => total + asked, 0)).toBe(2);
    const [difference] = weather!.measures[0]!.differences;
    expect(difference).not.toHaveProperty("estimate");
    expect(difference!.because).toMatch(/no agent/);
    expect(describeQuestion(weather!)[0]).toContain("no estimate of treated − control, because ");
  });

  it("belong to the study hash, are one study in YAML and as the data of a run, and nothing is no question", async () => {
    const plain = await parseStudy(text(""));
    const one = await parseStudy(text());
    expect(studyHash(await parseStudy(text("").replace("  worlds", "  ask: []\n  worlds")))).toBe(
      studyHash(plain),
    );
    expect(studyHash(one)).not.toBe(studyHash(plain));
    expect(studyHash(await parseStudy(text(ASK.replace("share: 0.5", "share: 0.6"))))).not.toBe(
      studyHash(one),
    );
    const again = await parseStudy(JSON.stringify(studyData(one)));
    expect(studyHash(again)).toBe(studyHash(one));
    expect(studyHash(study({ ...one, inquiry: one.inquiry }))).toBe(studyHash(one));
    expect(one.data.ask![0]).toEqual({
      name: "noticed",
      purpose: "manipulation-check",
      prompt: "Did you get an argument?",
      answer: { kind: "choice", options: ["yes", "no"], labels: false, shuffle: true },
      after: [3],
      share: 1,
      answers: { control: { yes: 0.1, no: 0.9 }, treated: { yes: 0.9, no: 0.1 } },
    });
  });

  it("may have their text in a file", async () => {
    const inFile = ASK.replace("prompt: How warm is it?", "prompt: { file: weather.md }");
    const one = await parseStudy(text(inFile), { readFile: async (name) => `from ${name}` });
    expect(one.data.ask![1]!.prompt).toBe("from weather.md");
  });

  it.each([
    [
      ASK.replace("name: weather", "name: noticed"),
      'study.yaml:18:7: ask: 1: "noticed" is the name of two questions',
    ],
    [
      ASK.replace("after: [3, 1]", "after: [4]"),
      'study.yaml:18:7: ask: 1: "weather" is asked after round 4, but the study has 3 rounds',
    ],
    [
      ASK.replace("share: 0.5", "share: 0"),
      "study.yaml:22:14: study: data.ask.1.share must be a number above 0 and up to 1, got 0",
    ],
    [
      ASK.replace("purpose: negative-control", "purpose: placebo"),
      'study.yaml:19:16: study: data.ask.1.purpose must be manipulation-check, negative-control or other, got "placebo"',
    ],
    [
      ASK.replace("name: weather", "name: the weather"),
      'study.yaml:18:13: study: data.ask.1.name must be a letter, then letters, digits, _ or -, got "the weather"',
    ],
    [
      ASK.replace("purpose: negative", "porpuse: negative"),
      'study.yaml:19:7: study: there is no setting "porpuse" in data.ask.1 (did you mean "purpose"?)',
    ],
    [
      ASK.replace("treated: [10, 12, 14]", "treated: 99"),
      'study.yaml:18:7: ask: "weather": answers.treated: the answer must be a number from 0 to 30, got 99',
    ],
    [
      ASK.replace('treated: { "yes": 0.9', 'treated: { "yes": 0.8'),
      'study.yaml:13:7: ask: "noticed": answers.treated: the shares must add up to 1, got 0.9',
    ],
    [
      ASK.replace(/\n {6}answers: \{ control: \[.*/, ""),
      'study.yaml:18:7: ask: "weather": agents of kind degroot are synthetic and have no answer: say what those of each arm answer, answers: { control: …, treated: … }',
    ],
  ])("say what is wrong, and where (%#)", async (ask, message) => {
    await expect(parseStudy(text(ask))).rejects.toThrow(message);
  });

  it("need an answer for each arm, and for no other", async () => {
    const lacking = await parseStudy(text(ASK.replace(", treated: [10, 12, 14]", "")));
    expect(() => check(lacking)).toThrow(
      'ask: "weather": answers lacks the arm "treated": agents there cannot answer for themselves',
    );
    const strange = await parseStudy(text(ASK.replace("treated: [10, 12, 14]", "treated: 5, treeted: 5")));
    expect(() => check(strange)).toThrow(
      'ask: "weather": answers: there is no arm "treeted" (did you mean "treated"?); the arms of the design are control, treated',
    );
  });

  it("are refused for populations that cannot be asked", async () => {
    const one = await parseStudy(text());
    const mute = { ...one.model.agents, name: "mute", synthetic: false };
    expect(() => study({ ...one, model: { ...one.model, agents: mute } })).toThrow(
      'ask: "noticed": agents of kind mute cannot be asked: give their population the method wantQuestion, and let its agents answer views with a question',
    );
  });
});
