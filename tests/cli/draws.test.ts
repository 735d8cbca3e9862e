import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { type Outcome, spillway } from "./spillway.ts";

const cwd = mkdtempSync(join(tmpdir(), "spillway-draws-"));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));
const run = (args: readonly string[]): Outcome => spillway(args, { cwd });
const leaves = Array.from({ length: 20 }, (_, k) => `leaf${k}`);
// Weights with so many decimals have no doses, and 20 in-neighbours too many states to list: nothing exact is possible.
writeFileSync(
  join(cwd, "star.csv"),
  `source,target,weight\n${leaves.map((leaf, k) => `hub,${leaf},${1 / (k + 3)}`).join("\n")}\n`,
);
writeFileSync(
  join(cwd, "units.csv"),
  `agent,arm,outcome\n${["hub", ...leaves].map((agent, i) => `${agent},${i % 2},${(i * 7) % 5}`).join("\n")}\n`,
);
const experiment = [
  "--network",
  "star.csv",
  "--design",
  "bernoulli",
  "--exposure",
  '{"kind":"weighted-threshold","threshold":0.8}',
];

describe("--draws", () => {
  test("simulates so many assignments, with their errors, and any number of workers says the same", () => {
    const args = ["probabilities", ...experiment, "--draws", "500", "--seed", "7", "--json"];
    const one = run(args);
    expect(one.code).toBe(0);
    const found = JSON.parse(one.out);
    expect(found).toMatchObject({ method: "monte-carlo", draws: 500 });
    const hub = found.agents.indexOf("hub");
    expect(found.mcse.both[hub]).toBeCloseTo(
      Math.sqrt((found.probabilities.both[hub] * (1 - found.probabilities.both[hub])) / 500),
      12,
    );
    // A leaf's one in-neighbour weighs at most a third.
    const nobody = { none: [], indirect: [], direct: [], both: [] };
    const alone = leaves.toSorted();
    expect(found.impossible).toEqual({ ...nobody, indirect: alone, both: alone });
    expect(found.unseen).toEqual(nobody);
    expect(run([...args, "--workers", "2"]).out).toBe(one.out);
  });

  test("auto begins with 2,000, and the table says so", () => {
    const { code, out } = run(["probabilities", ...experiment, "--draws", "auto"]);
    expect(code).toBe(0);
    expect(out).toMatch(/^21 agents, probabilities simulated with 2000 assignments\n/);
    expect(out).toContain("unseen for");
  });

  test("auto tells in every row of estimates how many there were", () => {
    const contrast = ["--contrast", "direct=direct:none", "--units", "units.csv"];
    const { code, out, err } = run(["estimate", ...experiment, ...contrast, "--draws", "auto", "--json"]);
    expect([code, err]).toEqual([0, ""]);
    for (const { notes } of JSON.parse(out).rows)
      expect(notes.at(-1)).toMatch(/^probabilities come from \d+ simulated assignments/);
  });

  test.each(["1", "some", "2.5"])("refuses %s", (draws) => {
    expect(run(["probabilities", ...experiment, "--draws", draws])).toMatchObject({
      code: 2,
      out: "",
      err: `error: option '--draws <number|auto>' argument '${draws}' is invalid. It must be a whole number of at least 2, or auto.\n`,
    });
  });
});
