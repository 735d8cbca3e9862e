import { expect, test } from "vitest";
import { rollout } from "../../designs/rollout.ts";
import { panelEffects } from "../../estimators/panel/panelEffects.ts";
import { rng } from "../../src/core/rng.ts";
import { everyCase } from "../support/enumeration/inTurn.ts";
import { tiny } from "../support/tinyWorlds.ts";

// 60 agents know 30 others each, so that one of them is nearly always treated; 60 know two. Those that know many change by more, whoever is treated.
const edges: [number, number][] = [];
for (let i = 0; i < 60; i++) for (let k = 1; k <= 15; k++) edges.push([i, (i + k) % 60]);
for (let i = 60; i < 120; i++) edges.push([i, i === 119 ? 60 : i + 1]);
const network = tiny(120, edges);
const law = rollout({ probability: [0.15, 0.35, 0.6] }).law(network);

test("where agents are hardly ever without treated neighbours, the cells that keep an interval hold the 0 of a placebo", () => {
  const periods = ["before", "t1", "t2", "t3"];
  let [given, held, without] = [0, 0, 0];
  for (let seed = 0; seed < (everyCase ? 40 : 14); seed++) {
    const root = rng(`cells ${seed}`);
    const arms = law.draw(root.fork("roll-out"));
    const noise = root.fork("noise");
    const outcome = periods.map((_, t) =>
      Float64Array.from({ length: 120 }, (__, i) => noise.uniform() + (i < 60 && t > 0 ? 3 : 0)),
    );
    const { cells } = panelEffects(
      {
        ...{ agents: network.ids, periods, outcome },
        observed: periods.map(() => new Uint8Array(120).fill(1)),
        adopted: Uint32Array.from(arms, (arm) => (arm === 0 ? 4 : arm)),
      },
      { law, network, stages: ["t1", "t2", "t3"], redraws: 100, seed },
    );
    for (const cell of cells)
      if (cell.ci) {
        given++;
        if (cell.ci[0] <= 0 && cell.ci[1] >= 0) held++;
      } else without++;
  }
  expect(without).toBeGreaterThan(0);
  expect(given).toBeGreaterThan(everyCase ? 200 : 70);
  expect(held / given).toBeGreaterThan(0.93);
});
