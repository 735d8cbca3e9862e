import { expect, it } from "vitest";
import { complete } from "../../../designs/index.ts";
import { acceptedLaw } from "../../../designs/law/acceptedLaw.ts";
import { sum } from "../../../src/core/numbers/sum.ts";
import { rng } from "../../../src/core/rng.ts";
import { chiSquareQuantile } from "../../support/chiSquareQuantile.ts";
import { tiny } from "../../support/tinyWorlds.ts";

const base = complete({ treated: 3 }).law(tiny(7, []));
const redrawing = {
  who: "x",
  base,
  score: (z: Uint8Array) => Math.abs(sum(Array.from(z, (one, i) => one * i)) - 9),
  noun: "a score",
  limit: { threshold: 2 },
  remedy: "raise threshold",
  seed: 1,
  tries: 1000,
};

it("draws by rejection as often as the list of accepted assignments says", () => {
  const listed = acceptedLaw(redrawing);
  const sampled = acceptedLaw({ ...redrawing, attempt: (stream) => base.draw(stream) });
  expect([listed.structure.kind, sampled.structure.kind]).toEqual(["explicit-support", "sampler-only"]);
  const support = [...listed.support!()];
  const draws = 5000;
  const count = new Map(support.map(([z]) => [z.join(), 0]));
  const stream = rng("rejection");
  for (let r = 0; r < draws; r++) {
    const z = sampled.draw(stream.fork(r)).join();
    count.set(z, count.get(z)! + 1);
  }
  const statistic = sum(support.map(([z, p]) => (count.get(z.join())! - p * draws) ** 2 / (p * draws)));
  // A sound sampler fails with chance 1e-6, and the seed is fixed.
  expect(statistic).toBeLessThan(chiSquareQuantile(1 - 1e-6, support.length - 1));
  const exact = listed.acceptance!();
  const counted = sampled.acceptance!();
  const error = Math.sqrt((exact.share * (1 - exact.share)) / counted.tries!);
  expect(Math.abs(counted.share - exact.share)).toBeLessThan(5 * error);
});

it("takes equal scores together, though they differ in the last digits", () => {
  let call = 0;
  const law = acceptedLaw({
    ...redrawing,
    score: (z) => (z[0] === 1 ? 0.1 * (1 + (call++ % 2) * 1e-15) : 1),
    limit: { accept: 0.01 },
  });
  expect(law.acceptance!().share).toBeCloseTo(3 / 7, 12);
});

it("lists nothing that would not fit into memory", () => {
  const n = 2 ** 21;
  const block = Uint32Array.from({ length: n }, (_, i) => i % 6);
  const structure = {
    kind: "independent-blocks",
    block,
    blocks: 6,
    probability: new Float64Array(12).fill(0.5),
  } as const;
  const law = acceptedLaw({ ...redrawing, base: { ...base, n, structure } });
  expect(law.structure.kind).toBe("sampler-only");
});
