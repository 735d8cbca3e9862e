import { describe, expect, test } from "vitest";
import { rng } from "../../src/core/rng.ts";
import {
  type EdgeTransfer,
  type EdgeTransferOptions,
  edgeTransfer,
  symbolsOf,
  transferEntropy,
} from "../../src/measures/index.ts";
import { manyChecks } from "../support/manyChecks.ts";

const got = (options: EdgeTransferOptions): EdgeTransfer => {
  const found = edgeTransfer(options);
  if ("because" in found) throw new Error(found.because);
  return found;
};

const AGENTS = 6;
const ROUNDS = 30;
const WORLDS = 2;
const edges = [0, 1, 2, 3, 4].map((i) => [i, i + 1] as const);

/** Coins tossed in every round; agent 1 copies agent 0, and the others do what they like. */
function world(seed: string): { source: Uint32Array; target: Uint32Array } {
  const stream = rng(seed);
  const size = AGENTS * ROUNDS * WORLDS;
  const source = Uint32Array.from({ length: size }, () => stream.integer(2));
  const target = Uint32Array.from({ length: size }, () => stream.integer(3));
  for (let w = 0; w < WORLDS; w++)
    for (let t = 1; t < ROUNDS; t++)
      if (stream.uniform() < 0.8)
        target[(w * AGENTS + 1) * ROUNDS + t] = source[w * AGENTS * ROUNDS + t - 1]!;
  return { source, target };
}

const panel = (codes: Uint32Array, symbols: number): EdgeTransferOptions["source"] => ({
  agents: AGENTS,
  rounds: ROUNDS,
  worlds: WORLDS,
  symbols,
  codes,
});

describe("edgeTransfer", () => {
  test("equals the transfer entropy of each edge, missing values left out, with any histories", () => {
    const { source, target } = world("a");
    target[17] = 3;
    source[40] = 2;
    const check = manyChecks();
    for (const [k, l, delay] of [
      [1, 1, 1],
      [2, 1, 1],
      [1, 2, 2],
      [2, 2, 1],
    ] as const) {
      const found = got({ source: panel(source, 2), target: panel(target, 3), edges, k, l, delay });
      for (const [e, [from, to]] of edges.entries()) {
        const series = (codes: Uint32Array, agent: number, missing: number) =>
          symbolsOf(
            [0, 1].flatMap((w) =>
              Array.from({ length: ROUNDS }, (_, t) => {
                const code = codes[(w * AGENTS + agent) * ROUNDS + t]!;
                return code === missing ? undefined : code;
              }),
            ),
            { runs: [ROUNDS, ROUNDS] },
          );
        const single = transferEntropy({ k, l, delay, estimator: "plug-in" }).of(
          series(source, from, 2),
          series(target, to, 3),
        );
        if ("because" in single) throw new Error(single.because);
        check.near(found.value[e]!, single.value, 1e-12, () => `${from} → ${to}, ${k} ${l} ${delay}`);
        check.holds(found.n[e] === single.n, () => `records of ${from} → ${to}: ${found.n[e]}`);
      }
    }
    check.end();
  });

  const coins = (stream: ReturnType<typeof rng>, into: Uint32Array): void => {
    for (let r = 0; r < into.length; r++) into[r] = stream.integer(2);
  };

  test("finds the one edge that carries anything, with the coins tossed anew", () => {
    const { source, target } = world("b");
    const found = got({
      source: panel(source, 2),
      target: panel(target, 3),
      edges,
      redraw: coins,
      draws: 199,
    });
    expect(found.p![0]).toBe(1 / 200);
    expect(found.simultaneous![0]).toBe(1 / 200);
    for (const e of [1, 2, 3, 4]) {
      expect(found.simultaneous![e]).toBeGreaterThanOrEqual(found.p![e]!);
      expect(found.simultaneous![e]).toBeGreaterThan(0.05);
      // Chance is taken away.
      expect(Math.abs(found.effective![e]!)).toBeLessThan(0.08);
    }
    expect(found.overall.p).toBe(1 / 200);
    expect(found).toEqual(
      got({ source: panel(source, 2), target: panel(target, 3), edges, redraw: coins, draws: 199 }),
    );
  });

  test("p-values are at most α with probability α where nothing is carried", () => {
    let [single, all] = [0, 0];
    for (let sample = 0; sample < 200; sample++) {
      const { source, target } = world(`null ${sample}`);
      const found = got({
        source: panel(source, 2),
        target: panel(target, 3),
        edges: edges.slice(1),
        redraw: coins,
        draws: 19,
        seed: sample,
      });
      single += found.p!.filter((p) => p <= 0.1).length;
      if (Math.min(...found.simultaneous!) <= 0.1) all++;
    }
    // Of 800 and 200: three standard errors above a tenth.
    expect(single / 800).toBeLessThan(0.14);
    expect(all / 200).toBeLessThan(0.165);
  });

  test("says what does not fit", () => {
    const { source, target } = world("c");
    const options = { source: panel(source, 2), target: panel(target, 3), edges };
    expect(() => edgeTransfer({ ...options, edges: [[0, 6]] })).toThrow("agents from 0 to 5, got 0 → 6");
    expect(() => edgeTransfer({ ...options, target: { ...options.target, rounds: 29 } })).toThrow(
      "same size",
    );
    expect(() => edgeTransfer({ ...options, source: panel(source, 0) })).toThrow("codes from 0 to 0");
    expect(edgeTransfer({ ...options, k: 30 })).toEqual({
      because: expect.stringContaining("cells for each edge"),
    });
    expect(edgeTransfer({ ...options, delay: 30 })).toEqual({
      because: "wanted more than 30 rounds, got 30",
    });
    expect(edgeTransfer({ ...options, edges: [] })).toEqual({ because: "there is no edge" });
  });
});
