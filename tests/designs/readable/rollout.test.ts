import { fromEdges, ownArm } from "spillway";
import { rollout } from "spillway/designs";
import { expect, test } from "vitest";
import { chances } from "./chances.ts";

test("rollout: one of four at the first stage, three at the second", () => {
  const none = fromEdges([], { agents: ["a", "b", "c", "d"] });
  const [first, second] = [1, 2].map((stage) => chances(none, rollout({ treated: [1, 3], stage })));
  expect(first!.of("a")).toBeCloseTo(1 / 4, 14);
  expect(second!.of("a")).toBeCloseTo(3 / 4, 14);
  expect(second!.both("a", "b")).toBeCloseTo((3 / 4) * (2 / 3), 14);
  // Who adopts at stage 2 is treated then and was not before.
  const whole = chances(
    none,
    rollout({ treated: [1, 3] }),
    ownArm({ arms: ["never", "stage-1", "stage-2"] }),
  );
  expect(whole.of("a", "stage-2")).toBeCloseTo(3 / 4 - 1 / 4, 14);
});
