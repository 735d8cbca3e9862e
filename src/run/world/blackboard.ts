import type { Heard } from "../../agents/Agent.ts";
import type { Json } from "../../core/canonicalJson.ts";
import type { Board } from "../Channel.ts";
import { message } from "./message.ts";

/** A board, and the way to put up what was said in a moment: undefined takes down the words of one who said nothing. */
interface OpenBoard {
  readonly board: Board;
  endMoment(spoken: ReadonlyMap<number, Json | undefined>): void;
}

/** A board on which nothing stands yet; `spoken` makes a message of what an agent said. Memory: O(n). */
export function blackboard(ids: readonly string[], spoken: typeof message = message): OpenBoard {
  const voices: (Heard | undefined)[] = new Array(ids.length).fill(undefined);
  const said = new Float64Array(ids.length);
  let moment = 0;
  return {
    board: {
      voice: (i) => voices[i],
      when: (i) => said[i]!,
      get moment() {
        return moment;
      },
    },
    endMoment(last) {
      moment++;
      for (const [i, words] of last) {
        voices[i] = words === undefined ? undefined : spoken(ids[i]!, words);
        said[i] = moment;
      }
    },
  };
}
