import { expect, it } from "vitest";
import { rng } from "../../../src/core/rng.ts";
import { TurnRng } from "../../../src/run/world/TurnRng.ts";

it("the chance of a turn is the stream named by world, round and agent", () => {
  const turns = rng(1).fork("turn");
  for (const agent of ["a", "1:b"]) {
    const stream = turns.fork(`2:3:${agent}`);
    const own = new TurnRng(turns, 2, 3, agent);
    expect(own.uniform()).toBe(stream.uniform());
    expect(own.integer(1000)).toBe(stream.integer(1000));
    const [left, right] = [new Float64Array(5), new Float64Array(5)];
    own.uniforms(left);
    stream.uniforms(right);
    expect(left).toEqual(right);
    expect(own.key).toBe(stream.key);
    expect(own.fork("x").key).toBe(stream.fork("x").key);
    expect({ ...{ rng: own } }.rng.uniform()).toBe(stream.uniform());
  }
});
