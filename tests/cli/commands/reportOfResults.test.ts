// Pages of what other commands really wrote.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { rng } from "../../../src/core/rng.ts";
import { spillway } from "../spillway.ts";

const cwd = mkdtempSync(join(tmpdir(), "spillway-results-"));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));
const run = (...args: string[]) => spillway([...args, "--quiet"], { cwd });
const random = rng("results");
const scores = Array.from({ length: 12 }, (_, task) =>
  ["A", "B"].flatMap((system) =>
    [0, 1].map(
      (seed) => `${system},${task},${seed},${(random.uniform() + (system === "B" ? 0.3 : 0)).toFixed(3)}`,
    ),
  ),
);
writeFileSync(join(cwd, "scores.csv"), `system,task,seed,score\n${scores.flat().join("\n")}\n`);
const cells = ["a", "b"].flatMap((persona) =>
  ["x", "y"].flatMap((place) => [0, 1, 2].map(() => `${persona},${place},${random.uniform().toFixed(3)}`)),
);
writeFileSync(join(cwd, "cells.csv"), `persona,place,score\n${cells.join("\n")}\n`);

describe("spillway report", () => {
  test.each([
    ["a comparison", ["compare", "scores.csv", "--confidence", "0.9"], "with 90\u00a0% intervals"],
    [
      "variance shares",
      ["decompose", "cells.csv", "--factor", "persona", "--factor", "place", "--value", "score"],
      "Components of variance",
    ],
    ["trust checks", ["trust", "scores.csv"], "Can the log be trusted, by 5 checks"],
  ])("makes a page of %s that a command wrote, with its own confidence", (name, args, words) => {
    const file = `${name.replaceAll(" ", "-")}.json`;
    expect(run(...args, "--out", file)).toMatchObject({ code: 0, err: "" });
    expect(run("report", file)).toMatchObject({ code: 0, err: "" });
    const page = readFileSync(join(cwd, file.replace(".json", ".html")), "utf8");
    expect(page).toContain(words);
    expect(page).not.toMatch(/<script|NaN|undefined/);
    // Again: what stands there is its own.
    expect(run("report", file).code).toBe(0);
  });

  test("touches no page of somebody else, and says what is not there", () => {
    expect(run("compare", "scores.csv", "--out", "mine.json").code).toBe(0);
    writeFileSync(join(cwd, "mine.html"), "<p>my own notes</p>");
    expect(run("report", "mine.json")).toMatchObject({
      code: 2,
      err: 'spillway: report: "mine.html" stands there already and is no page of Spillway: name another place with --out\n',
    });
    expect(readFileSync(join(cwd, "mine.html"), "utf8")).toBe("<p>my own notes</p>");
    expect(run("report", "mine.json", "--out", "other.html").code).toBe(0);
    expect(run("report", "nothing.json").err).toBe(
      'spillway: report: there is no file "nothing.json": wanted the folder of a run, or a file of results\n',
    );
  });
});
