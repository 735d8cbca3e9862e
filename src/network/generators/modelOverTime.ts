import type { NetworkModel } from "../NetworkModel.ts";
import { overTime, type TimeOptions } from "../overTime.ts";

/** A recipe for networks, over time: draws the network of the recipe, then makes it one of (agent, period) pairs ({@link overTime}). */
export function modelOverTime(model: NetworkModel, time: TimeOptions): NetworkModel {
  const { periods, carryOver = 0 } = time;
  return {
    name: model.name,
    params: { ...model.params, periods, carryOver },
    draw: (rng) => overTime(model.draw(rng), time),
  };
}
