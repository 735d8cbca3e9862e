import { describe, expect, it } from "vitest";
import { rng } from "../../../src/core/rng.ts";
import { layout } from "../../../src/network/files/layout.ts";
import { fromEdges } from "../../../src/network/fromEdges.ts";
import { erdosRenyi } from "../../../src/network/generators/erdosRenyi.ts";
import { karateClub } from "../../../src/network/generators/karateClub.ts";
import { stochasticBlock } from "../../../src/network/generators/stochasticBlock.ts";
import type { Network } from "../../../src/network/Network.ts";

describe("layout", () => {
  const cases: [string, Network][] = [
    ["one agent", fromEdges([], { agents: ["a"] })],
    ["two agents", fromEdges([["__proto__", "constructor"]])],
    ["no edges", erdosRenyi({ n: 20, p: 0 }).draw(rng(1))],
    [
      "arrows",
      fromEdges(
        [
          ["a", "b", 3],
          ["b", "a"],
          ["b", "c"],
        ],
        { directed: true },
      ),
    ],
    ["karate club", karateClub({}).draw(rng(1))],
  ];

  it.each(cases)("places everybody in the unit square, the same for the same seed (%s)", (_, network) => {
    const { x, y } = layout(network, { iterations: 50, rng: rng(1) });
    expect([x.length, y.length]).toEqual([network.n, network.n]);
    for (const place of [...x, ...y]) expect(place >= 0 && place <= 1).toBe(true);
    expect(layout(network, { iterations: 50, rng: rng(1) })).toEqual({ x, y });
    if (network.n > 1)
      expect(Math.max(Math.max(...x) - Math.min(...x), Math.max(...y) - Math.min(...y))).toBeCloseTo(1, 12);
  });

  it("puts one agent in the middle", () => {
    expect(layout(fromEdges([], { agents: ["a"] }), { rng: rng(1) })).toEqual({
      x: Float64Array.of(0.5),
      y: Float64Array.of(0.5),
    });
  });

  it("puts agents of one block nearer to each other than to the other block", () => {
    const network = stochasticBlock({ sizes: [20, 20], within: 0.5, between: 0.01 }).draw(rng(1));
    const { x, y } = layout(network, { rng: rng(1) });
    const mean = (same: boolean): number => {
      const lengths: number[] = [];
      for (let i = 0; i < 40; i++) {
        for (let j = 0; j < i; j++)
          if ((i < 20 === j < 20) === same) lengths.push(Math.hypot(x[i]! - x[j]!, y[i]! - y[j]!));
      }
      return lengths.reduce((a, b) => a + b, 0) / lengths.length;
    };
    expect(mean(true)).toBeLessThan(mean(false) / 1.5);
  });

  it.each([0, 1.5, -1])("refuses %d iterations", (iterations) => {
    expect(() => layout(fromEdges([["a", "b"]]), { iterations, rng: rng(1) })).toThrow(
      `layout: iterations must be a whole number of at least 1, got ${iterations}`,
    );
  });
});
