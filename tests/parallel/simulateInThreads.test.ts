import { describe, expect, test } from "vitest";
import { bernoulli, complete } from "../../designs/index.ts";
import { rng } from "../../src/core/rng.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import type { Exposure } from "../../src/exposure/Exposure.ts";
import { shareTreated } from "../../src/exposure/shareTreated.ts";
import { smallWorld } from "../../src/network/generators/smallWorld.ts";
import { probabilitiesInThreads } from "../../src/parallel/probabilitiesInThreads.ts";
import { simulateInThreads } from "../../src/parallel/simulateInThreads.ts";
import { exposureProbabilities } from "../../src/probability/exposureProbabilities.ts";
import { simulateConditions } from "../../src/probability/simulation/simulateConditions.ts";
import { everyCase } from "../support/enumeration/inTurn.ts";

const network = smallWorld({ n: 60, k: 4, rewire: 0.1 }).draw(rng(1));
const design = complete({ treated: 20 });
const exposure = shareTreated({ treated: 0.5 });
const law = design.law(network);
const alone = simulateConditions(
  { network, law, exposure: exposure.forArms?.(law.arms) ?? exposure },
  "a seed",
  1000,
);
/** Not of the catalogue: under another name, or under a borrowed one. */
const mine = (name: string): Exposure => ({
  name,
  params: {},
  conditions: ["none", "indirect", "direct", "both"],
  of: (_, arms) => arms.map((_arm, i) => (arms[(i + 1) % arms.length] === 1 ? 1 : 0)),
});

describe("simulation in threads", () => {
  // A second thread loads every source anew, which takes longer than all else here.
  test.runIf(everyCase)("gives the same bits with two threads as without", async () => {
    const found = await simulateInThreads(network, design, exposure, {
      draws: 1000,
      seed: "a seed",
      workers: 2,
    });
    expect(found!.bits).toEqual(alone.bits);
    expect(found!.draws).toBe(1000);
    expect(found!.words).toBe(alone.words);
  });

  test.each(["my exposure", "any-treated"])("does without threads for a function called %s", async (name) => {
    const options = { draws: 64, seed: 1, workers: 2 };
    expect(await simulateInThreads(network, design, mine(name), options)).toBeUndefined();
    const found = await probabilitiesInThreads(network, design, mine(name), { ...options, least: 0 });
    expect(found.marginals).toEqual(
      exposureProbabilities(network, design, mine(name), { draws: 64, seed: 1 }).marginals,
    );
  });
});

describe("probabilities in threads", () => {
  test("are the exact ones where exactness is possible, with any number of workers", async () => {
    const exact = exposureProbabilities(network, bernoulli(), anyTreatedNeighbor());
    const found = await probabilitiesInThreads(network, bernoulli(), anyTreatedNeighbor(), {
      workers: 2,
      least: 0,
    });
    expect(found.method).toBe("exact");
    expect(found.marginals).toEqual(exact.marginals);
  });

  test("refuse a number of workers that is none", async () => {
    await expect(probabilitiesInThreads(network, design, exposure, { workers: 0 })).rejects.toThrow(
      "probabilities: workers must be a whole number of at least 1, got 0",
    );
  });

  test("complain of draws as without threads", async () => {
    await expect(
      probabilitiesInThreads(network, design, mine("mine"), { workers: 2, draws: 1.5, least: 0 }),
    ).rejects.toThrow("probabilities: draws must be a whole number of at least 2, got 1.5");
  });
});
