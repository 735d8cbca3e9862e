import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { graphCluster } from "../../designs/index.ts";
import { differenceInMeans, hajek, horvitzThompson } from "../../estimators/index.ts";
import {
  analyze,
  anyTreatedNeighbor,
  complete,
  contrast,
  draw,
  estimate,
  exposureProbabilities,
  exposureResponse,
  readNetwork,
  run,
  smallWorld,
  study,
} from "../../src/index.ts";

const home = mkdtempSync(join(tmpdir(), "spillway-index-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe("the entry point", () => {
  test("serves whoever has outcomes of their own, step by step", async () => {
    const file = join(home, "friends.csv");
    const ring = Array.from({ length: 60 }, (_, i) => `${i},${(i + 1) % 60}`);
    writeFileSync(file, `source,target\n${ring.join("\n")}\n`);
    const net = await readNetwork(file);
    const design = graphCluster({ method: "louvain", probability: 0.5 });
    const exposure = anyTreatedNeighbor();
    const plan = draw(design, net, { seed: 7 });
    const pi = exposureProbabilities(net, design, exposure);
    const rows = estimate({
      plan,
      exposure,
      probabilities: pi,
      outcomes: net.ids.map((_, i) => i % 7),
      contrasts: { spillover: ["indirect", "none"], total: ["both", "none"] },
      estimators: [hajek(), horvitzThompson()],
    });
    expect(rows.map(({ contrast, estimator }) => `${contrast} ${estimator}`)).toEqual([
      "spillover hajek",
      "spillover horvitz-thompson",
      "total hajek",
      "total horvitz-thompson",
    ]);
    expect(pi.method).toBe("exact");
  });

  test("serves a whole study", async () => {
    const rumor = study({
      name: "rumor",
      model: {
        network: smallWorld({ n: 120, k: 4, rewire: 0.1 }),
        agents: exposureResponse({ outcomes: { none: 0, indirect: 1, direct: 2, both: 3 }, spread: 1 }),
      },
      inquiry: { direct: contrast("direct", "none"), spillover: contrast("indirect", "none") },
      data: {
        assign: complete({ treated: 24 }),
        expose: anyTreatedNeighbor(),
        rounds: 2,
        outcome: "believes",
      },
      answer: [hajek(), horvitzThompson(), differenceInMeans()],
      seed: 2026,
    });
    const out = join(home, "rumor");
    const result = await run(rumor, { out });
    if (!result.complete) throw new Error("the run must be complete");
    const estimates = analyze({ study: rumor, plan: result.plan, units: result.units });
    expect(estimates).toEqual(result.rows);
    expect(result.truths!.contrasts.map(({ value }) => Math.round(1e9 * value) / 1e9)).toEqual([2, 1]);
  });
});
