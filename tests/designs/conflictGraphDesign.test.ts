import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { conflictGraphDesign } from "../../designs/index.ts";
import { conflictAssignment, conflictEvents, drawDesires } from "../../designs/law/conflictEvents.ts";
import { conflictScheme } from "../../designs/law/conflictScheme.ts";
import { rng } from "../../src/core/rng.ts";
import { type ConflictTarget, conflictGraph } from "../../src/network/clusters/conflictGraph.ts";
import { erdosRenyi } from "../../src/network/generators/erdosRenyi.ts";
import type { Network } from "../../src/network/Network.ts";
import { tiny } from "../support/tinyWorlds.ts";

const targets: readonly ConflictTarget[] = ["direct", "spillover", "global"];

const row = ({ offsets, sources }: Pick<Network, "offsets" | "sources">, i: number): number[] =>
  Array.from(sources.subarray(offsets[i]!, offsets[i + 1]!));

/** The arm that local assignment k of agent i gives to each agent of its closed neighbourhood. */
function localArms(network: Network, target: ConflictTarget, i: number, k: 0 | 1): Map<number, 0 | 1> {
  const around = row(network, i).map((j) => [j, target === "direct" ? 0 : k] as const);
  return new Map([[i, target === "spillover" ? 0 : k] as const, ...around]);
}

/** Whether some local assignment of one agent contradicts one of another. */
function contradict(network: Network, target: ConflictTarget, i: number, j: number): boolean {
  return ([0, 1] as const).some((k) =>
    ([0, 1] as const).some((l) => {
      const mine = localArms(network, target, i, k);
      const yours = localArms(network, target, j, l);
      return [...mine].some(([m, arm]) => yours.has(m) && yours.get(m) !== arm);
    }),
  );
}

const arrow = fc.tuple(fc.nat(8), fc.nat(8)).filter(([a, b]) => a !== b);
const someNetwork = fc
  .record({ edges: fc.uniqueArray(arrow, { selector: String, maxLength: 24 }), directed: fc.boolean() })
  .map(({ edges, directed }) => tiny(9, edges, directed));

describe.each(targets)("target %s", (target) => {
  it("joins the agents whose local assignments contradict each other, by the definition", () => {
    fc.assert(
      fc.property(someNetwork, (network) => {
        const conflicts = conflictGraph(network, target);
        for (let i = 0; i < 9; i++) {
          const wanted = Array.from({ length: 9 }, (_, j) => j).filter(
            (j) => j !== i && contradict(network, target, i, j),
          );
          expect(row(conflicts, i)).toEqual(wanted);
        }
      }),
    );
  });

  it("has fewer earlier conflicting agents than λ, for every agent", () => {
    fc.assert(
      fc.property(someNetwork, (network) => {
        const { earlier, lambda } = conflictScheme(network, target);
        for (let i = 0; i < 9; i++)
          expect(row(earlier, i).length + 1).toBeLessThanOrEqual(lambda * (1 + 1e-8));
      }),
    );
  });

  it("gives everybody whose event happens the local assignment that it desired", () => {
    fc.assert(
      fc.property(someNetwork, fc.integer(), (network, seed) => {
        const scheme = conflictScheme(network, target, 1);
        const events = conflictEvents(scheme, drawDesires(scheme, rng(seed)));
        const arms = conflictAssignment(scheme, events);
        events.forEach((event, i) => {
          if (event === 2) return;
          for (const [j, arm] of localArms(network, target, i, event as 0 | 1)) expect(arms[j]).toBe(arm);
        });
      }),
    );
  });

  it("on larger networks is a sampler with exact marginals and events", () => {
    const n = 60;
    const network = erdosRenyi({ n, p: 0.05 }).draw(rng(8));
    const law = conflictGraphDesign({ target }).law(network);
    expect(law.structure.kind).toBe("sampler-only");
    const { event } = law.conflict!;
    const draws = 20_000;
    const treated = new Float64Array(n);
    const happened = new Float64Array(n);
    for (let r = 0; r < draws; r++) {
      const stream = rng("conflicts").fork(r);
      law.draw(stream).forEach((arm, i) => {
        treated[i]! += arm / draws;
      });
      conflictEvents(law.conflict!, law.desires!(rng("conflicts").fork(r))).forEach((one, i) => {
        if (one === 1) happened[i]! += 1 / draws;
      });
    }
    for (let i = 0; i < n; i++) {
      for (const [share, p] of [
        [treated[i]!, law.marginal(i, 1)!],
        [happened[i]!, event[i]!],
      ] as const) {
        // Six standard errors: passed by chance by one of 120 shares in about 10⁻⁶ of all seeds.
        expect(Math.abs(share - p)).toBeLessThanOrEqual(6 * Math.sqrt((p * (1 - p)) / draws));
      }
      expect(law.marginal(i, 0)! + law.marginal(i, 1)!).toBe(1);
    }
  });
});

it("without conflicts is a fair coin for everybody, when r is 1", () => {
  const law = conflictGraphDesign({ target: "direct", r: 1 }).law(tiny(3, []));
  const support = [...law.support!()];
  expect(support).toHaveLength(8);
  for (const [, p] of support) expect(p).toBeCloseTo(1 / 8, 15);
});

describe("a request that cannot be honoured is refused", () => {
  it.each([
    [{ target: "total" }, 'conflict-graph: target must be direct, spillover or global, got "total"'],
    [{ target: "direct", r: 0.5 }, "conflict-graph: r must be a number of at least 1, got 0.5"],
    [{}, "conflict-graph: target is missing: it must be direct, spillover or global"],
  ])("%j", (settings, message) => {
    expect(() => conflictGraphDesign.from(settings)).toThrowError(message);
  });
});
