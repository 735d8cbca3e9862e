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
export { type JournalSpansOptions, journalSpans } from "./log/journalSpans.ts";
export type { OtlpAttribute, OtlpSpan, OtlpValue } from "./log/OtlpSpan.ts";
export { panelToUnits } from "./log/panelToUnits.ts";
export { parseUnits } from "./log/parseUnits.ts";
export { type Journal, readJournal } from "./log/readJournal.ts";
export { readText } from "./log/readText.ts";
export { readUnits } from "./log/readUnits.ts";
export type { ScannedJournal } from "./log/ScannedJournal.ts";
export { type JournalReader, scanJournal } from "./log/scanJournal.ts";
export type {
  Attempt,
  AttemptKind,
  CallLine,
  EndLine,
  JournalLine,
  RunLine,
  Turn,
  TurnStatus,
} from "./log/Turn.ts";
export type { UnitRow } from "./log/UnitRow.ts";
export { unitTable } from "./log/unitTable.ts";
// Networks
export { type AgentTimes, agentTimes } from "./network/agentTimes.ts";
export { type BalancedPartitionOptions, balancedPartition } from "./network/balancedPartition.ts";
export { ball } from "./network/ball.ts";
export { type ClusterSummary, clusterSummary } from "./network/clusterSummary.ts";
export { type Components, components } from "./network/components.ts";
export { type DegreeSummary, degreeSummary } from "./network/degreeSummary.ts";
export { type EpsilonNetOptions, epsilonNet } from "./network/epsilonNet.ts";
export { erdosRenyi } from "./network/erdosRenyi.ts";
export { type ExposureClustersOptions, exposureClusters } from "./network/exposureClusters.ts";
export { exposureObjective } from "./network/exposureObjective.ts";
export { formatEdges } from "./network/formatEdges.ts";
export { formatGexf } from "./network/formatGexf.ts";
export { type Edge, type FromEdgesOptions, fromEdges } from "./network/fromEdges.ts";
export { fromGraphology } from "./network/fromGraphology.ts";
export { independentSet } from "./network/independentSet.ts";
export { karateClub } from "./network/karateClub.ts";
export { type LabelPropagationOptions, labelPropagation } from "./network/labelPropagation.ts";
export { type Layout, layout } from "./network/layout.ts";
export { type LeidenOptions, leiden } from "./network/leiden.ts";
export { louvain } from "./network/louvain.ts";
export { modelOverTime } from "./network/modelOverTime.ts";
export { degree, type Network } from "./network/Network.ts";
export type { NetworkModel } from "./network/NetworkModel.ts";
export { networkHash } from "./network/networkHash.ts";
export { networkModels } from "./network/networkModels.ts";
export { type NetworkJson, networkToJson } from "./network/networkToJson.ts";
export { oneHopMax } from "./network/oneHopMax.ts";
export { overTime, type TimeOptions, unitId } from "./network/overTime.ts";
export { type AgentList, parseAgents } from "./network/parseAgents.ts";
export { type NetworkFormat, type ParseNetworkOptions, parseNetwork } from "./network/parseNetwork.ts";
export { cutShare, modularity } from "./network/partition.ts";
export { preferentialAttachment } from "./network/preferentialAttachment.ts";
export { randomGeometric } from "./network/randomGeometric.ts";
export { ringLattice } from "./network/ringLattice.ts";
export { smallWorld } from "./network/smallWorld.ts";
export { stochasticBlock } from "./network/stochasticBlock.ts";
export { threeNet } from "./network/threeNet.ts";
export { toGraphology } from "./network/toGraphology.ts";
// Probabilities
export { exposureProbabilities, type ProbabilityOptions } from "./probability/exposureProbabilities.ts";
export type { ExposureProbabilities, PairProbabilities } from "./probability/PairProbabilities.ts";
export { requiredDraws } from "./probability/requiredDraws.ts";
export { type ShareMoments, shareMoments } from "./probability/shareMoments.ts";
export { designsSvg } from "./report/designsSvg.ts";
export { diagnosisReport } from "./report/diagnosisReport.ts";
export { type DiagnosisSvgOptions, diagnosisSvg } from "./report/diagnosisSvg.ts";
export { estimatesSvg } from "./report/estimatesSvg.ts";
export type { FactorRun } from "./report/FactorRun.ts";
export { networkSvg } from "./report/networkSvg.ts";
export { pngOf } from "./report/pngOf.ts";
export type { ReportInput } from "./report/ReportInput.ts";
export { renderReport } from "./report/renderReport.ts";
export { reportOf } from "./report/reportOf.ts";
export { resolutionSvg } from "./report/resolutionSvg.ts";
export { run } from "./report/run.ts";
export { type FactorRuns, type RunFactorsOptions, runFactors } from "./report/runFactors.ts";
export { sweepReport } from "./report/sweepReport.ts";
export { type SweepSvgOptions, sweepSvg } from "./report/sweepSvg.ts";
export { writeReport } from "./report/writeReport.ts";
// Runs
export type { Alarm } from "./run/Alarm.ts";
export type { Spent } from "./run/budget.ts";
// How agents interact
export type { Channel } from "./run/Channel.ts";
export type { Clock } from "./run/Clock.ts";
export { counts as countsChannel } from "./run/channels/counts.ts";
export { type FeedSettings, feed as feedChannel } from "./run/channels/feed.ts";
export { type GroupsSettings, groups as groupsChannel } from "./run/channels/groups.ts";
export { mean as meanChannel } from "./run/channels/mean.ts";
export { neighbours as neighboursChannel } from "./run/channels/neighbours.ts";
export { none as noChannel } from "./run/channels/none.ts";
export { oneNeighbour as oneNeighbourChannel } from "./run/channels/oneNeighbour.ts";
export { pairs as pairsChannel } from "./run/channels/pairs.ts";
export { type YokedSettings, yoked as yokedChannel } from "./run/channels/yoked.ts";
export { channels } from "./run/channels.ts";
export type { DeliverySettings } from "./run/delivery.ts";
export type { HaltReason } from "./run/halt.ts";
export type { GivenPlay, HistorySettings } from "./run/historyShape.ts";
export { type Interaction, type InteractionSettings, interaction } from "./run/interaction.ts";
export { lockFolder } from "./run/lockFolder.ts";
export type { FingerprintUse, ModelUse } from "./run/modelChecks.ts";
export { replay } from "./run/replay.ts";
export { type RunChecker, type RunChecks, runChecks } from "./run/runChecks.ts";
export { type Progress, type RunResult, runPlan } from "./run/runPlan.ts";
export type { RunSettings } from "./run/runSettings.ts";
export type { Schedule } from "./run/Schedule.ts";
export { activation } from "./run/schedules/activation.ts";
export { onePair } from "./run/schedules/onePair.ts";
export { sequential } from "./run/schedules/sequential.ts";
export { simultaneous } from "./run/schedules/simultaneous.ts";
export { schedules } from "./run/schedules.ts";
export { systemAlarm } from "./run/systemAlarm.ts";
export { systemClock } from "./run/systemClock.ts";
// Studies
export { analyze, type StudyUnits } from "./study/analyze.ts";
export { check, type StudyCheck } from "./study/check.ts";
export {
  type Candidate,
  type ComparedDesign,
  type ComparisonRequest,
  compareDesigns,
  type DesignComparison,
  type Promised,
} from "./study/compareDesigns.ts";
export { type CompareFilesOptions, compareFiles } from "./study/compareFiles.ts";
export { contrast } from "./study/contrast.ts";
export { type DesignAdvice, designAdvice } from "./study/designAdvice.ts";
export { type Diagnosands, diagnosandsOf } from "./study/diagnosandsOf.ts";
export { type DiagnoseOptions, type Diagnosis, type DiagnosisRow, diagnose } from "./study/diagnose.ts";
export { type Estimand, parseEstimand } from "./study/Estimand.ts";
export { type EstimateFilesOptions, estimateFiles, type RoundEstimates } from "./study/estimateFiles.ts";
export { estimatesCsv } from "./study/estimatesCsv.ts";
export { type ExportTraceOptions, exportTrace } from "./study/exportTrace.ts";
export { type FoundSize, findSize, type SizeStep, type SizeWanted } from "./study/findSize.ts";
export type { StudyResult } from "./study/finishStudy.ts";
export { readPlan } from "./study/keepPlan.ts";
export { type LoadedRun, loadRun } from "./study/loadRun.ts";
export type { Measured } from "./study/Measured.ts";
export type { NetworkSource } from "./study/networkOf.ts";
export type { OwnDiagnosand, OwnMeasured } from "./study/ownDiagnosands.ts";
export { type ParseStudyOptions, parseStudy } from "./study/parseStudy.ts";
export { planStudy, planStudy as plan } from "./study/planStudy.ts";
export { type PolicyWorld, policyEffects } from "./study/policyEffects.ts";
export { type PreparedStudy, prepareStudy } from "./study/prepareStudy.ts";
export {
  type ExperimentFiles,
  type ProbabilitiesData,
  probabilitiesData,
  probabilitiesFiles,
} from "./study/probabilitiesFiles.ts";
export { type PreviewWanted, type PromptPreview, promptPreview } from "./study/promptPreview.ts";
export type { MeasureCheck, QuestionCheck, QuestionDifference } from "./study/QuestionCheck.ts";
export { type ReadNetworkOptions, readNetwork } from "./study/readNetwork.ts";
export { readStudy } from "./study/readStudy.ts";
export { readStudyData, type StudyData } from "./study/readStudyData.ts";
export type { RedisOptions } from "./study/redisRun.ts";
export {
  type ResolutionCurve,
  type ResolutionOptions,
  type ResolutionPoint,
  resolutionCurve,
} from "./study/resolutionCurve.ts";
export {
  type FinishedRun,
  type RunStudyOptions,
  runStudy,
  type StoppedRun,
} from "./study/runStudy.ts";
export type { SimulatedExperiment, SimulatedRow } from "./study/SimulatedRow.ts";
export type { SentSpans } from "./study/sendSpans.ts";
export { standIn } from "./study/standIn.ts";
export { type Study, type StudyInput, study } from "./study/study.ts";
export type { StudyChecks } from "./study/studyChecks.ts";
export { type StudyCost, type StudyCostOptions, studyCost } from "./study/studyCost.ts";
export { studyData, studyHash } from "./study/studyData.ts";
export { studyJsonSchema } from "./study/studyJsonSchema.ts";
export type { Redraw } from "./study/studySimulator.ts";
export { type Sweep, type SweepOptions, type SweptCell, sweep, sweepTable } from "./study/sweep.ts";
export type { Truth, Truths } from "./study/Truth.ts";
export { traceRun } from "./study/traceRun.ts";
export { truths } from "./study/truths.ts";
export { usualDesigns } from "./study/usualDesigns.ts";
export { type WorkerOptions, worker } from "./study/worker.ts";
