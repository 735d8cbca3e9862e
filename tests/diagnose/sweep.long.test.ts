// Sweeps over one, two and three threads; sweep.test.ts has the numbers.
import { expect, test } from "vitest";
import { sweep } from "../../src/diagnose/sweep.ts";
import { sweptStudy as data } from "./sweptStudy.ts";

test("says the same with any number of workers, whether cells are many or few, alike or not", async () => {
  const grids = [
    { "data.assign.probability": [0.2, 0.3, 0.4, 2, 0.5] },
    { "model.network.n": [20, 300] },
    { "data.assign.probability": [0.4] },
  ];
  for (const grid of grids) {
    const [one, ...others] = await Promise.all(
      [1, 2, 3].map((workers) => sweep(data, grid, { simulations: 60, workers })),
    );
    for (const other of others) expect(other).toEqual(one);
    expect(one!.complete).toBe(true);
  }
});

test("stops cleanly in the middle of cells that several threads do", async () => {
  const stop = new AbortController();
  const found = await sweep(
    data,
    { "data.assign.probability": [0.2, 0.3, 0.4, 0.5, 0.6, 0.7] },
    {
      simulations: 200,
      workers: 2,
      signal: stop.signal,
      onCell: (_, number) => number === 3 && stop.abort(),
    },
  );
  expect(found.complete).toBe(false);
  expect(found.cells.length).toBeLessThan(5);
});
