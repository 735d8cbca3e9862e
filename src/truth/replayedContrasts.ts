import type { PreparedStudy } from "../study/prepareStudy.ts";
import { expectedEffects } from "./expectedEffects.ts";
import { playerOf } from "./playerOf.ts";
import type { Truth } from "./Truth.ts";

/**
 * The expected exposure effect of each contrast under the study's design ({@link expectedEffects}), by replaying the study's
 * agents under fresh assignments. Agents keep their traits; the chance of their turns is new in each replay, as are
 * assignments, from the stream `truth`.
 *
 * Cost: `replays` × rounds × (n + edges), and a tenth more, in which nothing is counted yet.
 */
export function replayedContrasts(prepared: PreparedStudy, replays: number): Truth[] {
  const { study, probabilities, setting, streams } = prepared;
  const { play } = playerOf(study, setting);
  const found = expectedEffects(probabilities, study.inquiry, play, { replays, stream: streams.truth });
  const how = `the expected exposure effect under this design: mean of the Horvitz–Thompson estimate over ${replays} replays of the same agents, around what earlier ones taught of each agent`;
  return study.inquiry.flatMap(({ name }, k) => {
    const effect = found[k];
    return effect === undefined ? [] : [{ contrast: name, ...effect, how }];
  });
}
