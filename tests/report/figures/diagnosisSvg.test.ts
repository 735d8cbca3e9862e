import { describe, expect, test } from "vitest";
import { resolutionCurve } from "../../../src/compare/resolutionCurve.ts";
import type { Json } from "../../../src/core/canonicalJson.ts";
import { rng } from "../../../src/core/rng.ts";
import { diagnose } from "../../../src/diagnose/diagnose.ts";
import { sweep } from "../../../src/diagnose/sweep.ts";
import { smallWorld } from "../../../src/network/generators/smallWorld.ts";
import { diagnosisSvg } from "../../../src/report/figures/diagnosisSvg.ts";
import { resolutionSvg } from "../../../src/report/figures/resolutionSvg.ts";
import { sweepSvg } from "../../../src/report/figures/sweepSvg.ts";
import { parseStudy } from "../../../src/study-file/parseStudy.ts";

const data = {
  seed: 5,
  model: {
    network: { kind: "small-world", n: 40, k: 4, rewire: 0.1 },
    agents: { kind: "exposure-response", outcomes: { control: 0, treated: 0.5 }, spread: 1 },
  },
  inquiry: { "<b>effect</b>": ["treated", "control"] },
  data: { assign: { kind: "bernoulli", probability: 0.5 }, expose: "own-arm" },
  answer: ["hajek", "difference-in-means"],
};
const parts = (svg: string, pattern: RegExp): number => svg.match(pattern)?.length ?? 0;

describe("the picture of a diagnosis", () => {
  test("has a row for each estimator, the truth, and coverage and power in words", async () => {
    const diagnosis = await diagnose(await parseStudy(JSON.stringify(data)), { simulations: 40 });
    const svg = await diagnosisSvg(diagnosis);
    expect(svg).toContain("Estimates of simulated experiments, and the truth");
    expect(parts(svg, /coverage 0\.\d\d ± |coverage 1\.00 ± /g)).toBe(4);
    expect(parts(svg, /<circle/g)).toBe(2);
    // Names from files are text.
    expect(svg).not.toContain("<b>");
    expect(svg).toContain("&lt;b&gt;effect");
    expect(await diagnosisSvg(diagnosis)).toBe(svg);
  });
});

describe("the picture of a sweep", () => {
  test("has a line for each contrast, estimator and other setting", async () => {
    const found = await sweep(
      data as Json,
      { "model.network.n": [20, 40], "data.assign.probability": [0.3, 0.5] },
      { simulations: 20 },
    );
    const svg = await sweepSvg(found);
    expect(parts(svg, /<circle/g)).toBe(4);
    expect(svg).toContain("power by model.network.n");
    expect(await sweepSvg(found, { diagnosand: "coverage", id: "c" })).toContain(
      "coverage by model.network.n",
    );
  });

  test("numbers settings that are no numbers, and refuses a sweep without anything", async () => {
    const found = await sweep(
      data as Json,
      { "data.assign": [{ kind: "bernoulli" }, { kind: "complete", treated: 10 }] },
      { simulations: 10 },
    );
    expect(await sweepSvg(found)).toContain("2 = {&quot;kind&quot;".replaceAll("&quot;", '"'));
    await expect(sweepSvg({ paths: ["x"], cells: [], complete: true })).rejects.toThrow(
      "sweepSvg: wanted cells with a power, got none",
    );
  });
});

test("the picture of a resolution curve has its four lines", async () => {
  const network = smallWorld({ n: 150, k: 6, rewire: 0.05 }).draw(rng(1));
  const svg = await resolutionSvg(resolutionCurve(network, { resolutions: [1, 5], draws: 50 }));
  for (const name of ["own arm: bias²", "own arm: variance", "own arm: error", "full neighbourhoods: error"])
    expect(svg).toContain(name);
});
