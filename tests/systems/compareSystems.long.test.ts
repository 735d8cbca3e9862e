import { describe, expect, test } from "vitest";
import { rng } from "../../src/core/rng.ts";
import { compareSystems } from "../../src/systems/compareSystems.ts";
import type { ScoreRow } from "../../src/systems/ScoreTable.ts";

/** A normal number by Box and Muller. */
const normal = (random: ReturnType<typeof rng>): number =>
  Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());

describe("by simulation", () => {
  /** Four systems without differences, tasks of different difficulty, two scores. */
  const world = (seed: number, tasks: number): ReturnType<typeof compareSystems> => {
    const random = rng(seed);
    const rows = Array.from({ length: tasks }, (_, t) => {
      const hard = 2 * normal(random);
      return ["a", "b", "c", "d"].map((system): ScoreRow => {
        const own = hard + normal(random);
        return { system, task: `${t}`, values: [own, own + 0.5 * normal(random)] };
      });
    }).flat();
    return compareSystems({ scores: ["x", "y"], rows }, { baseline: "a", seed });
  };

  test.each([
    [6, 600],
    [20, 400],
  ])(
    "single intervals hold 0 as often as they say, those of all six rows at once too, and Holm's p rejects no more often: %i tasks, %i worlds",
    (tasks, worlds) => {
      let single = 0;
      let together = 0;
      let rejected = 0;
      for (let w = 0; w < worlds; w++) {
        const { rows } = world(w, tasks);
        single += rows.filter(({ ci }) => ci![0] <= 0 && 0 <= ci![1]).length / rows.length;
        if (rows.every(({ simultaneous }) => simultaneous![0] <= 0 && 0 <= simultaneous![1])) together++;
        if (rows.some(({ adjusted }) => adjusted! <= 0.05)) rejected++;
      }
      const error = 3 * Math.sqrt((0.05 * 0.95) / worlds);
      expect(single / worlds).toBeGreaterThan(0.95 - error);
      expect(together / worlds).toBeGreaterThan(0.95 - error);
      expect(rejected / worlds).toBeLessThan(0.05 + error);
    },
  );
});
