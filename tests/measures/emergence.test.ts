import { describe, expect, test } from "vitest";
import { drawGuessers, playGuessers } from "../../examples/emergence/playGuessers.ts";
import { rng } from "../../src/core/rng.ts";
import { emergence, mutualInformation, partialInformation, symbolsOf } from "../../src/measures/index.ts";

/** Numbers of agents whose moves are these signs. */
const moving = (signs: readonly (readonly number[])[]): number[][] =>
  signs.map((one) => {
    const path = [0];
    for (const sign of one) path.push(path.at(-1)! + (sign > 0 ? 1 : -1));
    return path;
  });

describe("emergence", () => {
  test("is the mean over pairs of the synergy about their joint next move, whatever redundancy is", () => {
    const stream = rng("signs");
    const signs = [0, 1, 2].map(() => Array.from({ length: 40 }, () => stream.integer(2)));
    for (const redundancy of ["i-min", "mmi", "broja"] as const) {
      const parts = [
        [0, 1],
        [0, 2],
        [1, 2],
      ].map(([a, b]) => {
        const [x, y] = [signs[a!]!, signs[b!]!];
        const next = x.slice(1).map((one, t) => `${one}${y[t + 1]}`);
        const found = partialInformation({ redundancy }).of(
          symbolsOf(x.slice(0, -1)),
          symbolsOf(y.slice(0, -1)),
          symbolsOf(next),
        );
        return "value" in found ? found.value : Number.NaN;
      });
      expect(emergence(moving(signs), { redundancy }).synergy).toBeCloseTo(
        (parts[0]! + parts[1]! + parts[2]!) / 3,
        9,
      );
    }
  });

  test("of partners who each do what the other did is what either says of the other: 1 bit", () => {
    // a and b swap their moves in every round; over all starts each pair of moves is equally common.
    const [a, b] = [[0], [0]] as [number[], number[]];
    const stream = rng("swap");
    for (let t = 1; t < 400; t++) {
      const fresh = t % 2 === 0;
      a.push(fresh ? stream.integer(2) : b[t - 1]!);
      b.push(fresh ? stream.integer(2) : a[t - 1]!);
    }
    const found = emergence(moving([a, b]));
    const told = mutualInformation({ estimator: "plug-in" }).of(
      symbolsOf(a.slice(0, -1)),
      symbolsOf(b.slice(1)),
    );
    expect(found).toMatchObject({
      unit: "bits",
      pairs: 1,
      steps: 399,
      withheld: expect.stringContaining("nothing was randomized"),
    });
    expect("value" in told && Math.abs(found.synergy - told.value)).toBeLessThan(0.1);
  });

  test("has a p-value by the rank among control worlds: exact, with the smallest that their number allows", () => {
    const run = (seed: string): number[][] => {
      const stream = rng(seed);
      return moving([0, 1, 2].map(() => Array.from({ length: 30 }, () => stream.integer(2))));
    };
    const worlds = Array.from({ length: 20 }, (_, k) => run(`w${k}`));
    // Whichever of exchangeable worlds is called the group: each rank occurs once.
    const ps = worlds.map((group, k) => emergence(group, { controls: worlds.filter((_, j) => j !== k) }).p!);
    expect([...ps].sort((a, b) => a - b).map((p) => Math.round(20 * p))).toEqual(worlds.map((_, k) => k + 1));
    expect(emergence(worlds[0]!, { controls: worlds.slice(1) }).least).toBe(1 / 20);
  });

  test.each([
    ["independent", 0, 0.2],
    ["persona-offset", 0, 0.2],
    ["unequal-rates", 0, 0.2],
    ["complementary", 0.8, 1],
  ] as const)("in a few groups of %s agents is found in a share from %d to %d", (family, least, most) => {
    let found = 0;
    const groups = 25;
    for (let g = 0; g < groups; g++) {
      const stream = rng(`${family} ${g}`);
      const guessers = drawGuessers(family, stream.fork("agents"));
      const controls = Array.from({ length: 20 }, (_, k) => playGuessers(guessers, false, stream.fork(k)));
      if (emergence(playGuessers(guessers, true, stream.fork("group")), { controls }).p! <= 0.05) found++;
    }
    expect(found / groups).toBeGreaterThanOrEqual(least);
    expect(found / groups).toBeLessThanOrEqual(most);
  });

  test("says what does not fit", () => {
    expect(() => emergence([[1, 2, 3]])).toThrow("at least 2 agents and 3 rounds, got 1 agents");
    expect(() =>
      emergence([
        [1, 2, 3],
        [1, 2],
      ]),
    ).toThrow("2 agents with 3 rounds each, got others in the group");
    expect(() =>
      emergence([
        [1, 2, 3],
        [1, 2, Number.NaN],
      ]),
    ).toThrow("got NaN of agent 2 in round 3 of the group");
    const fine = [
      [1, 2, 3],
      [2, 3, 1],
    ];
    expect(() => emergence(fine, { controls: [[...fine, [1, 2, 3]]] })).toThrow("got others in control 1");
  });
});
