import { spawnSync } from "node:child_process";
import { expect } from "vitest";
import { program } from "../cli/program.ts";
import { type CasePlace, theCase } from "./theCase.ts";

interface Found {
  readonly agents: readonly string[];
  readonly notes: readonly string[];
  readonly probabilities: Readonly<Record<string, readonly number[]>>;
}

const BERNOULLI = ["--design", "bernoulli", "--exposure", "any-treated"];

/** What `probabilities` prints of a network. */
async function probabilities(
  { spillway }: CasePlace,
  file: string,
  options: readonly string[] = BERNOULLI,
): Promise<Found> {
  const answer = await spillway(["probabilities", "--network", file, ...options, "--json"]);
  expect(answer.code).toBe(0);
  const { notes = [], ...found } = JSON.parse(answer.out) as Omit<Found, "notes"> & Partial<Found>;
  return { ...found, notes };
}

/** Agents that the design puts in a condition on average. */
const expected = ({ probabilities: found }: Found, condition: string): number =>
  found[condition]!.reduce((sum, one) => sum + one, 0);

theCase("bug-01-graphml-multigraph-edge-ids", async (place) => {
  const found = await probabilities(place, "multi.graphml");
  // Bob hears ann and cid hears bob, each once.
  expect(found.probabilities.indirect).toEqual([0, 0.25, 0.25]);
  expect(found.notes).toEqual(["1 repeated edge was counted once"]);
});

theCase("bug-03-graphml-weight-key-for-all", async (place) => {
  const threshold = ["--design", "bernoulli", "--exposure", '{"kind":"weighted-threshold","threshold":2}'];
  for (const [file, notes] of [
    ["all.graphml", []],
    ["node.graphml", ['the key "w" is declared for "node", but edges have it: read as their weight']],
  ] as const) {
    const found = await probabilities(place, file, threshold);
    expect(expected(found, "indirect")).toBe(0.5);
    expect(found.notes).toEqual(notes);
  }
});

theCase("bug-05-gexf-mutual-edge", async (place) => {
  const found = await probabilities(place, "mutual.gexf");
  // Ann hears bob, bob hears ann, cid hears bob: one neighbour each.
  expect(found.probabilities.indirect).toEqual([0.25, 0.25, 0.25]);
  place.edit("mutual.gexf", (text) => text.replace("mutual", "sideways"));
  const { code, err } = await place.spillway(["probabilities", "--network", "mutual.gexf", ...BERNOULLI]);
  expect([code, err]).toEqual([2, expect.stringMatching(/^spillway: mutual\.gexf:3: .*type.*"sideways"/)]);
});

theCase("bug-07-graphml-directed-1", async (place) => {
  expect((await probabilities(place, "one.graphml")).probabilities.indirect).toEqual([0, 0.25, 0.25]);
  place.edit("one.graphml", (text) => text.replace('directed="1"', 'directed="yes"'));
  const { code, err } = await place.spillway(["probabilities", "--network", "one.graphml", ...BERNOULLI]);
  expect([code, err]).toEqual([2, expect.stringMatching(/^spillway: one\.graphml:5: .*directed.*"yes"/)]);
});

theCase("bug-13-json-link-value", async (place) => {
  const { notes } = await probabilities(place, "value.json");
  expect(notes).toEqual([
    'key "value" of edges was left out (2 times, first at value.json: edge 1 of 2): if it is the weight of edges, say so: --weight "value" (in a study: weight)',
  ]);
  const threshold = ["--design", "bernoulli", "--exposure", '{"kind":"weighted-threshold","threshold":2}'];
  const weighed = await probabilities(place, "value.json", [...threshold, "--weight", "value"]);
  expect([expected(weighed, "indirect"), weighed.notes]).toEqual([0.5, []]);
});

theCase("bug-15-csv-semicolon", async (place) => {
  const threshold = ["--design", "bernoulli", "--exposure", '{"kind":"weighted-threshold","threshold":1.5}'];
  const found = await probabilities(place, "semicolon.csv", threshold);
  // Ann and cid have one edge that weighs enough, bob two.
  expect(found.probabilities.indirect).toEqual([0.25, 0.375, 0.25]);
  expect(found.notes).toEqual([
    "fields were read as separated by semicolons: if they are not, say what separates them (--delimiter)",
    "numbers were read with a decimal comma",
  ]);
});

theCase("bug-17-ids-as-floats", async (place) => {
  const found = await probabilities(place, "edges.csv");
  expect(found.notes).toEqual([
    'agents "1" and "1.0"; "3" and "3.0" look like one under two names: they count as different ones',
  ]);
  const { code, err } = await place.spillway([
    ...["estimate", "--network", "ring.csv", "--units", "units.csv", "--exposure", "own-arm"],
    ...["--design", '{"kind":"complete","treated":1}', "--contrast", "own=treated:control"],
  ]);
  expect([code, err]).toEqual([
    2,
    'spillway: units.csv:2: units: agent "1.0" is not in the network (did you mean "1"?)',
  ]);
});

theCase("bug-33-louvain-weights-overflow", async (place) => {
  const clustered = (method: string, file: string): Promise<Found> =>
    probabilities(place, file, [
      ...["--exposure", "any-treated", "--design", `{"kind":"graph-cluster","method":"${method}"}`],
    ]);
  place.put("ones.csv", place.read("edges.csv").replaceAll("1e308", "1"));
  for (const method of ["louvain", "leiden", "label-propagation"]) {
    const found = await clustered(method, "edges.csv");
    expect(found).toEqual(await clustered(method, "ones.csv"));
    // Nobody is alone: who is treated has a treated neighbour.
    expect(expected(found, "direct")).toBe(0);
  }
});

theCase("analyst-stdin-agents", async (place) => {
  const args = ["probabilities", "--network", "e.csv", ...BERNOULLI, "--json", "--agents"];
  const file = await place.spillway([...args, "ag.csv"]);
  expect(file.code).toBe(0);
  expect(await place.spillway([...args, "-"], { input: place.read("ag.csv") })).toEqual(file);
  const shell = [process.execPath, program, ...args].map((word) => `'${word}'`).join(" ");
  const { status, stdout } = spawnSync(
    "bash",
    ["-c", `mkfifo p; cat ag.csv > p & ${shell} p; ${shell} <(cat ag.csv)`],
    { cwd: place.cwd, encoding: "utf8", timeout: 60_000 },
  );
  expect(status).toBe(0);
  const printed = JSON.stringify(JSON.parse(file.out));
  const [first = "", second = ""] = stdout.split(/^(?=\{)/m);
  expect([first, second].map((text) => JSON.stringify(JSON.parse(text)))).toEqual([printed, printed]);
});
