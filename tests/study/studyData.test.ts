import { describe, expect, test } from "vitest";
import { complete, graphCluster } from "../../designs/index.ts";
import { hajek, horvitzThompson } from "../../estimators/index.ts";
import { exposureResponse } from "../../src/agents/index.ts";
import { formatJson } from "../../src/core/formatJson.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import { formulaExposure } from "../../src/exposure/formulaExposure.ts";
import { networkToJson } from "../../src/network/files/networkToJson.ts";
import { fromEdges } from "../../src/network/fromEdges.ts";
import { smallWorld } from "../../src/network/generators/smallWorld.ts";
import { contrast } from "../../src/study/contrast.ts";
import { planStudy } from "../../src/study/planStudy.ts";
import { type StudyInput, study } from "../../src/study/study.ts";
import { studyData, studyHash } from "../../src/study/studyData.ts";
import { parseStudy } from "../../src/study-file/parseStudy.ts";

const input: StudyInput = {
  name: "rumor",
  seed: 2026,
  model: {
    network: smallWorld({ n: 60, k: 4, rewire: 0.1 }),
    agents: exposureResponse({ outcomes: { none: 1, indirect: 2, direct: 3, both: 4 }, spread: 0.5 }),
  },
  inquiry: { direct: contrast("direct", "none"), spillover: ["indirect", "none"] },
  data: { assign: complete({ treated: 12 }), expose: anyTreatedNeighbor(), worlds: 2 },
  answer: [hajek(), horvitzThompson()],
};

const yaml = `
name: rumor in YAML
description: the same study, with other words
seed: 2026
model:
  network: {kind: small-world, n: 60, k: 4, rewire: 0.1}
  agents: {kind: exposure-response, outcomes: {both: 4, none: 1, indirect: 2, direct: 3}, spread: 0.5}
inquiry:
  direct: [direct, none]
  spillover: [indirect, none]
data:
  assign: {kind: complete, treated: 12}
  expose: any-treated
  worlds: 2
answer: [hajek, {kind: horvitz-thompson}]
`;

describe("studyHash", () => {
  test("the same study in YAML and in TypeScript has the same hash and the same plan", async () => {
    const written = await parseStudy(yaml);
    const made = study(input);
    expect(studyHash(written)).toBe(studyHash(made));
    expect(planStudy(written)).toEqual(planStudy(made));
  });

  test.each<[string, Partial<StudyInput>]>([
    ["seed", { seed: 2027 }],
    ["confidence", { confidence: 0.9 }],
    ["estimators", { answer: [hajek()] }],
    ["contrasts", { inquiry: { direct: ["direct", "none"] } }],
    ["design", { data: { ...input.data, assign: graphCluster() } }],
    ["rounds", { data: { ...input.data, rounds: 3 } }],
  ])("another %s gives another hash", (_, change) => {
    expect(studyHash(study({ ...input, ...change }))).not.toBe(studyHash(study(input)));
  });

  test("the order of a formula's conditions counts, because the first that holds decides", () => {
    const ordered = (names: readonly string[]): string => {
      const conditions = Object.fromEntries(names.map((name) => [name, "own == 1"]));
      const expose = formulaExposure({ conditions });
      return studyHash(study({ ...input, inquiry: { ab: ["a", "b"] }, data: { ...input.data, expose } }));
    };
    expect(ordered(["a", "b"])).not.toBe(ordered(["b", "a"]));
  });
});

describe("studyData", () => {
  test("is a study file: read back it is the same study", async () => {
    const text = formatJson(studyData(study(input)));
    expect(studyHash(await parseStudy(text))).toBe(studyHash(study(input)));
  });

  test("a network at hand is named by a file, and counts by its content", async () => {
    const network = fromEdges(
      [
        ["a", "b"],
        ["b", "c"],
      ],
      { agents: ["a", "b", "c", "__proto__"] },
    );
    const own = study({
      ...input,
      model: { ...input.model, network },
      data: { ...input.data, assign: complete({ treated: 2 }) },
    });
    const text = formatJson(studyData(own, "network.json"));
    const back = await parseStudy(text, { readFile: async () => JSON.stringify(networkToJson(network)) });
    expect(studyHash(back)).toBe(studyHash(own));
    expect(studyData(own).model).toMatchObject({
      network: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
  });
});

describe("study", () => {
  test.each<[string, Partial<StudyInput>, string]>([
    [
      "no contrasts",
      { inquiry: {} },
      "study: inquiry must hold at least one contrast or other inquiry, got none",
    ],
    [
      "an unknown condition",
      { inquiry: { x: ["direct", "nobody"] } },
      'study: contrast "x" needs conditions of the exposure (none, indirect, direct, both), got "nobody"',
    ],
    [
      "a contrast named twice",
      {
        inquiry: [
          { name: "x", first: "direct", second: "none" },
          { name: "x", first: "both", second: "none" },
        ],
      },
      'study: contrast "x" is named twice',
    ],
    ["no estimators", { answer: [] }, "study: answer must name at least one estimator, got none"],
    [
      "a seed that is no number",
      { seed: Number.NaN },
      "study: seed must be a text or a finite number, got NaN",
    ],
    ["a confidence of 0", { confidence: 0 }, "study: confidence must be a number between 0 and 1, got 0"],
    [
      "half a world",
      { data: { ...input.data, worlds: 0.5 } },
      "study: worlds must be a whole number of at least 1, got 0.5",
    ],
  ])("refuses %s", (_, change, message) => {
    expect(() => study({ ...input, ...change })).toThrow(message);
  });
});
