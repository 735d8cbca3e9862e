import { describe, expect, it } from "vitest";
import type { Design } from "../../designs/Design.ts";
import { complete } from "../../designs/index.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import { exposureProbabilities } from "../../src/probability/exposureProbabilities.ts";
import { tinyNetworks } from "../support/tinyWorlds.ts";

const network = tinyNetworks["triangle with a tail"]!;
const known = complete({ treated: 2 });
/** The same design with everything hidden but its sampler. */
const opaque: Design = {
  ...known,
  law: (on) => {
    const { n, arms, draw } = known.law(on);
    return { n, arms, draw, structure: { kind: "sampler-only" }, marginal: () => undefined };
  },
};

describe("a design known only by its sampler", () => {
  const exact = exposureProbabilities(network, known, anyTreatedNeighbor());
  const simulated = exposureProbabilities(network, opaque, anyTreatedNeighbor(), { draws: 20_000, seed: 5 });

  it("says that its numbers are simulated, with how many draws", () => {
    expect(simulated.method).toBe("monte-carlo");
    expect(simulated.draws).toBe(20_000);
    expect(simulated.simulated!.draws).toBe(20_000);
  });

  it("is within 5 of its own standard errors of the exact numbers, singly and in pairs", () => {
    for (let i = 0; i < network.n; i++) {
      for (const c of exact.conditions) {
        const p = exact.of(i, c);
        expect(Math.abs(simulated.of(i, c) - p)).toBeLessThanOrEqual(5 * Math.sqrt((p * (1 - p)) / 20_000));
        expect(simulated.mcse(i, c)).toBeCloseTo(Math.sqrt((p * (1 - p)) / 20_000), 3);
        expect(exact.mcse(i, c)).toBe(0);
        for (let j = 0; j < network.n; j++) {
          for (const d of exact.conditions) {
            const q = exact.joint(i, c, j, d);
            expect(Math.abs(simulated.joint(i, c, j, d) - q)).toBeLessThanOrEqual(
              5 * Math.sqrt((q * (1 - q)) / 20_000),
            );
          }
        }
      }
    }
  });

  it("smooths nothing: what cannot happen has share 0, and is still not called impossible", () => {
    // With 2 of 6 treated, agent 2 with both of its treated neighbours and itself would need 3.
    expect(exact.joint(0, "both", 3, "both")).toBe(0);
    expect(simulated.joint(0, "both", 3, "both")).toBe(0);
    expect(simulated.impossible("both")).toEqual([]);
  });

  it("gives the same numbers for the same seed", () => {
    const again = exposureProbabilities(network, opaque, anyTreatedNeighbor(), { draws: 20_000, seed: 5 });
    expect(again.marginals).toEqual(simulated.marginals);
  });

  it("refuses a simulation of fewer than 2 draws", () => {
    expect(() => exposureProbabilities(network, opaque, anyTreatedNeighbor(), { draws: 1 })).toThrow(
      "probabilities: draws must be a whole number of at least 2, got 1",
    );
  });
});
