import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { type Place, spillway, startSpillway } from "./spillway.ts";

// Most tests have their commands run by one process that has the program loaded. Here is that it does what the program
// does: the same words on both outputs, the same exit code, the same files, for commands good and bad.
const folders = { served: "", started: "" };
for (const name of ["served", "started"] as const)
  folders[name] = mkdtempSync(join(tmpdir(), "spillway-same-"));
afterAll(() => {
  for (const folder of Object.values(folders)) rmSync(folder, { recursive: true, force: true });
});

const STUDY = `seed: 3
model: { network: karate-club, agents: { kind: linear-in-means } }
inquiry: { spillover: [indirect, none] }
data: { assign: { kind: complete, treated: 5 }, expose: any-treated }
answer: [hajek]
`;
for (const folder of Object.values(folders)) {
  writeFileSync(join(folder, "small.yaml"), STUDY);
  writeFileSync(join(folder, "typo.yaml"), STUDY.replace("treated", "treatd"));
  writeFileSync(join(folder, "edges.csv"), "source,target\n0,1\n1,2\n2,3\n");
  writeFileSync(join(folder, "blocked"), "a file where a folder should be");
}
const files = (folder: string): string[] => readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();

type Case = readonly [code: number, args: readonly string[], more: Omit<Place, "cwd">];
const plain = {};
const commands: readonly Case[] = [
  [0, ["--version"], plain],
  [0, ["run", "--help"], plain],
  [2, [], plain],
  [2, ["rnu"], plain],
  [2, ["check", "small.yaml", "--jsn"], plain],
  [2, ["check", "typo.yaml"], plain],
  [2, ["check", "absent.yaml"], plain],
  [0, ["check", "small.yaml"], plain],
  [0, ["check", "-"], { input: STUDY }],
  [2, ["check", "-"], { input: STUDY.replace("treated", "treatd") }],
  [0, ["designs", "graph-cluster"], plain],
  [0, ["plan", "small.yaml", "--out", "plan.json"], plain],
  [2, ["plan", "small.yaml", "--seed", "4", "--out", "plan.json"], plain],
  [0, ["run", "small.yaml", "--out", "a", "--budget-calls", "20"], plain],
  [0, ["run", "small.yaml", "--out", "a", "--quiet"], plain],
  [0, ["report", "a"], plain],
  [0, ["trace", "a", "--out", "spans.json"], plain],
  [1, ["run", "small.yaml", "--out", "blocked/x"], plain],
  [1, ["run", "small.yaml", "--out", "blocked/x"], { env: { DEBUG: "spillway" } }],
  [0, ["diagnose", "small.yaml", "--simulations", "20", "--workers", "2", "--quiet"], plain],
  [
    0,
    ["probabilities", "--network", "edges.csv", "--design", "bernoulli", "--exposure", "any-treated"],
    plain,
  ],
  [2, ["worker", "--redis"], { env: { SPILLWAY_REDIS: "" } }],
];

test.each(commands)("exit code %i of spillway %j", (code, args, more) => {
  const served = spillway(args, { cwd: folders.served, ...more });
  const started = startSpillway(args, { cwd: folders.started, ...more });
  expect(served).toEqual(started);
  expect(started.code).toBe(code);
});

test("both leave the same files, of which those without times are the same to the byte", () => {
  expect(files(folders.served)).toEqual(files(folders.started));
  for (const name of ["plan.json", "a/plan.json", "a/units.csv", "a/estimates.json"])
    expect(readFileSync(join(folders.served, name), "utf8"), name).toBe(
      readFileSync(join(folders.started, name), "utf8"),
    );
});
