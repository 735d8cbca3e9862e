import { describe, expect, test } from "vitest";
import { bernoulli, complete } from "../../../designs/index.ts";
import { eachRedraw } from "../../../estimators/interval/eachRedraw.ts";
import { redrawnEstimates } from "../../../estimators/interval/redrawnEstimates.ts";
import { redraws } from "../../../estimators/interval/redraws.ts";
import { rng } from "../../../src/core/rng.ts";
import { anyTreatedNeighbor } from "../../../src/exposure/anyTreatedNeighbor.ts";
import { ringLattice } from "../../../src/network/generators/ringLattice.ts";
import { exposureProbabilities } from "../../../src/probability/exposureProbabilities.ts";

const network = ringLattice({ n: 14, k: 2 }).draw(rng(1));
const ratio = { total: ({ weight }: { weight: number }) => weight, centred: true };
const mean = { total: (_: object, population: number) => population, centred: false };

describe("estimates on redraws are those of the slow way, to the bit", () => {
  test.each([
    ["coins, listed or drawn, ratio", bernoulli({ probability: 0.2 }), ratio, (i: number) => i % 4],
    ["fixed counts, mean", complete({ treated: 3 }), mean, (i: number) => 1 + (i % 3)],
    ["outcomes that hardly vary, ratio", complete({ treated: 3 }), ratio, (i: number) => Number(i === 0)],
    [
      "outcomes that are nearly all 0, mean",
      bernoulli({ probability: 0.2 }),
      mean,
      (i: number) => Number(i === 0),
    ],
    ["outcomes that do not vary, ratio", complete({ treated: 3 }), ratio, () => 5],
  ])("%s", (_, design, means, y) => {
    const probabilities = exposureProbabilities(network, design, anyTreatedNeighbor());
    const setting = { probabilities, levels: [1, 0] as const, population: [...network.ids.keys()] };
    const outcome = Float64Array.from(network.ids, (_, i) => y(i));
    const schedule = { first: outcome, second: outcome };
    const drawn = redraws(probabilities, { draws: 300 });
    const estimates: number[] = [];
    const weights: number[] = [];
    let flat = 0;
    const few = eachRedraw(setting, means, drawn, schedule, (redraw) => {
      if (redraw.flat) flat++;
      else {
        estimates.push(redraw.estimate);
        weights.push(redraw.weight);
      }
    });
    for (let again = 0; again < 2; again++) {
      const found = redrawnEstimates(setting, means, drawn, schedule);
      expect(found.weights !== undefined).toBe(drawn.weights !== undefined);
      expect({
        ...found,
        estimates: [...found.estimates],
        weights: [...(found.weights ?? estimates.map(() => 1))],
      }).toEqual({
        estimates,
        weights,
        leftOut: few + flat,
      });
    }
  });
});
