import type { Rng } from "../../src/core/rng.ts";

/**
 * Runs a random procedure once for every sequence of integers that it could draw, and gives the outcomes. All sequences
 * are equally likely only when the ranges do not depend on what was drawn, so that is checked.
 */
export function everySequence<Outcome>(procedure: (rng: Rng) => Outcome): Outcome[] {
  const outcomes: Outcome[] = [];
  let ranges: number[] = [];
  let script: number[] = [];
  for (;;) {
    let at = 0;
    const unused = (): never => {
      throw new Error("only integers are scripted");
    };
    const scripted: Rng = {
      key: "scripted",
      uniform: unused,
      uniforms: unused,
      fork: unused,
      integer(below) {
        if (outcomes.length > 0 && ranges[at] !== below) throw new Error("a range depends on earlier draws");
        ranges[at] = below;
        script[at] ??= 0;
        return script[at++]!;
      },
    };
    outcomes.push(procedure(scripted));
    if (at !== ranges.length) throw new Error("the number of draws depends on earlier draws");
    let digit = script.length - 1;
    while (digit >= 0 && script[digit]! + 1 === ranges[digit]!) script[digit--] = 0;
    if (digit < 0) return outcomes;
    script[digit]! += 1;
    script = [...script];
    ranges = [...ranges];
  }
}
