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
export {
  type Candidate,
  type ComparedDesign,
  type ComparisonRequest,
  compareDesigns,
  type DesignComparison,
  type Promised,
} from "./compare/compareDesigns.ts";
export { type CompareFilesOptions, compareFiles } from "./compare/compareFiles.ts";
export { type DesignAdvice, designAdvice } from "./compare/designAdvice.ts";
export {
  type ResolutionCurve,
  type ResolutionOptions,
  type ResolutionPoint,
  resolutionCurve,
} from "./compare/resolutionCurve.ts";
export { usualDesigns } from "./compare/usualDesigns.ts";
// Core
export { type Rng, rng } from "./core/rng.ts";
export { type ErrorKind, type Place, SpillwayError } from "./core/SpillwayError.ts";
export { version } from "./core/version.ts";
export { type Diagnosands, diagnosandsOf } from "./diagnose/diagnosandsOf.ts";
export { type DiagnoseOptions, type Diagnosis, type DiagnosisRow, diagnose } from "./diagnose/diagnose.ts";
export { type FoundSize, findSize, type SizeStep, type SizeWanted } from "./diagnose/findSize.ts";
export type { OwnDiagnosand, OwnMeasured } from "./diagnose/ownDiagnosands.ts";
export { type Sweep, type SweepOptions, type SweptCell, sweep, sweepTable } from "./diagnose/sweep.ts";
export { check, type StudyCheck } from "./experiment/check.ts";
export {
  type EstimateFilesOptions,
  estimateFiles,
  type RoundEstimates,
} from "./experiment/estimates/estimateFiles.ts";
export { estimatesCsv } from "./experiment/estimates/estimatesCsv.ts";
export {
  type ExperimentFiles,
  type ProbabilitiesData,
  probabilitiesData,
  probabilitiesFiles,
} from "./experiment/estimates/probabilitiesFiles.ts";
export type { StudyResult } from "./experiment/finishStudy.ts";
export { readPlan } from "./experiment/keepPlan.ts";
export { type LoadedRun, loadRun } from "./experiment/loadRun.ts";
export { type PreviewWanted, type PromptPreview, promptPreview } from "./experiment/promptPreview.ts";
export {
  type FinishedRun,
  type RunStudyOptions,
  runStudy,
  type StoppedRun,
} from "./experiment/runStudy.ts";
export type { StudyChecks } from "./experiment/studyChecks.ts";
export { type StudyCost, type StudyCostOptions, studyCost } from "./experiment/studyCost.ts";
export type { MeasureCheck, QuestionCheck, QuestionDifference } from "./experiment/survey/QuestionCheck.ts";
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
export { readText } from "./log/files/readText.ts";
export { type Journal, readJournal } from "./log/journal/readJournal.ts";
export type { ScannedJournal } from "./log/journal/ScannedJournal.ts";
export { type JournalReader, scanJournal } from "./log/journal/scanJournal.ts";
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
// Logs and unit tables
export { formatUnits } from "./log/units/formatUnits.ts";
export { panelToUnits } from "./log/units/panelToUnits.ts";
export { parseUnits } from "./log/units/parseUnits.ts";
export { readUnits } from "./log/units/readUnits.ts";
export type { UnitRow } from "./log/units/UnitRow.ts";
export { unitTable } from "./log/units/unitTable.ts";
// Networks
export { type AgentTimes, agentTimes } from "./network/agentTimes.ts";
export { ball } from "./network/ball.ts";
export { type BalancedPartitionOptions, balancedPartition } from "./network/clusters/balancedPartition.ts";
export { type ClusterSummary, clusterSummary } from "./network/clusters/clusterSummary.ts";
export { type EpsilonNetOptions, epsilonNet } from "./network/clusters/epsilonNet.ts";
export { type ExposureClustersOptions, exposureClusters } from "./network/clusters/exposureClusters.ts";
export { exposureObjective } from "./network/clusters/exposureObjective.ts";
export { independentSet } from "./network/clusters/independentSet.ts";
export { type LabelPropagationOptions, labelPropagation } from "./network/clusters/labelPropagation.ts";
export { type LeidenOptions, leiden } from "./network/clusters/leiden.ts";
export { louvain } from "./network/clusters/louvain.ts";
export { oneHopMax } from "./network/clusters/oneHopMax.ts";
export { cutShare, modularity } from "./network/clusters/partition.ts";
export { threeNet } from "./network/clusters/threeNet.ts";
export { type Components, components } from "./network/components.ts";
export { type DegreeSummary, degreeSummary } from "./network/degreeSummary.ts";
export { formatEdges } from "./network/files/formatEdges.ts";
export { formatGexf } from "./network/files/formatGexf.ts";
export { fromGraphology } from "./network/files/fromGraphology.ts";
export { type Layout, layout } from "./network/files/layout.ts";
export { type NetworkJson, networkToJson } from "./network/files/networkToJson.ts";
export { type AgentList, parseAgents } from "./network/files/parseAgents.ts";
export { type NetworkFormat, type ParseNetworkOptions, parseNetwork } from "./network/files/parseNetwork.ts";
export { toGraphology } from "./network/files/toGraphology.ts";
export { type Edge, type FromEdgesOptions, fromEdges } from "./network/fromEdges.ts";
export { erdosRenyi } from "./network/generators/erdosRenyi.ts";
export { karateClub } from "./network/generators/karateClub.ts";
export { modelOverTime } from "./network/generators/modelOverTime.ts";
export { networkModels } from "./network/generators/networkModels.ts";
export { preferentialAttachment } from "./network/generators/preferentialAttachment.ts";
export { randomGeometric } from "./network/generators/randomGeometric.ts";
export { ringLattice } from "./network/generators/ringLattice.ts";
export { smallWorld } from "./network/generators/smallWorld.ts";
export { stochasticBlock } from "./network/generators/stochasticBlock.ts";
export { degree, type Network } from "./network/Network.ts";
export type { NetworkModel } from "./network/NetworkModel.ts";
export { networkHash } from "./network/networkHash.ts";
export { overTime, type TimeOptions, unitId } from "./network/overTime.ts";
export type { RedisOptions } from "./parallel/redisRun.ts";
export { type WorkerOptions, worker } from "./parallel/worker.ts";
// Probabilities
export { exposureProbabilities, type ProbabilityOptions } from "./probability/exposureProbabilities.ts";
export type { ExposureProbabilities, PairProbabilities } from "./probability/PairProbabilities.ts";
export { type ShareMoments, shareMoments } from "./probability/shareMoments.ts";
export { requiredDraws } from "./probability/simulation/requiredDraws.ts";
export { diagnosisReport } from "./report/diagnosisReport.ts";
export type { FactorRun } from "./report/FactorRun.ts";
export { designsSvg } from "./report/figures/designsSvg.ts";
export { type DiagnosisSvgOptions, diagnosisSvg } from "./report/figures/diagnosisSvg.ts";
export { estimatesSvg } from "./report/figures/estimatesSvg.ts";
export { networkSvg } from "./report/figures/networkSvg.ts";
export { pngOf } from "./report/figures/pngOf.ts";
export { resolutionSvg } from "./report/figures/resolutionSvg.ts";
export { type SweepSvgOptions, sweepSvg } from "./report/figures/sweepSvg.ts";
export type { ReportInput } from "./report/ReportInput.ts";
export { renderReport } from "./report/renderReport.ts";
export { reportOf } from "./report/reportOf.ts";
export { run } from "./report/run.ts";
export { type FactorRuns, type RunFactorsOptions, runFactors } from "./report/runFactors.ts";
export { sweepReport } from "./report/sweepReport.ts";
export { writeReport } from "./report/writeReport.ts";
// Runs
export type { Alarm } from "./run/Alarm.ts";
// How agents interact
export type { Channel } from "./run/Channel.ts";
export type { Clock } from "./run/Clock.ts";
export type { Spent } from "./run/calls/budget.ts";
export type { HaltReason } from "./run/calls/halt.ts";
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
export type { FingerprintUse, ModelUse } from "./run/checks/modelChecks.ts";
export { type RunChecker, type RunChecks, runChecks } from "./run/checks/runChecks.ts";
export { type Interaction, type InteractionSettings, interaction } from "./run/interaction.ts";
export { lockFolder } from "./run/lockFolder.ts";
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
export type { DeliverySettings } from "./run/world/delivery.ts";
export type { GivenPlay, HistorySettings } from "./run/world/historyShape.ts";
export { replay } from "./run/world/replay.ts";
// Studies
export { analyze, type StudyUnits } from "./study/analyze.ts";
export { contrast } from "./study/contrast.ts";
export type { NetworkSource } from "./study/networkOf.ts";
export { planStudy, planStudy as plan } from "./study/planStudy.ts";
export { type PreparedStudy, prepareStudy } from "./study/prepareStudy.ts";
export { type Study, type StudyInput, study } from "./study/study.ts";
export { studyData, studyHash } from "./study/studyData.ts";
export { type ParseStudyOptions, parseStudy } from "./study-file/parseStudy.ts";
export { type ReadNetworkOptions, readNetwork } from "./study-file/readNetwork.ts";
export { readStudy } from "./study-file/readStudy.ts";
export { readStudyData, type StudyData } from "./study-file/readStudyData.ts";
export { standIn } from "./study-file/standIn.ts";
export { studyJsonSchema } from "./study-file/studyJsonSchema.ts";
export { type ExportTraceOptions, exportTrace } from "./trace/exportTrace.ts";
export { type JournalSpansOptions, journalSpans } from "./trace/journalSpans.ts";
export type { OtlpAttribute, OtlpSpan, OtlpValue } from "./trace/OtlpSpan.ts";
export type { SentSpans } from "./trace/sendSpans.ts";
export { traceRun } from "./trace/traceRun.ts";
export { type Estimand, parseEstimand } from "./truth/Estimand.ts";
export type { Measured } from "./truth/Measured.ts";
export type { PolicyWorld } from "./truth/PolicyWorld.ts";
export { policyEffects } from "./truth/policyEffects.ts";
export type { Redraw } from "./truth/Redraw.ts";
export type { SimulatedExperiment, SimulatedRow } from "./truth/SimulatedRow.ts";
export type { Truth, Truths } from "./truth/Truth.ts";
export { truths } from "./truth/truths.ts";
