import { describe, expect, it } from "vitest";
import { blocked, complete } from "../../../designs/index.ts";
import {
  FEW,
  jointOf,
  type PairForm,
  pairForm,
  signs,
  unobservablePair,
} from "../../../estimators/variance/pairForm.ts";
import { pairSum } from "../../../estimators/variance/pairSum.ts";
import { rng } from "../../../src/core/rng.ts";
import { anyTreatedNeighbor } from "../../../src/exposure/anyTreatedNeighbor.ts";
import { shareTreated } from "../../../src/exposure/shareTreated.ts";
import { smallWorld } from "../../../src/network/generators/smallWorld.ts";
import { contrastSetting } from "../contrastSetting.ts";

/** The sum pair by pair, as it is defined. */
function slowly(
  form: PairForm,
  { seen, count, level, shown }: Parameters<ReturnType<typeof pairSum>>[0],
): { sum: number; size: number } {
  let sum = 0;
  let size = 0;
  for (let s = 0; s < count; s++)
    for (let t = s + 1; t < count; t++) {
      const [p, q] = [seen[s]!, seen[t]!];
      const [k, l] = [2 * p + level[p]!, 2 * q + level[q]!];
      if (unobservablePair(form, k, l)) continue;
      const term =
        2 * signs(k, l) * (1 / (form.pi[k]! * form.pi[l]!) - 1 / jointOf(form, k, l)) * shown[p]! * shown[q]!;
      sum += term;
      size += Math.abs(term);
    }
  return { sum, size };
}

const network = smallWorld({ n: 300, k: 4, rewire: 0.1 }).draw(rng(3));
const any = anyTreatedNeighbor();
const blocks = Object.fromEntries(network.ids.map((id, i) => [id, i % 3 === 0 ? "a" : "b"]));
const cases = [
  ["any treated neighbour", complete({ treated: 60 }), any, ["indirect", "none"], undefined],
  ["own treatment", complete({ treated: 60 }), any, ["direct", "none"], undefined],
  ["a share", complete({ treated: 150 }), shareTreated(), ["treated", "control"], undefined],
  ["blocks", blocked({ blocks, treated: { a: 30, b: 60 } }), any, ["indirect", "none"], undefined],
  ["rare pairs left out", complete({ treated: 60 }), any, ["direct", "none"], { below: 0.03 }],
] as const;

describe("the sum over pairs of agents, by their types where most pairs have the law of their types", () => {
  it.each(cases)("is the one pair by pair: %s", (_, design, exposure, contrast, soft) => {
    const setting = contrastSetting(network, design, exposure, contrast);
    const form = pairForm(setting, soft);
    const { far, ...listed } = form;
    // Otherwise the pairs would be listed in both cases.
    expect(FEW * (4 * far!.types ** 2 + far!.near.length)).toBeLessThan(form.partner.length);
    const ways = [pairSum(form), pairSum(listed)];
    const stream = rng("y");
    for (let draw = 0; draw < 3; draw++) {
      const condition = exposure.of(network, setting.probabilities.law.draw(rng(draw)));
      const level = Uint8Array.from(form.population, (i) => {
        const a = form.levels.indexOf(condition[i]!);
        return a === -1 ? 2 : a;
      });
      const seen = Uint32Array.from([...level.keys()].filter((p) => level[p] !== 2));
      const shown = Float64Array.from(level, () => 10 + stream.uniform());
      const nodes = { seen, count: seen.length, level, shown };
      const { sum, size } = slowly(form, nodes);
      expect(size).toBeGreaterThan(0);
      for (const way of ways) expect(Math.abs(way(nodes) - sum)).toBeLessThan(1e-12 * size);
    }
  });
});

it("keeps no table of types when they are nearly as many as agents", () => {
  const many = smallWorld({ n: 120, k: 20, rewire: 1 }).draw(rng(4));
  const form = pairForm(contrastSetting(many, complete({ treated: 10 }), any, ["indirect", "none"]));
  expect(form.far).toBeUndefined();
  expect(form.partner.length).toBe((form.population.length * (form.population.length - 1)) / 2);
});
