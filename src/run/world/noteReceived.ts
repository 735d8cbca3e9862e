import type { Turn } from "../../log/Turn.ts";

/** What a journal tells of a turn's inputs beside what was heard. */
type Received = { readonly [Key in "dropped" | "crowd" | "historyOf"]: Turn[Key] | undefined };

/** A turn with what is known of its inputs, behind what was heard; the turn itself when there is nothing to add. */
export function noteReceived(turn: Turn, { dropped, crowd, historyOf }: Received): Turn {
  const some = dropped !== undefined && dropped.length > 0;
  if (!some && crowd === undefined && historyOf === undefined) return turn;
  const { type, world, round, phase, agent, arm, heard, ...rest } = turn;
  return {
    ...{ type, world, round, phase, agent, arm, heard },
    ...(some ? { dropped } : {}),
    ...(crowd === undefined ? {} : { crowd }),
    ...(historyOf === undefined ? {} : { historyOf }),
    ...rest,
  };
}
