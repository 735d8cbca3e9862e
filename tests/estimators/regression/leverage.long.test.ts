import { expect, test } from "vitest";
import { independentSetDesign } from "../../../designs/index.ts";
import { exposureRegression } from "../../../estimators/exposureRegression.ts";
import { networks } from "../../../examples/coverageTable.ts";
import { exposureResponse } from "../../../src/agents/synthetic/exposureResponse.ts";
import { diagnose } from "../../../src/diagnose/diagnose.ts";
import { anyTreatedNeighbor } from "../../../src/exposure/anyTreatedNeighbor.ts";
import { study } from "../../../src/study/study.ts";

test("where a condition's agents have other covariates than the population, the error of the slopes is in the interval", async () => {
  const { rows } = await diagnose(
    study({
      seed: "estimators",
      model: {
        network: networks["random graph"]!,
        agents: exposureResponse({
          outcomes: { none: 0, indirect: 0.5, direct: 1, both: 1.5 },
          ...{ spread: 1, perNeighbor: 0.1, effectSpread: 0.3 },
        }),
      },
      inquiry: { spillover: ["indirect", "none"] },
      data: { assign: independentSetDesign({ effect: "spillover" }), expose: anyTreatedNeighbor() },
      answer: [exposureRegression({ covariates: ["degree"] })],
    }),
    { simulations: 1000 },
  );
  // Hájek's weights and one factor for all residuals cover 0.914 here.
  expect(rows[0]!.coverage!.value).toBeGreaterThan(0.95 - 2 * rows[0]!.coverage!.mcse);
});
