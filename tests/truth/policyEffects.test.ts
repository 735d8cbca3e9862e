import { describe, expect, test } from "vitest";
import { bernoulli } from "../../designs/index.ts";
import { hajek } from "../../estimators/index.ts";
import { linearInMeans, threshold } from "../../src/agents/index.ts";
import { rng } from "../../src/core/rng.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import type { Network } from "../../src/network/Network.ts";
import { prepareStudy } from "../../src/study/prepareStudy.ts";
import { study } from "../../src/study/study.ts";
import { type Estimand, estimandInWords, parseEstimand } from "../../src/truth/Estimand.ts";
import { playerOf } from "../../src/truth/playerOf.ts";
import { policyEffects } from "../../src/truth/policyEffects.ts";
import { readGolden } from "../support/readGolden.ts";
import { tiny, tinyNetworks } from "../support/tinyWorlds.ts";

const network = tinyNetworks["triangle with a tail"]!;
const worldOf = (agents: ReturnType<typeof threshold>, on: Network, rounds: number) => {
  const given = study({
    seed: 3,
    model: { network: on, agents },
    inquiry: { direct: ["direct", "none"] },
    data: { assign: bernoulli(), expose: anyTreatedNeighbor(), rounds },
    answer: [hajek()],
  });
  const { setting, law } = prepareStudy(given);
  const { play } = playerOf(given, setting);
  return { network: on, arms: law.arms, exposure: anyTreatedNeighbor(), play };
};

describe("policy effects by replay are those of the list of all assignments", () => {
  const world = worldOf(threshold({ own: 0.6, peers: 0.9, threshold: 0.5 }), network, 4);
  /** Ȳ(z; α) by listing all 2^n assignments; without z, Ȳ(α). */
  const mean = (alpha: number, z?: number): number => {
    let total = 0;
    for (let code = 0; code < 2 ** network.n; code++) {
      const arms = Uint8Array.from({ length: network.n }, (_, i) => (code >> i) & 1);
      const { outcome } = world.play(arms, new Uint8Array(network.n), rng(1));
      for (let i = 0; i < network.n; i++) {
        if (z !== undefined && arms[i] !== z) continue;
        const p = arms.reduce(
          (product, arm, j) =>
            z !== undefined && j === i ? product : product * (arm === 1 ? alpha : 1 - alpha),
          1,
        );
        total += p * outcome[i]!;
      }
    }
    return total / network.n;
  };
  const cases: [Estimand & { kind: "direct" | "indirect" | "total" | "overall" }, number][] = [
    [{ kind: "direct", saturation: 0.3 }, mean(0.3, 1) - mean(0.3, 0)],
    [{ kind: "indirect", saturation: 0.6, reference: 0.2 }, mean(0.6, 0) - mean(0.2, 0)],
    [{ kind: "indirect", saturation: 0.5 }, mean(0.5, 0) - mean(0, 0)],
    [{ kind: "total", saturation: 0.6, reference: 0.2 }, mean(0.6, 1) - mean(0.2, 0)],
    [{ kind: "total", saturation: 1 }, mean(1, 1) - mean(0, 0)],
    [{ kind: "overall", saturation: 0.6, reference: 0.2 }, mean(0.6) - mean(0.2)],
  ];
  const found = policyEffects(
    world,
    cases.map(([estimand]) => estimand),
    { replays: 4000, stream: rng(8) },
  );
  test.each(cases.map(([estimand, wanted], k) => [estimandInWords(estimand), wanted, found[k]!] as const))(
    "%s",
    (_, wanted, { value, mcse }) => {
      expect(Math.abs(value - wanted)).toBeLessThanOrEqual(4 * mcse + 1e-12);
      expect(mcse).toBeLessThan(0.02);
    },
  );
});

test("global is (b + c)/(1 − ρ) for linear-in-means agents, exactly and with few replays: reference f02", () => {
  const { input, expected } = readGolden<{
    input: { n: number; edges: [number, number][]; a: number; b: number; c: number; rho: number };
    expected: { gate: number };
  }>("f02-linear-in-means");
  const { a, b, c, rho } = input;
  const agents = linearInMeans({ baseline: a, direct: b, indirect: c, endogenous: rho });
  const world = worldOf(agents, tiny(input.n, input.edges), 60);
  const [effect] = policyEffects(world, [{ kind: "global" }], { replays: 2, stream: rng(1) });
  expect(effect!.value).toBeCloseTo(expected.gate, 10);
  expect(effect!.mcse).toBe(0);
});

test("direct and indirect add up to total", () => {
  const world = worldOf(threshold({}), network, 3);
  const [direct, indirect, total] = policyEffects(
    world,
    [
      { kind: "direct", saturation: 0.5 },
      { kind: "indirect", saturation: 0.5 },
      { kind: "total", saturation: 0.5 },
    ],
    { replays: 20, stream: rng(2) },
  );
  expect(direct!.value + indirect!.value).toBeCloseTo(total!.value, 12);
});

describe("estimands as text", () => {
  test("are read", () => {
    expect(parseEstimand("global")).toEqual({ kind: "global" });
    expect(parseEstimand("direct:0.5")).toEqual({ kind: "direct", saturation: 0.5 });
    expect(parseEstimand("total:0.8:0.2")).toEqual({ kind: "total", saturation: 0.8, reference: 0.2 });
  });
  test.each([
    [
      "globel",
      'estimand: wanted one of exposure, global, direct, indirect, total, overall, got "globel" (did you mean "global"?)',
    ],
    ["global:1", 'estimand: global takes no saturation, got "global:1"'],
    ["direct", 'estimand: wanted direct:saturation, got "direct"'],
    [
      "total:0.5:0.2:1",
      'estimand: wanted total:saturation or total:saturation:reference, got "total:0.5:0.2:1"',
    ],
    ["overall:x", "estimand: a saturation must be from 0 to 1, got NaN"],
    ["overall:1.5", "estimand: a saturation must be from 0 to 1, got 1.5"],
    ["direct:1", "estimand: the saturation of direct must be between 0 and 1, got 1"],
    ["indirect:1", "estimand: the saturation of indirect must be below 1, got 1 against 0"],
    [
      "total:0",
      "estimand: the saturation of total must be above 0, and its reference below 1, got 0 against 0",
    ],
  ])("%s is refused", (text, message) => {
    expect(() => parseEstimand(text)).toThrow(message);
  });
});

test("three arms have no policy effects", () => {
  const world = { ...worldOf(threshold({}), network, 2), arms: ["a", "b", "c"] };
  expect(() => policyEffects(world, [{ kind: "global" }], { replays: 2, stream: rng(1) })).toThrow(
    "estimand: policy effects need two arms, got 3 (a, b, c)",
  );
});
