// The entry point of the package: a table of contents. Catalogues of their own: spillway/designs, spillway/estimators,
// spillway/agents.

// Designs and estimators
export * from "../designs/index.ts";
export * from "../estimators/index.ts";
// Agents
export {
  type Action,
  type Agent,
  degroot,
  exposureResponse,
  type Heard,
  linearInMeans,
  type Population,
  type PopulationSetting,
  populations,
  potentialOutcomes,
  threshold,
  type View,
} from "./agents/index.ts";
// Core
export { type Rng, rng } from "./core/rng.ts";
export { type ErrorKind, type Place, SpillwayError } from "./core/SpillwayError.ts";
export { version } from "./core/version.ts";
// Exposure mappings
export { allTreated } from "./exposure/allTreated.ts";
export { anyTreatedNeighbor } from "./exposure/anyTreatedNeighbor.ts";
export { countTreated } from "./exposure/countTreated.ts";
export { type CustomExposureSettings, customExposure } from "./exposure/customExposure.ts";
export type { Dependence, Exposure, LocalMapping, LocalRule } from "./exposure/Exposure.ts";
export { exposures } from "./exposure/exposures.ts";
export { formulaExposure } from "./exposure/formulaExposure.ts";
export { localExposure } from "./exposure/localExposure.ts";
export { ownArm } from "./exposure/ownArm.ts";
export { shareTreated } from "./exposure/shareTreated.ts";
export { type TreatedShare, type TreatedShareSettings, treatedShare } from "./exposure/treatedShare.ts";
export { twoHop } from "./exposure/twoHop.ts";
export { weightedThreshold } from "./exposure/weightedThreshold.ts";
// Logs and unit tables
export { formatUnits } from "./log/formatUnits.ts";
export { panelToUnits } from "./log/panelToUnits.ts";
export { parseUnits } from "./log/parseUnits.ts";
export { readJournal } from "./log/readJournal.ts";
export { readText } from "./log/readText.ts";
export { readUnits } from "./log/readUnits.ts";
export type { EndLine, JournalLine, RunLine, Turn, TurnStatus } from "./log/Turn.ts";
export type { UnitRow } from "./log/UnitRow.ts";
export { unitTable } from "./log/unitTable.ts";
// Networks
export { ball } from "./network/ball.ts";
export { type Components, components } from "./network/components.ts";
export { type DegreeSummary, degreeSummary } from "./network/degreeSummary.ts";
export { erdosRenyi } from "./network/erdosRenyi.ts";
export { formatEdges } from "./network/formatEdges.ts";
export { formatGexf } from "./network/formatGexf.ts";
export { type Edge, type FromEdgesOptions, fromEdges } from "./network/fromEdges.ts";
export { fromGraphology } from "./network/fromGraphology.ts";
export { karateClub } from "./network/karateClub.ts";
export { type Layout, layout } from "./network/layout.ts";
export { degree, type Network } from "./network/Network.ts";
export type { NetworkModel } from "./network/NetworkModel.ts";
export { networkHash } from "./network/networkHash.ts";
export { networkModels } from "./network/networkModels.ts";
export { type NetworkJson, networkToJson } from "./network/networkToJson.ts";
export { type AgentList, parseAgents } from "./network/parseAgents.ts";
export { type NetworkFormat, type ParseNetworkOptions, parseNetwork } from "./network/parseNetwork.ts";
export { preferentialAttachment } from "./network/preferentialAttachment.ts";
export { randomGeometric } from "./network/randomGeometric.ts";
export { ringLattice } from "./network/ringLattice.ts";
export { smallWorld } from "./network/smallWorld.ts";
export { stochasticBlock } from "./network/stochasticBlock.ts";
export { toGraphology } from "./network/toGraphology.ts";
// Probabilities
export { exposureProbabilities, type ProbabilityOptions } from "./probability/exposureProbabilities.ts";
export type { ExposureProbabilities, PairProbabilities } from "./probability/PairProbabilities.ts";
export { requiredDraws } from "./probability/requiredDraws.ts";
export { type ShareMoments, shareMoments } from "./probability/shareMoments.ts";
export { estimatesSvg } from "./report/estimatesSvg.ts";
export { networkSvg } from "./report/networkSvg.ts";
export type { ReportInput } from "./report/ReportInput.ts";
export { renderReport } from "./report/renderReport.ts";
export { reportOf } from "./report/reportOf.ts";
export { run } from "./report/run.ts";
export { writeReport } from "./report/writeReport.ts";
// Runs
export type { Clock } from "./run/Clock.ts";
export { replay } from "./run/replay.ts";
export { type Progress, type RunResult, runPlan } from "./run/runPlan.ts";
export { systemClock } from "./run/systemClock.ts";
// Studies
export { analyze, type StudyUnits } from "./study/analyze.ts";
export { check, type StudyCheck } from "./study/check.ts";
export { contrast } from "./study/contrast.ts";
export { type EstimateFilesOptions, estimateFiles, type RoundEstimates } from "./study/estimateFiles.ts";
export { estimatesCsv } from "./study/estimatesCsv.ts";
export type { StudyResult } from "./study/finishStudy.ts";
export { readPlan } from "./study/keepPlan.ts";
export { type LoadedRun, loadRun } from "./study/loadRun.ts";
export { type ParseStudyOptions, parseStudy } from "./study/parseStudy.ts";
export { planStudy, planStudy as plan } from "./study/planStudy.ts";
export { type PreparedStudy, prepareStudy } from "./study/prepareStudy.ts";
export {
  type ExperimentFiles,
  type ProbabilitiesData,
  probabilitiesData,
  probabilitiesFiles,
} from "./study/probabilitiesFiles.ts";
export { type ReadNetworkOptions, readNetwork } from "./study/readNetwork.ts";
export { readStudy } from "./study/readStudy.ts";
export {
  type FinishedRun,
  type RunStudyOptions,
  runStudy,
  type StoppedRun,
} from "./study/runStudy.ts";
export { type NetworkSource, type Study, type StudyInput, study } from "./study/study.ts";
export { studyData, studyHash } from "./study/studyData.ts";
export { studyJsonSchema } from "./study/studyJsonSchema.ts";
export type { Truth, Truths } from "./study/Truth.ts";
export { truths } from "./study/truths.ts";
