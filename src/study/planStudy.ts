import { draw } from "../../designs/draw.ts";
import type { TreatmentPlan } from "../../designs/plan.ts";
import { present } from "../core/present.ts";
import { wantArgument } from "../core/wantArgument.ts";
import { type PreparedStudy, prepareStudy } from "./prepareStudy.ts";
import type { Study } from "./study.ts";

/**
 * Draws the treatment plan of a study: an assignment for each world, with the hashes of study and network and the way in
 * which probabilities are computed. The same study always gives the same plan.
 *
 * @param prepared the prepared study, when it is at hand already.
 */
export function planStudy(study: Study, prepared: PreparedStudy = prepareStudy(study)): TreatmentPlan {
  wantArgument("planStudy", "a prepared study", prepared, { fields: ["network", "law", "probabilities"] });
  const { network, law, hash, probabilities } = prepared;
  const { method, draws } = probabilities;
  return draw(study.data.assign, network, {
    seed: study.seed,
    worlds: study.data.worlds,
    studyHash: hash,
    law,
    probabilities: { exposure: study.data.expose.name, method, ...present({ draws }) },
  });
}
