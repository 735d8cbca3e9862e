import { expect } from "vitest";
import type { ExposureProbabilities } from "../../src/probability/PairProbabilities.ts";
import { allCases, jointOf } from "./bruteForce.ts";
import { manyChecks } from "./manyChecks.ts";

/** Marginals, joints, impossibilities, near and far pairs of exact probabilities against the list of all assignments, to 1e-12. */
export function expectExactLaws(pi: ExposureProbabilities): void {
  const { network, law, exposure, conditions, pairs, marginals } = pi;
  const { n } = network;
  const size = conditions.length;
  const cases = allCases(network, law, exposure);
  const { near, holds, end } = manyChecks();
  const both = jointOf(cases, n, size);
  const at = (i: number, c: number, j: number, d: number) => () =>
    `agent ${i} in ${conditions[c]} and agent ${j} in ${conditions[d]}`;
  const agents = Array.from({ length: n }, (_, i) => i);
  expect(pi.method).toBe("exact");
  conditions.forEach((name, c) => {
    expect(pi.impossible(name)).toEqual(
      agents.filter((i) => !cases.some(({ condition, p }) => p > 0 && condition[i] === c)),
    );
    for (const i of agents) near(pi.of(i, name), both(i, c, i, c), 1e-12, at(i, c, i, c));
  });
  const visited = new Set<number>();
  pairs.forEachNear((i, j, pair) => {
    holds(i < j && !visited.has(i * n + j), () => `near pair ${i}, ${j}`);
    visited.add(i * n + j);
    for (let c = 0; c < size; c++) {
      for (let d = 0; d < size; d++) {
        near(pair.joint(c, d), both(i, c, j, d), 1e-12, at(i, c, j, d));
        holds(pair.possible(c, d) === both(i, c, j, d) > 0, at(i, c, j, d));
      }
    }
  });
  expect(visited.size).toBeLessThanOrEqual(pairs.nearBound);
  for (const i of agents) {
    const around: number[] = [];
    pairs.forEachNearOf(i, (j, pair) => {
      around.push(j);
      for (let c = 0; c < size; c++)
        for (let d = 0; d < size; d++) near(pair.joint(c, d), both(i, c, j, d), 1e-12, at(i, c, j, d));
    });
    expect(around.sort((a, b) => a - b)).toEqual(
      agents.filter((j) => visited.has(Math.min(i, j) * n + Math.max(i, j)) && i !== j),
    );
    expect(around.length).toBeLessThan(pairs.boundOf(i));
    for (const j of agents) {
      if (i === j) continue;
      const kept = pairs.law(i, j);
      for (let c = 0; c < size; c++) {
        for (let d = 0; d < size; d++) {
          const listed = both(i, c, j, d);
          near(kept.joint(c, d), listed, 1e-12, at(i, c, j, d));
          near(pi.joint(i, conditions[c]!, j, conditions[d]!), listed, 1e-12, at(i, c, j, d));
          if (around.includes(j)) continue;
          if (pairs.far === "independent")
            near(marginals[i * size + c]! * marginals[j * size + d]!, listed, 1e-12, at(i, c, j, d));
          else {
            const far = pairs.far.law(pairs.far.type[i]!, pairs.far.type[j]!);
            near(far.joint(c, d), listed, 1e-12, at(i, c, j, d));
            holds(far.possible(c, d) === listed > 0, at(i, c, j, d));
          }
        }
      }
    }
  }
  end();
}
