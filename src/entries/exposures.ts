// spillway/exposures: what an assignment means for an agent, and how probable each meaning is. Runs in browsers, too.

// The catalogue
export { type AnyTreatedNeighborSettings, anyTreatedNeighbor } from "../exposure/anyTreatedNeighbor.ts";
export { type OwnArmSettings, ownArm } from "../exposure/ownArm.ts";
export { type AllTreatedSettings, allTreated } from "../exposure/allTreated.ts";
export { type CountTreatedSettings, countTreated } from "../exposure/countTreated.ts";
export { type ShareTreatedSettings, shareTreated } from "../exposure/shareTreated.ts";
export { type WeightedThresholdSettings, weightedThreshold } from "../exposure/weightedThreshold.ts";
export { type TwoHopSettings, twoHop } from "../exposure/twoHop.ts";
export { type FormulaExposureSettings, formulaExposure } from "../exposure/formulaExposure.ts";
export {
  type CandidateNetwork,
  type CandidateNetworksSettings,
  candidateNetworks,
} from "../exposure/candidateNetworks.ts";
export { type HeardEdgesSettings, heardEdgesExposure } from "../exposure/heardEdgesExposure.ts";
export { exposureOnAll } from "../exposure/exposureOnAll.ts";
export { exposures } from "../exposure/exposures.ts";

// One's own
export { type CustomExposureSettings, customExposure } from "../exposure/customExposure.ts";
export { localExposure } from "../exposure/localExposure.ts";
export type {
  Candidates,
  Dependence,
  Exposure,
  HeardRounds,
  LocalMapping,
  LocalRule,
} from "../exposure/Exposure.ts";

// Share of treated neighbours, as a number
export { type TreatedShare, type TreatedShareSettings, treatedShare } from "../exposure/treatedShare.ts";
export { type ShareMoments, shareMoments } from "../probability/shareMoments.ts";

// Probabilities
export { type CandidateCost, candidateCosts } from "../probability/candidateCosts.ts";
export { type ProbabilityOptions, exposureProbabilities } from "../probability/exposureProbabilities.ts";
export type { ExposureProbabilities, PairProbabilities } from "../probability/PairProbabilities.ts";
export { requiredDraws } from "../probability/simulation/requiredDraws.ts";
