// The entry point of the package: what most experiments need, in the order of use. The rest is in spillway/networks, spillway/designs,
// spillway/exposures, spillway/estimators, spillway/agents, spillway/measures, spillway/studies, spillway/run, spillway/log and spillway/report.

// A network
export { readNetwork } from "./study-file/readNetwork.ts";
export { fromEdges } from "./network/fromEdges.ts";
export { smallWorld } from "./network/generators/smallWorld.ts";
export { erdosRenyi } from "./network/generators/erdosRenyi.ts";
export { preferentialAttachment } from "./network/generators/preferentialAttachment.ts";
export { ringLattice } from "./network/generators/ringLattice.ts";
export { karateClub } from "./network/generators/karateClub.ts";
export { type Network, degree } from "./network/Network.ts";

// A design, and a plan drawn from it
export type { Design } from "../designs/Design.ts";
export { bernoulli } from "../designs/bernoulli.ts";
export { complete } from "../designs/complete.ts";
export { graphCluster } from "../designs/graphCluster.ts";
export { draw } from "../designs/draw.ts";
export type { TreatmentPlan } from "../designs/plan.ts";

// Exposure, and its probabilities
export type { Exposure } from "./exposure/Exposure.ts";
export { anyTreatedNeighbor } from "./exposure/anyTreatedNeighbor.ts";
export { ownArm } from "./exposure/ownArm.ts";
export { allTreated } from "./exposure/allTreated.ts";
export { exposureProbabilities } from "./probability/exposureProbabilities.ts";
export type { ExposureProbabilities } from "./probability/PairProbabilities.ts";

// Estimates
export { estimate } from "../estimators/estimate.ts";
export { hajek } from "../estimators/hajek.ts";
export { horvitzThompson } from "../estimators/horvitzThompson.ts";
export { differenceInMeans } from "../estimators/differenceInMeans.ts";
export type { Estimate, EstimateRow, Estimator, NoEstimate } from "../estimators/Estimator.ts";
export type { Contrast } from "../estimators/Inquiry.ts";

// Agents
export type { Agent } from "./agents/Agent.ts";
export type { Population } from "./agents/Population.ts";
export { threshold } from "./agents/synthetic/threshold.ts";
export { linearInMeans } from "./agents/synthetic/linearInMeans.ts";
export { exposureResponse } from "./agents/synthetic/exposureResponse.ts";

// A study, from the question to the report
export { type Study, study } from "./study/study.ts";
export { contrast } from "./study/contrast.ts";
export { readStudy } from "./study-file/readStudy.ts";
export { check } from "./experiment/check.ts";
export { type Diagnosis, type DiagnosisRow, diagnose } from "./diagnose/diagnose.ts";
export { findSize } from "./diagnose/findSize.ts";
export { compareDesigns } from "./compare/compareDesigns.ts";
export { run } from "./report/run.ts";
export { replay } from "./run/world/replay.ts";
export { loadRun } from "./experiment/loadRun.ts";
export { analyze } from "./study/analyze.ts";
export { estimateFiles } from "./experiment/estimates/estimateFiles.ts";
export { writeReport } from "./report/writeReport.ts";

// Chance, errors and the version
export { type Rng, rng } from "./core/rng.ts";
export { type ErrorKind, type Place, SpillwayError } from "./core/SpillwayError.ts";
export { version } from "./core/version.ts";
