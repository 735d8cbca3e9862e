import { type PreparedStudy, probabilityOptions, withProbabilities } from "../study/prepareStudy.ts";
import { probabilitiesInThreads } from "./probabilitiesInThreads.ts";

/**
 * A prepared study whose probabilities are made, in threads where they take a large simulation. The same numbers whatever the
 * number of workers.
 *
 * @throws SpillwayError as {@link probabilitiesInThreads}.
 */
export async function preparedInThreads(prepared: PreparedStudy, workers: number): Promise<PreparedStudy> {
  const { study, network, law } = prepared;
  const { assign, expose } = study.data;
  const options = { ...probabilityOptions(study, law), workers };
  return withProbabilities(prepared, await probabilitiesInThreads(network, assign, expose, options));
}
