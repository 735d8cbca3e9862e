import { describe, expect, it } from "vitest";
import { doubleOf, meant } from "../../src/core/doubleOf.ts";
import { labelKey } from "../../src/core/labelKey.ts";
import { doubledLabels, labelNotes } from "../../src/core/labelNotes.ts";
import { missingMark } from "../../src/core/missingMark.ts";
import { suggest } from "../../src/core/suggest.ts";
import { panelToUnits } from "../../src/log/units/panelToUnits.ts";
import { parseUnits } from "../../src/log/units/parseUnits.ts";
import { parseAgents } from "../../src/network/files/parseAgents.ts";
import { parseNetwork } from "../../src/network/files/parseNetwork.ts";
import { fromEdges } from "../../src/network/fromEdges.ts";
import { readingNotes } from "../../src/study/readingNotes.ts";
import { parseGroups } from "../../src/study-file/parseGroups.ts";
import { parseStudy } from "../../src/study-file/parseStudy.ts";

/** Labels that are likely one thing. */
const DOUBLES: readonly (readonly [string, string])[] = [
  ["1", "1.0"],
  ["1", "01"],
  ["1", "+1"],
  ["1", "1e0"],
  ["1.5", "1.50"],
  ["ann", "Ann"],
  ["ann lee", "ann  lee"],
  ["ann lee", "ann\u00A0lee"],
  ["ann", "ann\u200B"],
  ["\u00E9va", "e\u0301va"],
];
const MARKS = ["NA", "NaN", "nan", "null", "None", "#N/A", "-", "N/A", "<NA>", "NULL"];

/** Every place where labels of agents, arms, groups and studies come in; each gives what it noted. */
const PLACES: readonly (readonly [
  string,
  (a: string, b: string) => readonly string[] | Promise<readonly string[]>,
])[] = [
  [
    "fromEdges",
    (a, b) =>
      fromEdges([
        [a, "x"],
        [b, "x"],
      ]).notes,
  ],
  ["agents of fromEdges", (a, b) => fromEdges([], { agents: [a, b] }).notes],
  [
    "a table of edges",
    (a, b) => parseNetwork(`source,target\n"${a}",x\n"${b}",x\n`, { format: "csv" }).notes,
  ],
  ["JSON", (a, b) => parseNetwork(JSON.stringify({ edges: [[a, b]] }), { format: "json" }).notes],
  [
    "node-link JSON",
    (a, b) =>
      parseNetwork(JSON.stringify({ nodes: [{ id: a }, { id: b }], links: [] }), { format: "json" }).notes,
  ],
  [
    "GraphML",
    (a, b) =>
      parseNetwork(
        `<graphml><graph edgedefault="directed"><node id="${xml(a)}"/><node id="${xml(b)}"/></graph></graphml>`,
        { format: "graphml" },
      ).notes,
  ],
  [
    "GEXF",
    (a, b) =>
      parseNetwork(
        `<gexf><graph defaultedgetype="directed"><nodes><node id="${xml(a)}"/><node id="${xml(b)}"/></nodes></graph></gexf>`,
        { format: "gexf" },
      ).notes,
  ],
  [
    "Pajek",
    (a, b) => parseNetwork(`*Vertices 2\n1 "${a}"\n2 "${b}"\n*Edges\n1 2\n`, { format: "pajek" }).notes,
  ],
  [
    "GML",
    (a, b) =>
      parseNetwork(`graph [ node [ id 1 label "${a}" ] node [ id 2 label "${b}" ] ]`, { format: "gml" })
        .notes,
  ],
  ["a table of agents", (a, b) => parseAgents(`agent\n"${a}"\n"${b}"\n`).notes],
  [
    "groups",
    (a, b) =>
      noted((note) =>
        parseGroups(`agent,cluster\nx,"${a}"\ny,"${b}"\n`, ["x", "y"], "g.csv", "cluster", note),
      ),
  ],
  [
    "agents of units",
    (a, b) => noted((onNote) => parseUnits(`agent,arm,outcome\n"${a}",t,1\n"${b}",t,2\n`, { onNote })),
  ],
  [
    "arms of units",
    (a, b) => noted((onNote) => parseUnits(`agent,arm,outcome\nx,"${a}",1\ny,"${b}",2\n`, { onNote })),
  ],
  [
    "agents of a panel",
    (a, b) =>
      noted((onNote) =>
        panelToUnits({
          arms: `id,1\n"${a}",t\n"${b}",t\n`,
          outcomes: `id,1\n"${a}",1\n"${b}",1\n`,
          armNames: ["t", "c"],
          onNote,
        }),
      ),
  ],
  [
    "periods of a panel",
    (a, b) =>
      noted((onNote) =>
        panelToUnits({
          arms: `id,"${a}","${b}"\nx,t,t\n`,
          outcomes: `id,"${a}","${b}"\nx,1,1\n`,
          armNames: ["t", "c"],
          onNote,
        }),
      ),
  ],
  ["arms of a study", (a, b) => studyNotes({ arms: [a, b] })],
  ["contrasts of a study", (a, b) => studyNotes({ contrasts: [a, b] })],
  ["clusters of a study", (a, b) => studyNotes({ clusters: [a, b] })],
];

