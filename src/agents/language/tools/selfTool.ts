import type { Json } from "../../../core/canonicalJson.ts";
import type { View } from "../../Agent.ts";
import type { Tool, ToolOpening } from "./Tool.ts";

/** What is known of the agent itself. Its arm is not told: that is for the prompt to do, or not to do. */
export const selfTool: Pick<Tool, "description" | "arguments" | "sees" | "open"> = {
  description: "Gives your own id, the round, how many rounds there are, and what is known about you.",
  arguments: [],
  sees: selfIn,
  open:
    (opening) =>
    ({ view }) =>
      selfIn(view, opening),
};

function selfIn({ agent, round, rounds }: View, { attributes }: Pick<ToolOpening, "attributes">): Json {
  const row = attributes?.get(agent);
  return { agent, round, rounds, ...(row === undefined ? {} : { attributes: row }) };
}
