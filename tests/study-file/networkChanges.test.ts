import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { check } from "../../src/experiment/check.ts";
import { runStudy } from "../../src/experiment/runStudy.ts";
import { readTranscript } from "../../src/experiment/transcript/readTranscript.ts";
import { readJournal } from "../../src/log/journal/readJournal.ts";
import { networkInRound } from "../../src/network/changes/networkInRound.ts";
import type { Network } from "../../src/network/Network.ts";
import { networkHash } from "../../src/network/networkHash.ts";
import { prepareStudy } from "../../src/study/prepareStudy.ts";
import type { Study } from "../../src/study/study.ts";
import { studyData } from "../../src/study/studyData.ts";
import { parseStudy } from "../../src/study-file/parseStudy.ts";
import { edgesOf } from "../network/changes/changing.ts";
import { everyCase } from "../support/enumeration/inTurn.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-changes-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FILES: Readonly<Record<string, string>> = {
  "contacts.csv": "source,target,round\na,b,1\na,b,2\nb,c,2\nc,d,3\na,c,4\na,c,3\n",
  "arrows.csv": "source,target,type,from,until\na,b,directed,1,2\nb,c,undirected,2,\nc,d,directed,3,3\n",
  "weeks.csv": "source,target,week\na,b,2\nc,d,3\n",
  "edges.csv": "source,target\na,b\nb,c\nc,d\n",
  "wrong.csv": "source,target,round\na,b,1\nb,c,first\n",
  "stranger.csv": "source,target,round\na,b,1\nb,zoe,2\n",
  "back.csv": "source,target,from,until\na,b,1,2\nb,c,3,2\n",
  "sessions.csv": "agent,group\na,x\nb,x\nc,y\nd,y\n",
};
const text = (network: string, expose = "any-treated", rounds = 4): string => `
seed: 3
model: { network: ${network}, agents: { kind: degroot } }
inquiry: { spill: [indirect, none] }
data: { assign: { kind: complete, treated: 1 }, expose: ${expose}, rounds: ${rounds} }
answer: [hajek]
`;
const read = (network: string, expose?: string, rounds?: number): Promise<Study> =>
  parseStudy(text(network, expose, rounds), {
    file: "study.yaml",
    readFile: async (name) => FILES[name] ?? "",
  });
const networkOf = (study: Study): Network => prepareStudy(study).network;
const heard = (network: Network, rounds = 4): string[] =>
  Array.from({ length: rounds }, (_, k) => edgesOf(networkInRound(network, k + 1)).join(" "));

