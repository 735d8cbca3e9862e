import { expect, test } from "vitest";
import { bernoulli, blocked, complete } from "../../designs/index.ts";
import { rng } from "../../src/core/rng.ts";
import { countsGiven } from "../../src/experiment/estimates/countsGiven.ts";
import { ringLattice } from "../../src/network/generators/ringLattice.ts";

const network = ringLattice({ n: 12, k: 2 }).draw(rng(1));
const blocks = network.ids.map((_, i) => (i < 4 ? "a" : i < 8 ? "b" : "c"));

test.each([
  ["coins", bernoulli(), false],
  ["one block", complete({ treated: 3 }), false],
  ["one number", blocked({ blocks, treated: 2 }), false],
  ["numbers by block, all alike", blocked({ blocks, treated: { a: 2, b: 2, c: 2 } }), false],
  [
    "numbers by size",
    blocked({ blocks: network.ids.map((_, i) => (i < 8 ? "a" : "b")), treated: { a: 4, b: 2 } }),
    false,
  ],
  ["numbers that follow no rule", blocked({ blocks, treated: { a: 1, b: 2, c: 2 } }), true],
])("what is not known of a draw is said where blocks of one size differ: %s", (_, design, said) => {
  const found = countsGiven(design.law(network));
  expect(found).toHaveLength(said ? 1 : 0);
  if (said) expect(found[0]).toContain("in each of 3 blocks (treated 1 to 2)");
});
