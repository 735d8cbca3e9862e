import { sum } from "../../src/core/numbers/sum.ts";
import { SpillwayError } from "../../src/core/SpillwayError.ts";
import { shown } from "../../src/core/shown.ts";
import { wantArgument } from "../../src/core/wantArgument.ts";
import type { Law } from "../Design.ts";
import type { FixedCounts, IndependentBlocks } from "../Structure.ts";
import { lawOf } from "./lawOf.ts";

/**
 * The law of one stage of a staggered roll-out: agents are treated when they adopt at this stage or earlier. It has the
 * structure of the roll-out's law, so every exposure and estimator for two arms applies to a stage. From one stream it
 * draws the same roll-out at every stage, so the treated of a stage stay treated in later ones.
 *
 * @param law a law whose arms are the stages in order, untreated first ({@link rollout} without `stage`)
 * @param stage from 0, before anybody adopts, to the number of stages
 * @param arms names of the two arms. Default control, treated.
 * @throws SpillwayError for a stage that is not there, and for a law whose structure is neither independent blocks nor fixed counts.
 */
export function stageLaw(
  law: Law,
  stage: number,
  arms: readonly [string, string] = ["control", "treated"],
): Law {
  wantArgument("stageLaw", "the law of a design", law, { fields: ["arms", "structure"] });
  const stages = law.arms.length - 1;
  if (!Number.isInteger(stage) || stage < 0 || stage > stages)
    throw new SpillwayError(`rollout: stage must be a whole number from 0 to ${stages}, got ${shown(stage)}`);
  const { structure } = law;
  if (structure.kind !== "independent-blocks" && structure.kind !== "fixed-counts")
    throw new SpillwayError(
      `rollout: a stage needs a law of independent blocks or fixed counts, got ${structure.kind}: use the design rollout`,
    );
  return {
    ...lawOf(arms, law.n, atStage(structure, law.arms.length, stage)),
    draw: (rng) => stageArms(law.draw(rng), stage),
  };
}

/** Who is treated at a stage, 1 or 0 for each agent, when `adopted` holds the stage at which each agent adopts (0: never). */
export function stageArms(adopted: ArrayLike<number>, stage: number): Uint8Array {
  wantArgument("stageArms", "stages of agents", adopted);
  return Uint8Array.from(adopted, (at) => (at > 0 && at <= stage ? 1 : 0));
}

function atStage(
  structure: IndependentBlocks | FixedCounts,
  arms: number,
  stage: number,
): IndependentBlocks | FixedCounts {
  const twoArms = (rows: Float64Array | Uint32Array): number[] =>
    Array.from({ length: (2 * rows.length) / arms }, (_, k) => {
      const row = (k >> 1) * arms;
      const treated = rows.subarray(row + 1, row + stage + 1);
      return k % 2 === 1 ? sum(treated) : rows[row]! + sum(rows.subarray(row + stage + 1, row + arms));
    });
  return structure.kind === "independent-blocks"
    ? { ...structure, probability: Float64Array.from(twoArms(structure.probability)) }
    : { ...structure, counts: Uint32Array.from(twoArms(structure.counts)) };
}
