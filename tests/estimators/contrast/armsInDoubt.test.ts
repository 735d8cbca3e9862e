import { describe, expect, it } from "vitest";
import { draw } from "../../../designs/draw.ts";
import { bernoulli, complete } from "../../../designs/index.ts";
import type { EstimateRequest } from "../../../estimators/contrast/experimentData.ts";
import type { Estimate } from "../../../estimators/Estimator.ts";
import { estimate } from "../../../estimators/estimate.ts";
import { hajek } from "../../../estimators/hajek.ts";
import { horvitzThompson } from "../../../estimators/horvitzThompson.ts";
import { inquire } from "../../../estimators/inquire.ts";
import { ownArm } from "../../../src/exposure/ownArm.ts";
import { fromEdges } from "../../../src/network/fromEdges.ts";
import { exposureProbabilities } from "../../../src/probability/exposureProbabilities.ts";

const network = fromEdges([], { agents: Array.from({ length: 400 }, (_, i) => `a${i}`) });
const arms = ["control", "treated"];
const estimators = [hajek({ interval: "wald" }), horvitzThompson({ interval: "wald" })];

function request(treated: number, more: Partial<EstimateRequest> = {}): EstimateRequest {
  return {
    plan: { arms, agents: network.ids, assignments: [network.ids.map((_, i) => Number(i < treated))] },
    probabilities: exposureProbabilities(network, bernoulli(), ownArm()),
    outcomes: network.ids.map((_, i) => i % 7),
    contrasts: { own: ["treated", "control"] },
    estimators,
    ...more,
  };
}

describe("arms that the design given can hardly have assigned", () => {
  const refusal =
    /^estimate: the design given is not the one that assigned these arms: 80 treated, 200 ± 10 expected \(p = 4\.[34]e-35\): give the design that was used, or .*unlikelyArms: "warn" \(--allow-unlikely-arms\)$/;

  it("are refused with both numbers, whatever is asked", () => {
    expect(() => estimate(request(80))).toThrow(refusal);
    const { contrasts: _, ...rest } = request(80);
    const inquiries = [{ name: "own", first: "treated", second: "control" }];
    expect(() => inquire({ ...rest, inquiries })).toThrow(refusal);
  });

  it("leave a warning in every row where they are allowed", () => {
    const rows = estimate(request(80, { unlikelyArms: "warn" })) as Estimate[];
    expect(rows).toHaveLength(2);
    for (const row of rows)
      expect(row.warnings[0]).toMatch(
        /^the design given is not the one that assigned these arms: 80 treated, 200 ± 10 expected: /,
      );
  });

  it("get a warning between 1e-6 and 1e-3, and none above", () => {
    const warned = estimate(request(162)) as Estimate[];
    expect(warned[0]!.warnings[0]).toMatch(
      /^the arms are improbable under the design given: 162 treated, 200 ± 10 expected \(p = 0\.00017\)/,
    );
    const quiet = estimate(request(180)) as Estimate[];
    expect(quiet.flatMap(({ warnings }) => warnings)).toEqual([]);
  });

  it("are no arms that the design drew: the plan's own seed draws them again", () => {
    // Two treated of 400 have a chance of 8e-4.
    const design = bernoulli({ probability: 1e-4 });
    const probabilities = exposureProbabilities(network, design, ownArm());
    const seed = Array.from({ length: 60_000 }, (_, k) => k).find(
      (k) => draw(design, network, { seed: k }).assignments[0]!.filter((arm) => arm === 1).length === 2,
    )!;
    const plan = draw(design, network, { seed });
    expect(estimate(request(0, { plan, probabilities }))[0]!.warnings.join()).not.toMatch(/improbable/);
    const { seed: _, ...foreign } = plan;
    expect(estimate(request(0, { plan: foreign, probabilities }))[0]!.warnings[0]).toMatch(
      /^the arms are improbable under the design given: 2 treated, 0\.04 ± 0\.2 expected/,
    );
  });

  it("with fixed counts are impossible, and allowed only by name", () => {
    const probabilities = exposureProbabilities(network, complete({ treated: 200 }), ownArm());
    expect(() => estimate(request(199, { probabilities }))).toThrow(
      /cannot come from the stated design: the design puts 200 agents in arm control, but 201 are/,
    );
    const [row] = estimate(request(199, { probabilities, unlikelyArms: "warn" }));
    expect(row!.warnings[0]).toMatch(/the design puts 200 agents in arm control, but 201 are/);
  });
});
