import { describe, expect, test } from "vitest";
import { SpillwayError } from "../../src/core/SpillwayError.ts";
import { catalogues } from "../../src/study/catalogues.ts";
import { parseStudy } from "../../src/study-file/parseStudy.ts";

const base = `name: karate
seed: 7
model:
  network: karate-club
  agents:
    kind: linear-in-means
inquiry:
  direct: [direct, none]
data:
  assign: {kind: bernoulli, probability: 0.3}
  expose: any-treated
answer: [hajek]
`;

const complaint = async (text: string): Promise<string> => {
  const error = await parseStudy(text).then(
    () => undefined,
    (cause: unknown) => cause,
  );
  expect(error).toBeInstanceOf(SpillwayError);
  expect((error as SpillwayError).kind).toBe("input");
  return (error as SpillwayError).message;
};

const bomb = ["a: &a [x,x,x,x,x,x,x,x,x]"];
for (const [name, from] of ["ba", "cb", "dc", "ed"].map((pair) => [...pair]))
  bomb.push(`${name}: &${name} [${Array(9).fill(`*${from}`).join(",")}]`);

describe("parseStudy", () => {
  test("fills in every default", async () => {
    const study = await parseStudy(base);
    expect(study.name).toBe("karate");
    expect(study.seed).toBe("7");
    expect(study.data.rounds).toBe(2);
    expect(study.data.worlds).toBe(1);
    expect(study.data.outcome).toBe("outcome");
    expect(study.confidence).toBe(0.95);
    expect(study.inquiry).toEqual([{ name: "direct", first: "direct", second: "none" }]);
    expect(study.data.assign.params).toEqual({ probability: 0.3, arms: ["control", "treated"] });
    expect(study.answer.map(({ name }) => name)).toEqual(["hajek"]);
  });

  test.each([
    [
      "a misspelt setting, at its key",
      ["probability: 0.3", "probabilty: 0.3"],
      'study.yaml:10:29: data.assign: there is no setting "probabilty" (did you mean "probability"?)',
    ],
    [
      "a bad value, at the value",
      ["0.3}", "3}"],
      "study.yaml:10:42: data.assign: probability must be a probability from 0 to 1, got 3",
    ],
    [
      "a misspelt kind",
      ["kind: bernoulli", "kind: bernouli"],
      'study.yaml:10:18: data.assign: there is no design "bernouli" (did you mean "bernoulli"?)',
    ],
    [
      "a missing kind",
      ["kind: bernoulli, ", ""],
      `study.yaml:10:11: data.assign: kind is missing: it must be one of ${catalogues.designs.entries.map(({ kind }) => kind).join(", ")}`,
    ],
    [
      "a misspelt bare kind",
      ["any-treated", "any-treatd"],
      'study.yaml:11:11: data.expose: there is no exposure "any-treatd" (did you mean "any-treated"?)',
    ],
    [
      "a misspelt key, rather than the key that is missing then",
      ["answer:", "answr:"],
      'study.yaml:12:1: study: there is no setting "answr" (did you mean "answer"?)',
    ],
    [
      "a misspelt key inside",
      ["  assign:", "  asign:"],
      'study.yaml:10:3: study: there is no setting "asign" in data (did you mean "assign"?)',
    ],
    [
      "a required setting that is misspelt",
      ["{kind: bernoulli, probability: 0.3}", "{kind: complete, treatd: 3}"],
      'study.yaml:10:28: data.assign: there is no setting "treatd" (did you mean "treated"?)',
    ],
    ["no seed", ["seed: 7\n", ""], "study.yaml:1:1: study: seed is missing: it must be a text or a number"],
    [
      "an empty seed",
      ["seed: 7", "seed:"],
      "study.yaml:2:6: study: seed must be a text or a number, got null",
    ],
    [
      "a number of rounds that is not whole",
      ["  expose", "  rounds: 1.5\n  expose"],
      "study.yaml:11:11: study: data.rounds must be a whole number of at least 1, got 1.5",
    ],
    [
      "a contrast with an unknown condition",
      ["[direct, none]", "[direct, nobody]"],
      'study.yaml:8:11: inquiry: contrast "direct" needs conditions of the exposure (none, indirect, direct, both), got "nobody"',
    ],
    [
      "a contrast of a condition with itself",
      ["[direct, none]", "[none, none]"],
      'study.yaml:8:11: inquiry: contrast "direct" must compare two different conditions, got "none" twice',
    ],
    [
      "a contrast that is no pair",
      ["[direct, none]", "[direct]"],
      'study.yaml:8:11: study: inquiry.direct must be a list of two conditions, [first, second], got ["direct"]',
    ],
    [
      "no estimators",
      ["[hajek]", "[]"],
      "study.yaml:12:9: study: answer must name at least one estimator, got []",
    ],
    [
      "a misspelt estimator in a list",
      ["[hajek]", "[hajek, {kind: hajk}]"],
      'study.yaml:12:24: answer.1: there is no estimator "hajk" (did you mean "hajek"?)',
    ],
    [
      "a file that cannot be read",
      ["karate-club", "{file: x.csv}"],
      'study.yaml:4:19: model.network.file: the file "x.csv" cannot be read here: this study was given as text alone',
    ],
    [
      "a misspelt setting of a file",
      ["karate-club", "{file: x.csv, direted: true}"],
      'study.yaml:4:26: model.network: there is no setting "direted" (did you mean "directed"?)',
    ],
    [
      "a key that objects cannot hold",
      ["  direct:", "  __proto__:"],
      'study.yaml:8:3: study: no key may be called "__proto__"',
    ],
    [
      "tabs",
      ["  network", "\tnetwork"],
      "study.yaml:4:1: study: tabs are not allowed as indentation: use spaces",
    ],
    [
      "an unknown tag",
      ["seed: 7", "seed: !!foo 7"],
      "study.yaml:2:7: study: unresolved tag: tag:yaml.org,2002:foo",
    ],
  ])("complains of %s", async (_, [from, to], message) => {
    expect(base).toContain(from);
    expect(await complaint(base.replace(from!, to!))).toBe(message);
  });

  test.each([
    ["an empty file", "", "study.yaml:1:1: study: the file is empty"],
    ["a file of comments", "# nothing\n", "study.yaml:1:1: study: the file is empty"],
    [
      "a key given twice",
      `${base}seed: 8\n`,
      "study.yaml:13:1: study: this key stands twice in the same mapping",
    ],
    [
      "a second document",
      `${base}---\na: 1\n`,
      "study.yaml:14:1: study: there must be one document in the file, but a second one begins after ---",
    ],
    [
      "an alias without an anchor",
      `${base}x: *y\n`,
      "study.yaml:13:4: study: the alias *y has no anchor &y before it",
    ],
    [
      "aliases that grow without end",
      `${bomb.join("\n")}\n`,
      "study.yaml:5:32: study: aliases (*name) repeat too much: at most 100 are allowed",
    ],
    ["a list", "- a\n", 'study.yaml:1:1: study: settings must be a mapping, got ["a"]'],
    [
      "a confidence of 1",
      `${base}confidence: 1\n`,
      "study.yaml:13:13: study: confidence must be a number between 0 and 1, got 1",
    ],
  ])("complains of %s", async (_, text, message) => {
    expect(await complaint(text)).toBe(message);
  });

  test("refuses fewer rounds than the agents need, at the number of rounds", async () => {
    const text = base
      .replace(
        "linear-in-means",
        "exposure-response\n    outcomes: {none: 1, indirect: 1, direct: 1, both: 1}",
      )
      .replace("  expose", "  rounds: 1\n  expose");
    expect(await complaint(text)).toBe(
      "study.yaml:12:11: study: rounds must be at least 2 with agents of kind exposure-response, got 1",
    );
  });

  test.each([
    ["0123", "0123"],
    ["1e3", "1e3"],
    ["12345678901234567890", "12345678901234567890"],
    ["0x10", "0x10"],
    ["7", "7"],
    ['"7"', "7"],
    ["autumn 2026", "autumn 2026"],
  ])("takes the seed %s as it is written", async (written, seed) => {
    expect((await parseStudy(base.replace("seed: 7", `seed: ${written}`))).seed).toBe(seed);
  });

  test("takes a seed from elsewhere before that of the file", async () => {
    expect((await parseStudy(base, { seed: "other" })).seed).toBe("other");
  });

  test("keeps keys that look like numbers as they are written, and contrasts in any order as a list", async () => {
    const text = base.replace(
      "  direct: [direct, none]",
      "  - {name: '2', first: direct, second: none}\n  - {name: '1', first: both, second: none}",
    );
    expect((await parseStudy(text)).inquiry.map(({ name }) => name)).toEqual(["2", "1"]);
  });

  test("reads JSON, which is a part of YAML", async () => {
    const json = JSON.stringify({
      seed: 7,
      model: { network: "karate-club", agents: { kind: "linear-in-means" } },
      inquiry: { direct: ["direct", "none"] },
      data: { assign: "bernoulli", expose: "any-treated" },
      answer: ["hajek"],
    });
    expect((await parseStudy(json)).data.assign.params.probability).toBe(0.5);
  });
});

