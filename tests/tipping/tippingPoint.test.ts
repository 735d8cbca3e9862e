import { expect, it } from "vitest";
import { bernoulli, ego } from "../../designs/index.ts";
import { studiedBy } from "../../designs/law/studiedBy.ts";
import { hajek } from "../../estimators/hajek.ts";
import { horvitzThompson } from "../../estimators/horvitzThompson.ts";
import { rng } from "../../src/core/rng.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import { eachEdge } from "../../src/network/eachEdge.ts";
import { fromEdges } from "../../src/network/fromEdges.ts";
import { ringLattice } from "../../src/network/generators/ringLattice.ts";
import { exposureProbabilities } from "../../src/probability/exposureProbabilities.ts";
import { correctedNetwork } from "../../src/specify/tipping/correctedNetwork.ts";
import type { EdgeErrors } from "../../src/specify/tipping/EdgeErrors.ts";
import { eligibleTies } from "../../src/specify/tipping/eligibleTies.ts";
import { erringTies } from "../../src/specify/tipping/erringTies.ts";
import { type TippingRequest, tippingPoint } from "../../src/specify/tipping/tippingPoint.ts";
import { tiny } from "../support/tinyWorlds.ts";

const ring = ringLattice({ n: 40, k: 2 }).draw(rng(1));
const groups = ring.ids.map((id) => (Number(id) < 20 ? "a" : Number(id) < 38 ? "b" : undefined));
const studied = new Uint8Array(40).fill(1).fill(0, 30);

const kinds: readonly EdgeErrors[] = (["missing", "false"] as const).flatMap((kind) =>
  (["anywhere", "degree", "within", "across", "egos"] as const).map((where) => ({ kind, where, groups })),
);
const networks = {
  ring,
  directed: fromEdges(
    [...Array(40).keys()]
      .map((i) => [String(i), String((i * 7 + 3) % 40)] as const)
      .filter(([a, b]) => a !== b),
    {
      directed: true,
      agents: ring.ids,
    },
  ),
  weighted: fromEdges(
    [...Array(39).keys()].map((i) => [String(i), String(i + 1), 0.5 + (i % 3)] as const),
    { agents: ring.ids },
  ),
};

it.each(Object.entries(networks))(
  "errors of every kind on a network, %s: eligible, different, nested and put right",
  (_, network) => {
    for (const errors of kinds) {
      const eligible = eligibleTies(network, errors, studied);
      const erring = erringTies(network, errors, eligible);
      const count = Math.min(12, erring.most);
      const ties = erring.draw(rng("errors"), count);
      expect(ties).toHaveLength(count);
      expect(erring.draw(rng("errors"), count)).toEqual(ties);
      // Fewer are the first of more, where nothing is listed differently.
      expect(erring.draw(rng("errors"), Math.min(2, count))).toEqual(ties.slice(0, 2));
      const before = new Set<string>();
      eachEdge(network, (s, t) => void before.add(`${s}-${t}`));
      const after = new Set<string>();
      eachEdge(correctedNetwork(network, errors.kind, ties), (s, t) => void after.add(`${s}-${t}`));
      const names = ties.map(({ source, target }) => `${source}-${target}`);
      expect(new Set(names).size).toBe(count);
      for (const { source, target } of ties) expect(eligible.may(source, target)).toBe(true);
      expect(names.every((name) => before.has(name) === (errors.kind === "false"))).toBe(true);
      expect(names.every((name) => after.has(name) === (errors.kind === "missing"))).toBe(true);
      expect(after.size - before.size).toBe(errors.kind === "missing" ? count : -count);
    }
  },
);

const design = bernoulli({ probability: 0.4 });
const law = design.law(ring);
const arms = law.draw(rng(3));
const exposure = anyTreatedNeighbor();
const condition = exposure.of(ring, arms);
const stream = rng("outcomes");
const request: TippingRequest = {
  plan: { arms: law.arms, agents: ring.ids, assignments: [[...arms]] },
  probabilities: exposureProbabilities(ring, design, exposure),
  worlds: [ring.ids.map((id, i) => stream.fork(id).uniform() + (condition[i] === 1 ? 0.3 : 0))],
  contrast: { name: "spillover", first: "indirect", second: "none" },
  estimator: hajek({ variance: "aronow-samii", interval: "wald" }),
  errors: { kind: "false" },
  simulations: 20,
  ties: [2, 10, 30],
};

