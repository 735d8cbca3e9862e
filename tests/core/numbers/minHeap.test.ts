import fc from "fast-check";
import { expect, it } from "vitest";
import { minHeap } from "../../../src/core/numbers/minHeap.ts";

it("has nothing to give when empty", () => {
  const heap = minHeap();
  expect(heap.pop()).toBeUndefined();
  heap.push(3);
  expect([heap.pop(), heap.pop()]).toEqual([3, undefined]);
});

it("gives back the smallest of what is in it, whatever the order of pushes and pops", () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.integer({ min: 0, max: 20 }))), (steps) => {
      const heap = minHeap();
      const slow: number[] = [];
      for (const step of steps) {
        if (step === null) {
          slow.sort((a, b) => a - b);
          expect(heap.pop()).toBe(slow.shift());
        } else {
          heap.push(step);
          slow.push(step);
        }
      }
    }),
  );
});
