import { describe, expect, it } from "vitest";
import { bernoulli } from "../../designs/index.ts";
import type { Estimate } from "../../estimators/Estimator.ts";
import { estimate } from "../../estimators/estimate.ts";
import { differenceInMeans, hajek, horvitzThompson } from "../../estimators/index.ts";
import { normalDraw } from "../../src/core/numbers/normalDraw.ts";
import { rng } from "../../src/core/rng.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import { ownArm } from "../../src/exposure/ownArm.ts";
import { fromEdges } from "../../src/network/fromEdges.ts";
import { exposureProbabilities } from "../../src/probability/exposureProbabilities.ts";

const arms = ["control", "treated"];
const agents = Array.from({ length: 400 }, (_, i) => `a${String(i).padStart(3, "0")}`);
const alone = fromEdges([], { agents });
const of = Uint32Array.from(agents, (_, i) => Math.floor(i / 10));
const forty = { names: Array.from({ length: 40 }, (_, g) => `run ${g}`), of };
const design = bernoulli();
const law = design.law(alone);
const probabilities = exposureProbabilities(alone, design, ownArm());
const contrasts = { own: ["treated", "control"] as const };

describe("errors by clusters", () => {
  // Arms of one cluster are alike, too, as the partners' words of one run are: then outcomes that hang together matter.
  it.each([0, 0.1, 0.5])(
    "cover within 93 to 97 percent with correlation %d inside clusters",
    (correlation) => {
      const runs = 300;
      let covered = 0;
      for (let r = 0; r < runs; r++) {
        const stream = rng("clusters").fork(`${correlation}`).fork(r);
        const z = law.draw(stream.fork("arms"));
        const effect = forty.names.map(() => normalDraw(stream));
        const slope = forty.names.map(() => normalDraw(stream));
        const outcomes = agents.map((_, i) => {
          const shared = Math.sqrt(correlation);
          const own = z[i] === 1 ? effect[of[i]!]! : slope[of[i]!]!;
          return shared * own + Math.sqrt(1 - correlation) * normalDraw(stream) + z[i]!;
        });
        const [row] = estimate({
          ...{ probabilities, outcomes, contrasts, estimators: [hajek()], errorClusters: [forty] },
          plan: { arms, agents, assignments: [Array.from(z)] },
        }) as Estimate[];
        if (row!.ci![0] <= 1 && 1 <= row!.ci![1]) covered++;
      }
      expect(covered / runs).toBeGreaterThanOrEqual(0.93);
      expect(covered / runs).toBeLessThanOrEqual(0.97);
    },
  );

  const z = Array.from(law.draw(rng(1)));
  const outcomes = agents.map((_, i) => ((i * 37) % 101) / 10 + z[i]!);
  const request = { probabilities, outcomes, contrasts, plan: { arms, agents, assignments: [z] } };

  it("are the root of the summed squares of cluster totals of linearised contributions, by hand", () => {
    const [row] = estimate({ ...request, estimators: [hajek()], errorClusters: [forty] }) as Estimate[];
    const mean = [0, 1].map((arm) => {
      const own = outcomes.filter((_, i) => z[i] === arm);
      return own.reduce((a, b) => a + b, 0) / own.length;
    });
    const count = [0, 1].map((arm) => z.filter((one) => one === arm).length);
    const totals = new Array<number>(40).fill(0);
    outcomes.forEach((y, i) => {
      totals[of[i]!]! += ((z[i] === 1 ? 1 : -1) * (y - mean[z[i]!]!)) / count[z[i]!]!;
    });
    expect(row!.se).toBeCloseTo(Math.sqrt(totals.reduce((sum, total) => sum + total ** 2, 0)), 12);
    expect(row).toMatchObject({ varianceMethod: "cluster-linearised", interval: "wald-t", degrees: 39 });
    expect(row!.notes).toContain("standard error by 40 clusters, which count as independent");
  });

  it("of the difference in means are those of Hájek where all chances are equal, and Horvitz–Thompson has its own", () => {
    const estimators = [hajek(), differenceInMeans(), horvitzThompson()];
    const [hj, dim, ht] = estimate({ ...request, estimators, errorClusters: [forty] }) as Estimate[];
    expect(dim!.se).toBeCloseTo(hj!.se!, 12);
    expect(ht!.varianceMethod).toBe("cluster-linearised");
    expect(ht!.se).toBeGreaterThan(hj!.se!);
  });

  it("are withheld with one cluster, and warned of with few", () => {
    const grouped = (groups: number): Estimate => {
      const names = Array.from({ length: groups }, (_, g) => `${g}`);
      const errorClusters = [{ names, of: of.map((g) => g % groups) }];
      return estimate({ ...request, estimators: [hajek()], errorClusters })[0] as Estimate;
    };
    expect(grouped(1).withheld).toMatch(/needs two clusters/);
    expect(grouped(8).warnings.join()).toMatch(/rests on 8 clusters, fewer than 20/);
    expect(grouped(20).warnings).toEqual([]);
  });

  it("are never below the design's own where the design ties agents of different clusters", () => {
    const ring = fromEdges(
      agents.map((a, i) => [a, agents[(i + 1) % 400]!] as const),
      { agents },
    );
    const pairs = { names: agents.slice(200), of: Uint32Array.from(agents, (_, i) => i >> 1) };
    const tied = {
      ...request,
      probabilities: exposureProbabilities(ring, design, anyTreatedNeighbor()),
      contrasts: { spill: ["indirect", "none"] as const },
      estimators: [hajek({ interval: "wald" })],
    };
    const [own] = estimate(tied) as Estimate[];
    const [row] = estimate({ ...tied, errorClusters: [pairs] }) as Estimate[];
    expect(row!.se).toBeGreaterThanOrEqual(own!.se!);
    expect(row!.notes.join()).toMatch(/the design ties agents of different clusters: the larger of/);
  });

  it("refuse groupings that are not those of the agents", () => {
    expect(() =>
      estimate({ ...request, estimators: [hajek()], errorClusters: [{ names: ["a"], of: of.slice(1) }] }),
    ).toThrow(/clusters.? of world 0 must have 400 entries, one per agent, got 399/);
  });
});

describe("arms that hang together inside clusters", () => {
  // Each cluster has a share of its own, around the one that the design states.
  const share = forty.names.map((_, g) => 0.1 + (0.8 * ((g * 7) % 40)) / 39);
  const stream = rng("shares");
  const z = agents.map((_, i) => Number(stream.uniform() < Math.min(1, share[of[i]!]! + 0.14)));
  const request = {
    ...{ probabilities, contrasts, estimators: [hajek()], outcomes: agents.map((_, i) => i % 7) },
    plan: { arms, agents, assignments: [z] },
  };

  it("are no independent coins, but may fit the design cluster by cluster", () => {
    expect(() => estimate(request)).toThrow(/the design given is not the one that assigned these arms/);
    const [suspected] = estimate({ ...request, suspectedClusters: { run: [forty] } });
    expect(suspected!.warnings[0]).toMatch(/not assigned independently .* give --cluster run/);
    const [declared] = estimate({ ...request, errorClusters: [forty] });
    expect(declared!.warnings.join()).not.toMatch(/is not the one/);
  });

  it("are refused all the same where every cluster has the wrong share", () => {
    const wrong = agents.map((_, i) => Number(i % 5 === 0));
    const plan = { arms, agents, assignments: [wrong] };
    expect(() => estimate({ ...request, plan, suspectedClusters: { run: [forty] } })).toThrow(
      /80 treated, 200 ± 10/,
    );
  });
});
