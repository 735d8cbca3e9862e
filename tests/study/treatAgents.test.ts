import { describe, expect, test } from "vitest";
import { bernoulli, complete } from "../../designs/index.ts";
import { hajek } from "../../estimators/index.ts";
import { byArm, type Treatment } from "../../src/agents/byArm.ts";
import { exposureResponse, linearInMeans } from "../../src/agents/index.ts";
import { checkText } from "../../src/cli/text/checkText.ts";
import { formatJson } from "../../src/core/formatJson.ts";
import { check } from "../../src/experiment/check.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import { karateClub } from "../../src/network/generators/karateClub.ts";
import { prepareStudy } from "../../src/study/prepareStudy.ts";
import { type StudyInput, study } from "../../src/study/study.ts";
import { studyData, studyHash } from "../../src/study/studyData.ts";
import { parseStudy } from "../../src/study-file/parseStudy.ts";
import { truths } from "../../src/truth/truths.ts";

const yaml = (treat: string): string => `seed: 7
model:
  network: karate-club
  agents: {kind: linear-in-means, baseline: 2}
inquiry: {direct: [direct, none]}
data:
  assign: {kind: complete, treated: 9}
  expose: any-treated
  ${treat}
answer: [hajek]
`;

const input: StudyInput = {
  seed: 7,
  model: { network: karateClub(), agents: linearInMeans({ baseline: 2 }) },
  inquiry: { direct: ["direct", "none"] },
  data: { assign: complete({ treated: 9 }), expose: anyTreatedNeighbor() },
  answer: [hajek()],
};
const withTreat = (treat: Treatment): StudyInput => ({ ...input, data: { ...input.data, treat } });
const treat = { treated: { direct: 3 }, control: { script: { says: { treated: 0, value: 1 }, outcome: 0 } } };

describe("settings by arm in a study", () => {
  test("absent or empty they change no hash, present they do", async () => {
    const plain = studyHash(study(input));
    expect(studyHash(study(withTreat({})))).toBe(plain);
    expect(studyHash(study(withTreat({ treated: {} })))).toBe(plain);
    expect(studyHash(await parseStudy(yaml("treat: {}")))).toBe(plain);
    expect(studyHash(study(withTreat({ treated: { direct: 1 } })))).not.toBe(plain);
  });

  test("are the same study in YAML, as data in TypeScript, by agents made by arm, and read back from its data", async () => {
    const written = await parseStudy(
      yaml("treat: {treated: {direct: 3}, control: {script: {says: {treated: 0, value: 1}, outcome: 0}}}"),
    );
    const hash = studyHash(study(withTreat(treat)));
    const agents = byArm<object>(linearInMeans.from, { baseline: 2 }, treat);
    expect(studyHash(written)).toBe(hash);
    expect(studyHash(study({ ...input, model: { ...input.model, agents } }))).toBe(hash);
    expect(studyHash(await parseStudy(formatJson(studyData(written))))).toBe(hash);
    // A study may be made again from a study.
    expect(studyHash(study(written))).toBe(hash);
  });

  test("act: treated agents by their settings, scripted ones by their script", () => {
    const { model } = study(withTreat(treat));
    const { setting, network } = prepareStudy(study(withTreat(treat)));
    const agent = model.agents.create(setting)(0);
    const view = { world: 0, round: 1, rounds: 1, agent: network.ids[0]!, heard: [], rng: setting.rng };
    expect(agent({ ...view, arm: "treated" })).toMatchObject({ outcome: 5 });
    expect(agent({ ...view, arm: "control" })).toMatchObject({ outcome: 0, said: { value: 1 } });
  });

  test("are shown by check", () => {
    const text = checkText(check(study(withTreat(treat))));
    expect(text).toContain("treat     treated: direct 3\n");
    expect(text).toContain('control: script {"says":{"treated":0,"value":1},"outcome":0}\n');
    expect(checkText(check(study(input)))).not.toContain("treat  ");
  });

  test("make the table of exposure-response agents no truth any more: it is replayed", () => {
    const agents = exposureResponse({ outcomes: { none: 1, indirect: 1, direct: 3, both: 3 } });
    const one = { ...withTreat({ treated: { script: { outcome: 5 } } }), model: { ...input.model, agents } };
    const found = truths(prepareStudy(study({ ...one, data: { ...one.data, assign: bernoulli() } })))!;
    expect(found.contrasts[0]!.how).toContain("replays");
    // Outcomes depend on the condition alone, so that replays leave nothing to chance.
    expect(found.contrasts[0]!.value).toBeCloseTo(4, 12);
    expect(found.contrasts[0]!.mcse).toBe(0);
  });

  test.each([
    [
      "an unknown arm",
      "treat: {tretaed: {direct: 3}}",
      'study.yaml:9:11: data.treat: there is no arm "tretaed" (did you mean "treated"?); the arms of the design are control, treated',
    ],
    [
      "an unknown setting",
      "treat: {treated: {dirct: 3}}",
      'study.yaml:9:21: data.treat.treated: there is no setting "dirct" (did you mean "direct"?)',
    ],
    [
      "a bad value",
      "treat: {treated: {direct: big}}",
      'study.yaml:9:29: data.treat.treated: direct must be a finite number, got "big"',
    ],
    [
      "another kind",
      "treat: {treated: {kind: degroot}}",
      "study.yaml:9:21: data.treat.treated: agents of another kind cannot be mixed in by arm: change settings",
    ],
    [
      "a script with settings",
      "treat: {treated: {script: {says: 1}, direct: 2}}",
      'study.yaml:9:11: data.treat.treated: a script stands alone, got "direct" beside it',
    ],
    [
      "an unknown key of a script",
      "treat: {treated: {script: {say: 1}}}",
      'study.yaml:9:30: study: there is no setting "say" in data.treat.treated.script',
    ],
    [
      "something that is no mapping",
      "treat: {treated: 3}",
      "study.yaml:9:20: study: data.treat.treated must be a mapping, got 3",
    ],
  ])("complain of %s, where it stands", async (_, line, message) => {
    await expect(parseStudy(yaml(line))).rejects.toMatchObject({ message, kind: "input" });
  });

  test("need agents of the catalogue, or agents made by arm", () => {
    const agents = { ...linearInMeans(), name: "mine" };
    const one = { ...withTreat(treat), model: { ...input.model, agents } };
    expect(() => study(one)).toThrow(
      'study: data.treat needs agents of a kind in the catalogue, got "mine": give byArm(kind, settings, treat) as the agents instead',
    );
    const armed = byArm(linearInMeans, {}, { treated: { direct: 9 } });
    expect(() => study({ ...withTreat(treat), model: { ...input.model, agents: armed } })).toThrow(
      "study: data.treat is given, and agents by arm too: give one of them",
    );
  });
});
