import { wantArgument } from "../../core/wantArgument.ts";
import type { NetworkModel } from "../NetworkModel.ts";
import { overTime, type TimeOptions } from "../overTime.ts";

/** A recipe for networks, over time: draws the network of the recipe, then makes it one of (agent, period) pairs ({@link overTime}). */
export function modelOverTime(model: NetworkModel, time: TimeOptions): NetworkModel {
  wantArgument("modelOverTime", "a network model", model, { fields: ["name", "draw"] });
  wantArgument("modelOverTime", "time", time, { fields: ["periods"] });
  const { periods, carryOver = 0 } = time;
  return {
    name: model.name,
    params: { ...model.params, periods, carryOver },
    draw: (rng) => overTime(model.draw(rng), time),
  };
}