describe("files that a study names", () => {
  const files: Record<string, string> = {
    "edges.csv": "source,target\nb,a\na,c\n",
    "agents.csv": "agent\nc\nlonely\na\nb\n",
    "clusters.csv": "agent,cluster\na,x\nb,x\nc,y\nlonely,y\n",
    "assignments.txt": "1000\t1\n0,1,0,0\t3\n",
  };
  const parse = (assign: string, changed: Record<string, string> = {}) =>
    parseStudy(
      base
        .replace("karate-club", "{file: edges.csv, agents: agents.csv}")
        .replace("{kind: bernoulli, probability: 0.3}", assign),
      { readFile: async (name) => ({ ...files, ...changed })[name] ?? "" },
    );

  test("clusters become a list in the order of the network", async () => {
    const { params } = (await parse("{kind: cluster, clusters: {file: clusters.csv}}")).data.assign;
    expect(params.clusters).toEqual(["x", "x", "y", "y"]);
  });

  test("blocks and groups have files of their own, also in the design that another is based on", async () => {
    const blocks = { "blocks.csv": "agent,block\nlonely,q\na,p\nb,p\nc,q\n" };
    const blocked = "{kind: blocked, blocks: {file: blocks.csv}, treated: 1}";
    expect((await parse(blocked, blocks)).data.assign.params.blocks).toEqual(["p", "p", "q", "q"]);
    const again = `{kind: rerandomized, base: ${blocked}, covariates: {x: [1, 2, 3, 4]}}`;
    const { params } = (await parse(again, blocks)).data.assign;
    expect(params.base).toMatchObject({ kind: "blocked", blocks: ["p", "p", "q", "q"] });
    const groups = "{kind: two-stage, groups: {file: g.csv}, saturations: [{share: 0.5, groups: 2}]}";
    const table = { "g.csv": "group,agent\nx,a\nx,b\ny,c\ny,lonely\n" };
    expect((await parse(groups, table)).data.assign.params.groups).toEqual(["x", "x", "y", "y"]);
  });

  test("assignments are turned from the order of the agents' file into that of the network", async () => {
    const { params } = (await parse("{kind: fixed, file: assignments.txt}")).data.assign;
    // The file lists c, lonely, a, b; the network is a, b, c, lonely.
    expect(params.assignments).toEqual([
      [0, 0, 1, 0],
      [0, 0, 0, 1],
    ]);
    expect(params.weights).toEqual([1, 3]);
  });

  test.each([
    [
      "{kind: cluster, clusters: {file: clusters.csv}}",
      { "clusters.csv": "agent,cluster\na,x\n" },
      'clusters.csv: clusters: every agent needs a cluster, but "b" has no line',
    ],
    [
      "{kind: cluster, clusters: {file: clusters.csv}}",
      { "clusters.csv": "agent,cluster\nzoe,x\n" },
      'clusters.csv:2: clusters: agent "zoe" is not in the network',
    ],
    [
      "{kind: blocked, blocks: {file: clusters.csv}, treated: 1}",
      {},
      "clusters.csv:1: blocks: the first line must name the columns agent and block",
    ],
    [
      "{kind: rerandomized, base: {kind: cluster, clusters: {file: 3}}, covariates: {x: [1, 2, 3, 4]}}",
      {},
      "clusters.file must be the name of a file",
    ],
    [
      "{kind: switchback, every: 1, clusters: {file: clusters.csv}}",
      {},
      "clusters.file is not read with switchback",
    ],
    [
      "{kind: fixed, file: assignments.txt}",
      { "assignments.txt": "0101\n010\n" },
      "assignments.txt:2: assignments: wanted 4 arms, one per agent, got 3",
    ],
    [
      "{kind: fixed, file: assignments.txt}",
      { "assignments.txt": "01x1\n" },
      'assignments.txt:1: assignments: an arm must be a whole number from 0, got "x"',
    ],
    [
      "{kind: fixed, file: assignments.txt}",
      { "assignments.txt": "0101\t-1\n" },
      'assignments.txt:1: assignments: a weight must be a number above 0, got "-1"',
    ],
    [
      "{kind: fixed, file: assignments.txt}",
      { "assignments.txt": "0101\t1\n0111\n" },
      "assignments.txt:2: assignments: either every line has a weight or none has",
    ],
    [
      "bernoulli",
      { "edges.csv": "source,target\na,zoe\n" },
      'edges.csv:2: network: agent "zoe" of an edge is not in the list of agents: add it there or remove the edge',
    ],
  ])("an error in a file of %s carries that file's line", async (assign, changed, message) => {
    await expect(parse(assign, changed as unknown as Record<string, string>)).rejects.toThrow(message);
  });
});
