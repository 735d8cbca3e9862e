// Probabilities over one and three threads; simulateInThreads.test.ts has those over two.
import { expect, test } from "vitest";
import { bernoulli, complete } from "../../designs/index.ts";
import { rng } from "../../src/core/rng.ts";
import { shareTreated } from "../../src/exposure/shareTreated.ts";
import { weightedThreshold } from "../../src/exposure/weightedThreshold.ts";
import { type Edge, fromEdges } from "../../src/network/fromEdges.ts";
import { smallWorld } from "../../src/network/generators/smallWorld.ts";
import { probabilitiesInThreads } from "../../src/parallel/probabilitiesInThreads.ts";
import { simulateInThreads } from "../../src/parallel/simulateInThreads.ts";
import { exposureProbabilities } from "../../src/probability/exposureProbabilities.ts";
import { simulateConditions } from "../../src/probability/simulation/simulateConditions.ts";

test.each([1, 3])("a simulation gives the same bits with %d threads as without", async (workers) => {
  const network = smallWorld({ n: 60, k: 4, rewire: 0.1 }).draw(rng(1));
  const design = complete({ treated: 20 });
  const exposure = shareTreated({ treated: 0.5 });
  const law = design.law(network);
  const alone = simulateConditions(
    { network, law, exposure: exposure.forArms?.(law.arms) ?? exposure },
    "a seed",
    1000,
  );
  const found = await simulateInThreads(network, design, exposure, { draws: 1000, seed: "a seed", workers });
  expect(found!.bits).toEqual(alone.bits);
  expect(found!.draws).toBe(1000);
  expect(found!.words).toBe(alone.words);
});

// Weights with so many decimals have no doses, and 20 in-neighbours too many states to list.
const star = fromEdges(
  Array.from({ length: 20 }, (_, k): Edge => ["hub", `leaf ${k}`, 1 / (k + 3)]),
  {},
);
const threshold = weightedThreshold({ threshold: 0.8 });

test("probabilities are those of one thread where nothing exact is possible", async () => {
  const options = { draws: 200, seed: 4 };
  const found = await probabilitiesInThreads(star, bernoulli(), threshold, {
    ...options,
    workers: 2,
    least: 0,
  });
  const alone = exposureProbabilities(star, bernoulli(), threshold, options);
  expect(found.method).toBe("monte-carlo");
  expect(found.marginals).toEqual(alone.marginals);
  expect(found.simulated!.bits.buffer).toBeInstanceOf(SharedArrayBuffer);
  expect(found.more!(300).marginals).toEqual(alone.more!(300).marginals);
  const small = await probabilitiesInThreads(star, bernoulli(), threshold, { ...options, workers: 2 });
  expect(small.simulated!.bits.buffer).toBeInstanceOf(ArrayBuffer);
});
