import type { AnswerRow } from "../../../estimators/Estimator.ts";
import type { Network } from "../../network/Network.ts";

/** Channels whose law is known and does not look at the arms: who hears whom is then drawn apart from them. */
export type Channel = "random-partner" | "delivery-coin" | "yoked";

/** Columns that edges have when they were written down in a run. */
const OF_RUNS = /column "(world|round|messages|tick|turn|sent_at|timestamp)"/i;

/** Whether a file of edges has columns that only messages of a run have. */
export function looksRealized(network: Network): boolean {
  return network.notes.some((note) => OF_RUNS.test(note));
}

/**
 * Rows whose exposure goes over edges that came about in the run. The rule: arms may have moved who hears whom, so contrasts of such an exposure are associations, never effects, also where
 * tests find nothing. Where a channel with a known law drew the edges, apart from the arms, exposure is randomized with the arms, given those edges, and claims stay.
 */
export function ofRealizedEdges(rows: readonly AnswerRow[], channel: Channel | undefined): AnswerRow[] {
  const note =
    channel === undefined
      ? "edges came about in the run, so the arms may have moved who hears whom: an association, whatever tests say; it is an effect only over edges declared before the assignment (--edges declared) or a channel of known law (--channel)"
      : `edges came about in the run by a channel whose law is known (${channel}) and does not look at the arms: given these edges, exposure is randomized with the arms`;
  return rows.map((row) => ({
    ...row,
    ...(channel === undefined ? { claim: "association" as const } : {}),
    notes: [...row.notes, note],
  }));
}