const xml = (text: string): string => text.replace(/</g, "&lt;");
function noted(read: (onNote: (note: string) => void) => unknown): string[] {
  const notes: string[] = [];
  read((note) => void notes.push(note));
  return notes;
}
async function studyNotes(given: {
  arms?: readonly string[];
  contrasts?: readonly string[];
  clusters?: readonly string[];
}): Promise<readonly string[]> {
  const { arms = ["control", "treated"], contrasts = ["own"], clusters } = given;
  const [control, treated] = arms;
  const study = await parseStudy(
    JSON.stringify({
      seed: 1,
      model: { network: { kind: "ring-lattice", n: 4, k: 2 }, agents: { kind: "degroot" } },
      inquiry: Object.fromEntries(contrasts.map((name) => [name, [treated, control]])),
      data: {
        assign: clusters
          ? { kind: "cluster", clusters: [clusters[0], clusters[1], "u", "v"], arms }
          : { kind: "complete", treated: 2, arms },
        expose: { kind: "own-arm", arms },
        rounds: 2,
      },
      answer: ["hajek"],
    }),
  );
  return readingNotes(study);
}

describe("labels", () => {
  it.each(DOUBLES)("%j and %j are one thing under two names", (a, b) => {
    expect(labelKey(a)).toBe(labelKey(b));
    expect(doubledLabels([a, b])).toHaveLength(1);
    expect(doubledLabels([b, "x", a])).toHaveLength(1);
    expect([doubleOf(b, ["x", a]), doubleOf(a, [b, "y"])]).toEqual([a, b]);
    expect(meant(b, [a])).toContain("did you mean");
    expect(suggest(b, ["elsewhere", a])).toBe(` (did you mean "${a}"?)`);
  });

  it("that differ are different", () => {
    for (const [a, b] of [
      ["1", "10"],
      ["1", "1a"],
      ["a-1", "a1"],
      ["ann", "anna"],
      ["9007199254740993", "9007199254740992"],
      ["1e999", "2e999"],
    ])
      expect(labelKey(a!)).not.toBe(labelKey(b!));
    expect(doubledLabels(["a", "b", "a", "1", "2"])).toEqual([]);
    expect(doubleOf("ANN", ["ann", "Ann"])).toBeUndefined();
    for (const word of ["none", "control", "0", "na", "missing-data"])
      expect([word, missingMark(word)]).toEqual([word, false]);
  });

  it("are told shortly, however many there are", () => {
    const many = Array.from({ length: 2000 }, (_, k) => [`agent-${k}`, `Agent-${k}`]).flat();
    expect(labelNotes("agents", many)).toEqual([
      'agents "agent-0" and "Agent-0"; "agent-1" and "Agent-1"; "agent-2" and "Agent-2" (and 1997 more pairs) look like one under two names: they count as different ones',
    ]);
  });

  it.each(PLACES)("are looked at in %s: one thing under two names", async (place, read) => {
    for (const [a, b] of DOUBLES) {
      // Text in XML attributes and unquoted arms cannot hold all of them apart.
      const notes = (await read(a, b)).join("\n");
      expect([place, a, b, /under two names/.test(notes)]).toEqual([place, a, b, true]);
    }
  });

  it.each(PLACES)("are looked at in %s: marks of a missing value", async (place, read) => {
    for (const mark of MARKS) {
      const notes = (await read("other", mark)).join("\n");
      expect([place, mark, /usually marks a missing value/.test(notes)]).toEqual([place, mark, true]);
    }
  });

  it("that are not known bring up what was meant", () => {
    expect(() => fromEdges([["1.0", "2"]], { agents: ["1", "2"] })).toThrow('(did you mean "1"?)');
    expect(() => parseGroups("agent,cluster\nAnn,1\n", ["ann"], "g.csv", "cluster")).toThrow(
      '(did you mean "ann"?)',
    );
    expect(() =>
      parseNetwork('{"agents": ["Ann"], "edges": []}', { format: "json", agents: ["ann"] }),
    ).toThrow('(did you mean "ann"?)');
  });
});