describe("a table of edges with rounds", () => {
  it("is the network of all of them, each heard in its rounds", async () => {
    const network = networkOf(await read("{ file: contacts.csv, changes: listed }"));
    expect(edgesOf(network)).toEqual(["a-b", "a-c", "b-c", "c-d"]);
    expect(heard(network)).toEqual(["a-b", "a-b b-c", "a-c c-d", "a-c"]);
    expect(network.notes).toEqual([]);
    expect(network.changes!.rule.edges).toContainEqual(["a", "b", 1, 2]);
  });

  it("may say from when until when, one way and both, turned where influence goes back", async () => {
    const network = networkOf(await read("{ file: arrows.csv, changes: listed }"));
    expect(heard(network)).toEqual(["a-b", "a-b c-b b-c", "c-b b-c c-d", "c-b b-c"]);
    const back = networkOf(await read("{ file: arrows.csv, influence: target-to-source, changes: listed }"));
    expect(heard(back)).toEqual(["b-a", "b-a c-b b-c", "c-b b-c d-c", "c-b b-c"]);
  });

  it("may call its column otherwise, or stand in a file of its own beside the declared network", async () => {
    const named = "{ file: weeks.csv, changes: { kind: listed, round: week } }";
    expect(heard(networkOf(await read(named)))).toEqual(["", "a-b", "c-d", ""]);
    const own = "{ file: edges.csv, changes: { kind: listed, file: contacts.csv } }";
    const network = networkOf(await read(own));
    expect(edgesOf(network)).toEqual(["a-b", "b-c", "c-d"]);
    expect(heard(network)[3]).toBe("a-c");
    expect((await read(own)).files?.map(({ name }) => name)).toEqual(["edges.csv", "contacts.csv"]);
    const recipe = "{ kind: ring-lattice, n: 4, k: 2, changes: { kind: listed, edges: [['0', '2', 2]] } }";
    expect(heard(networkOf(await read(recipe)))).toEqual(["", "0-2", "0-2", "0-2"]);
  });

  it.each([
    [
      "{ file: wrong.csv, changes: listed }",
      /wrong\.csv:3: .*"round" must be a round, a whole number of at least 1, got "first"/,
    ],
    [
      "{ file: edges.csv, changes: { kind: listed, file: stranger.csv } }",
      /stranger\.csv:3: .*agent "zoe" of an edge is not in the network/,
    ],
    [
      "{ file: back.csv, changes: listed }",
      /back\.csv:3: .*"until" must be 3, the first round, or later, got 2/,
    ],
    [
      "{ file: edges.csv, changes: listed }",
      /edges\.csv:1: .*must name the column round, or from and until with the rounds/,
    ],
    ["{ file: weeks.csv, changes: { kind: listed, round: wek } }", /must name the column wek/],
    [
      "{ file: weeks.csv, changes: { kind: listed, column: week } }",
      /study\.yaml:3:.*listed has the settings file, round, from, until and edges/,
    ],
    [
      "{ file: weeks.csv, changes: { kind: listed, round: week, from: a } }",
      /give round, or from and until, not both/,
    ],
    [
      "{ kind: ring-lattice, n: 4, k: 2, changes: listed }",
      /study\.yaml:3:.*listed needs the table of the edges/,
    ],
    [
      "{ kind: ring-lattice, n: 4, k: 2, changes: rewyre }",
      /study\.yaml:3:.*there is no rule by which a network changes "rewyre" \(did you mean "rewire"/,
    ],
    [
      "{ kind: ring-lattice, n: 4, k: 2, changes: { kind: rewire, share: 2 } }",
      /study\.yaml:3:.*share must be at most 1, got 2/,
    ],
    [
      "{ kind: ring-lattice, n: 4, k: 2, changes: { kind: rewire, share: 0.05 } }",
      /study\.yaml:3:.*share must be at least half an edge/,
    ],
    [
      "{ kind: ring-lattice, n: 4, k: 2, changes: { kind: partners, size: 5 } }",
      /study\.yaml:3:.*the largest has 4/,
    ],
    [
      "{ kind: ring-lattice, n: 4, k: 2, periods: 2, changes: { kind: partners } }",
      /study\.yaml:3:.*over periods cannot change over rounds too/,
    ],
  ])("%s is refused where it stands", async (network, message) => {
    await expect(read(network)).rejects.toThrow(message);
  });
});

describe("a rule", () => {
  const rewired = "{ kind: small-world, n: 12, k: 4, rewire: 0.1, changes: { kind: rewire, share: 0.25 } }";

  it("is part of the hashes of network and study, and comes back from the study as data", async () => {
    const still = await read("{ kind: small-world, n: 12, k: 4, rewire: 0.1 }");
    const changing = await read(rewired);
    expect(networkHash(networkOf(changing))).not.toBe(networkHash(networkOf(still)));
    expect(prepareStudy(changing).hash).not.toBe(prepareStudy(still).hash);
    const again = await parseStudy(JSON.stringify(studyData(changing)), { file: "study.json" });
    expect(prepareStudy(again).hash).toBe(prepareStudy(changing).hash);
    expect(heard(networkOf(again))).toEqual(heard(networkOf(changing)));
    // The declared network is drawn as before there was a rule.
    expect(edgesOf(networkOf(changing))).toEqual(edgesOf(networkOf(still)));
  });

  it("may take sessions from a table", async () => {
    const given = "{ file: edges.csv, changes: { kind: partners, within: { file: sessions.csv } } }";
    expect(heard(networkOf(await read(given)))).toEqual(Array(4).fill("a-b c-d"));
  });

  it("is told by check, with edges by round and what the exposure does not know", async () => {
    const over = check(await read(rewired, "{ kind: heard-edges, exposure: any-treated }"));
    expect(over.network.changes).toMatchObject({
      exposure: "any-treated over the edges of rounds 2 to 4",
      warnings: [],
    });
    expect(over.network.changes!.rounds.map(({ round, edges }) => [round, edges])).toEqual([
      [2, 24],
      [3, 24],
      [4, 24],
    ]);
    const declared = check(await read(rewired));
    expect(declared.warnings.join("\n")).toMatch(
      /edges that are heard are not declared.*\{kind: heard-edges, exposure: any-treated\}/,
    );
    const silent = check(await read("{ file: weeks.csv, changes: { kind: listed, round: week } }"));
    expect(silent.warnings).toContain("network: in round 4 nobody hears anybody, as no edge is there");
    const late = check(await read("{ file: contacts.csv, changes: listed }", "any-treated", 2));
    expect(late.warnings.join("\n")).toMatch(
      /2 of the edges listed begin after round 2.*\n.*2 declared edges are never heard/,
    );
    const still = check(await read("{ file: edges.csv }", "{ kind: heard-edges, exposure: any-treated }"));
    expect(still.warnings.join("\n")).toMatch(/model\.network has no changes/);
  });

  it("is played, written down and told of in the transcript; estimates say over which edges they are", async () => {
    const out = join(folder, "run");
    const study = await read(rewired, "{ kind: heard-edges, exposure: any-treated }");
    await runStudy(study, { out });
    const { turns, changes } = readTranscript(out);
    expect(changes).toBe('rewire (share 0.25, every 1, keep "in-degree")');
    const network = networkOf(study);
    for (const { turn } of turns) {
      const now = edgesOf(networkInRound(network, turn.round)).map((edge) => edge.split("-"));
      const near = now.flatMap(([a, b]) => (a === turn.agent ? [b!] : b === turn.agent ? [a!] : []));
      expect(turn.heard.map(({ from }) => from).sort()).toEqual(turn.round === 1 ? [] : near.sort());
    }
    expect(readFileSync(join(out, "estimates.json"), "utf8")).toContain(
      "any-treated over the edges of rounds 2 to 4",
    );
    const checks = JSON.parse(readFileSync(join(out, "checks.json"), "utf8"));
    expect(checks.messages.undeclared).toBe(0);
  });

  it("goes on after a stop as if there had been none, and on two workers", async () => {
    const given = "{ file: edges.csv, changes: { kind: partners } }";
    const study = await read(given, "{ kind: heard-edges, exposure: any-treated, from: 2, until: 3 }");
    const bare = (out: string): unknown[] =>
      readJournal(join(out, "journal.jsonl")).turns.map(({ ms, at, ...turn }) => turn);
    const [whole, stopped, two] = ["whole", "stopped", "two"].map((name) => join(folder, name));
    await runStudy(study, { out: whole! });
    const controller = new AbortController();
    const first = await runStudy(study, {
      out: stopped!,
      signal: controller.signal,
      onProgress: ({ done }) => void (done >= 6 && controller.abort()),
    });
    expect(first.complete).toBe(false);
    await runStudy(study, { out: stopped! });
    expect(bare(stopped!)).toEqual(bare(whole!));
    if (!everyCase) return;
    await runStudy(study, { out: two!, workers: 2 });
    expect(bare(two!)).toEqual(bare(whole!));
  });
});
