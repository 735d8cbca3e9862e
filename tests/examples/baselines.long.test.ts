import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { baselineErrors } from "../../examples/baselines.ts";

const DATA = "../shared/data/causalmp";

// Larger data are not in the repository: see examples/baselines.ts.
describe.skipIf(!existsSync(DATA))(
  `baselines in experiments of known truth (skipped where ${DATA} is absent)`,
  () => {
    it("a regression on the baseline is as good as the better of outcomes and changes, within its error", async () => {
      const found = await baselineErrors(DATA);
      expect(found.map(({ environment }) => environment)).toEqual([
        "auction",
        "data_center",
        "llm_social_network",
        "krupina",
      ]);
      for (const { environment, plain, change, regression, se, estimates } of found) {
        // An estimator without an estimate in some seed would be judged by the others.
        expect(estimates, environment).toEqual([5, 5, 5]);
        expect(regression - Math.min(plain, change), environment).toBeLessThanOrEqual(se ?? 0);
      }
      const krupina = found.at(-1)!;
      // Relative to the total effect of about 0.02, over seeds 0 to 4.
      expect(krupina.change).toBeLessThanOrEqual(0.26);
      expect(krupina.regression).toBeLessThanOrEqual(0.26);
      expect(krupina.plain).toBeGreaterThan(1);
      // Intervals of changes from the first to the last period, among those who are likely enough in both conditions.
      expect(krupina.floored).toEqual({ agents: 972, given: 5, holding: 5 });
    });
  },
);
