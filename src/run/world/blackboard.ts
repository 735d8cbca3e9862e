import type { Heard } from "../../agents/Agent.ts";
import type { Json } from "../../core/canonicalJson.ts";
import type { Board } from "../Channel.ts";
import { message } from "./message.ts";

/** A board, and the way to put up what was said in a moment: undefined takes down the words of one who said nothing. */
interface OpenBoard {
  readonly board: Board;
  endMoment(spoken: ReadonlyMap<number, Json | undefined>): void;
}

/** A board on which nothing stands yet. Memory: O(n). */
export function blackboard(ids: readonly string[]): OpenBoard {
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
    endMoment(spoken) {
      moment++;
      for (const [i, words] of spoken) {
        voices[i] = words === undefined ? undefined : message(ids[i]!, words);
        said[i] = moment;
      }
    },
  };
}
