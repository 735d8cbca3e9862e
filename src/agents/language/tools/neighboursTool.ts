import type { Json } from "../../../core/canonicalJson.ts";
import { present } from "../../../core/present.ts";
import type { View } from "../../Agent.ts";
import type { Tool } from "./Tool.ts";

/**
 * What was said to the agent in this turn: that of its view, which is what the study's channel delivered, and never more. So whatever an
 * agent asks, it is exposed to nobody beyond those whom its exposure counts.
 *
 * @param most characters of a result; messages beyond are counted.
 */
export function neighboursTool(most: number): Pick<Tool, "description" | "arguments" | "sees" | "open"> {
  return {
    description:
      "Gives what others said to you in this round, and what all said together where that is told.",
    arguments: [],
    sees: heardIn,
    open:
      () =>
      ({ view }) =>
        shortened(heardIn(view), most),
  };
}

interface HeardIn {
  readonly heard: readonly Json[];
  readonly crowd?: Json;
  readonly [key: string]: Json | undefined;
}

function heardIn({ heard, crowd }: View): HeardIn {
  return { heard: heard.map(({ from, said }) => ({ from, said })), ...present({ crowd }) } as HeardIn;
}

/** As many messages as fit, whole, and how many do not. */
function shortened(all: HeardIn, most: number): Json {
  const { heard, ...rest } = all;
  // The rest, and what stands around the list.
  let room = most - JSON.stringify(rest).length - 50;
  const kept: Json[] = [];
  for (const one of heard) {
    room -= JSON.stringify(one).length + 1;
    if (room < 0) break;
    kept.push(one);
  }
  const left = heard.length - kept.length;
  return left === 0 ? all : { heard: kept, left, ...rest };
}