it("few errors move little, many move the estimate, and the ties found by search tip it", () => {
  const sizes: number[] = [];
  const found = tippingPoint({ ...request, onSize: (estimates) => sizes.push(estimates) });
  expect(sizes).toEqual([60]);
  expect(found.rows.map(({ ties, draws }) => [ties, draws])).toEqual([
    [2, 20],
    [10, 20],
    [30, 20],
  ]);
  const [few, , many] = found.rows;
  expect(Math.abs(few!.mean! - found.observed.estimate)).toBeLessThan(
    Math.abs(many!.mean! - found.observed.estimate),
  );
  expect(few!.crossed.share).toBe(0);
  expect(found).toEqual(tippingPoint(request));
  const { worst } = found;
  if (!worst || !("list" in worst))
    throw new Error(`wanted a set of ties, got ${JSON.stringify(found.observed)} ${JSON.stringify(worst)}`);
  expect(Math.sign(worst.estimate)).toBe(-Math.sign(found.observed.estimate));
  // The same by hand: the named ties taken away, the contrast estimated again.
  const left = ring.ids.flatMap((id, i) =>
    Array.from(
      ring.sources.subarray(ring.offsets[i]!, ring.offsets[i + 1]!),
      (j) => [id, ring.ids[j]!] as const,
    ).filter(([a, b]) => a < b && !worst.list.some(([s, t]) => (s === a && t === b) || (s === b && t === a))),
  );
  const network = fromEdges(left, { agents: ring.ids });
  const again = tippingPoint({
    ...{ ...request, simulations: 20, ties: [1], worst: false },
    probabilities: exposureProbabilities(network, design, exposure),
  });
  expect(again.observed.estimate).toBeCloseTo(worst.estimate, 10);
});

it("ties between egos can be missing, though an ego design has none", () => {
  const star = tiny(9, [
    [0, 1],
    [0, 2],
    [3, 4],
    [3, 5],
    [6, 7],
    [6, 8],
  ]);
  const egos = ego({ order: ["0", "3", "6"] }).law(star);
  const eligible = eligibleTies(star, { kind: "missing", where: "egos" }, studiedBy(egos));
  const erring = erringTies(star, { kind: "missing", where: "egos" }, eligible);
  expect([erring.most, erring.reference]).toEqual([3, 6]);
  expect(
    erring
      .draw(rng(1), 3)
      .map(({ source, target }) => [source, target])
      .sort(),
  ).toEqual([
    [0, 3],
    [0, 6],
    [3, 6],
  ]);
});

it.each<[string, Partial<TippingRequest>, string]>([
  ["no groups", { errors: { kind: "missing", where: "within" } }, "need the groups"],
  [
    "other groups",
    { errors: { kind: "missing", where: "across", groups: ["a"] } },
    "groups must have 40 entries",
  ],
  ["rates and ties", { rates: [0.1] }, "give rates or numbers of ties, not both"],
  ["more than there are", { ties: [41] }, "at most 40 ties can be wrong, got 41"],
  ["too few draws", { simulations: 3 }, "simulations must be a whole number of at least 20, got 3"],
  [
    "a whole pile",
    { simulations: 10_000, ties: [...Array(30).keys()].map((k) => k + 1) },
    "300000 estimates, more than the 200000",
  ],
  [
    "no estimate",
    { contrast: { name: "x", first: "both", second: "none" }, worlds: [new Map()] },
    "there is no estimate of x to move",
  ],
])("refuses %s", (_, change, message) => {
  expect(() => tippingPoint({ ...request, ...change })).toThrow(message);
});

it("an estimator without weighted means has no search, and another scale changes nothing", () => {
  const found = tippingPoint({
    ...request,
    estimator: horvitzThompson({ variance: "aronow-samii", interval: "wald" }),
    ties: [1],
    worst: false,
  });
  expect(found.worst).toBeUndefined();
  expect(found.rows[0]!.estimated).toBe(20);
});
