import fc from "fast-check";
import alea from "seedrandom/lib/alea.js";
import { expect, test } from "vitest";
import { aleaState } from "../../src/core/aleaState.ts";
import { rng } from "../../src/core/rng.ts";
import { sha256 } from "../../src/core/sha256.ts";

const theirs = (seed: string): object => alea(seed, { state: true }).state();

test("is that of seedrandom, to the last bit, for keys and for any text", () => {
  const keys = Array.from({ length: 2000 }, (_, k) => sha256(`${k}`));
  expect(keys.map((key) => ({ ...aleaState(key), c: 1 }))).toEqual(keys.map(theirs));
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 100 }), (seed) => {
      expect({ ...aleaState(seed), c: 1 }).toEqual(theirs(seed));
    }),
    { examples: [[""], ["\uffff".repeat(100)]] },
  );
});

test("begins a stream whose words are those of seedrandom", () => {
  const stream = rng("words");
  const generator = alea(stream.key);
  const words = Array.from({ length: 1000 }, () => Math.floor(generator() * 2 ** 32));
  expect(words.map(() => stream.integer(2 ** 32))).toEqual(words);
});
