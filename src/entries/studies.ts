// spillway/studies: a study as an object and as a file, its run folder, its truth, and what it would find.

// Say
export { type Study, type StudyInput, study } from "../study/study.ts";
export type { FurtherOutcome } from "../study/furtherOutcomes.ts";
export { contrast } from "../study/contrast.ts";
export type { NetworkSource } from "../study/networkOf.ts";

// Read
export { readStudy } from "../study-file/readStudy.ts";
export type { ParseStudyOptions } from "../study-file/ParseStudyOptions.ts";
export { parseStudy } from "../study-file/parseStudy.ts";
export { type StudyData, readStudyData } from "../study-file/readStudyData.ts";
export { type ReadNetworkOptions, readNetwork } from "../study-file/readNetwork.ts";
export { studyJsonSchema } from "../study-file/studyJsonSchema.ts";
export { standIn } from "../study-file/standIn.ts";
export { studyData, studyHash } from "../study/studyData.ts";

// Check and plan
export { type StudyCheck, check } from "../experiment/check.ts";
export { type PreviewWanted, type PromptPreview, promptPreview } from "../experiment/promptPreview.ts";
export { type StudyCost, type StudyCostOptions, studyCost } from "../experiment/studyCost.ts";
export { planStudy, planStudy as plan } from "../study/planStudy.ts";
export { readPlan } from "../experiment/keepPlan.ts";
export { type PreparedStudy, prepareStudy } from "../study/prepareStudy.ts";

// Run
export { run } from "../report/run.ts";
export {
  type FinishedRun,
  type RunStudyOptions,
  type StoppedRun,
  runStudy,
} from "../experiment/runStudy.ts";
export type { StudyResult } from "../experiment/finishStudy.ts";
export type { StudyChecks } from "../experiment/studyChecks.ts";
export type { MeasureCheck, QuestionCheck, QuestionDifference } from "../experiment/survey/QuestionCheck.ts";
export { type FactorRuns, type RunFactorsOptions, runFactors } from "../report/runFactors.ts";
export type { FactorRun } from "../report/FactorRun.ts";
export { type LoadedRun, loadRun } from "../experiment/loadRun.ts";
export type { RedisOptions } from "../parallel/redisRun.ts";
export { type WorkerOptions, worker } from "../parallel/worker.ts";

// Estimate
export { type StudyUnits, analyze } from "../study/analyze.ts";
export {
  type EstimateFilesOptions,
  type RoundEstimates,
  estimateFiles,
} from "../experiment/estimates/estimateFiles.ts";
export { type RoundSpecification, type SpecifyStudyOptions, specifyStudy } from "../specify/specifyStudy.ts";
export { type LookOptions, lookAtWorlds, type StudyLooks } from "../sequential/lookAtWorlds.ts";
export {
  type PilotWorld,
  type SecondWave,
  type SecondWaveRequest,
  secondWave,
} from "../sequential/secondWave.ts";
export { estimatesCsv } from "../experiment/estimates/estimatesCsv.ts";
export {
  type ExperimentFiles,
  type ProbabilitiesData,
  probabilitiesData,
  probabilitiesFiles,
} from "../experiment/estimates/probabilitiesFiles.ts";

// Staggered roll-outs
export { type PanelFilesOptions, panelFiles } from "../experiment/panel/panelFiles.ts";
export { type ParsePanelOptions, parsePanel } from "../experiment/panel/parsePanel.ts";

// The truth of synthetic agents
export { truths } from "../truth/truths.ts";
export type { Truth, Truths } from "../truth/Truth.ts";
export { type Estimand, parseEstimand } from "../truth/Estimand.ts";
export type { PolicyWorld } from "../truth/PolicyWorld.ts";
export { policyEffects } from "../truth/policyEffects.ts";

// What a study would find
export { type DiagnoseOptions, type Diagnosis, type DiagnosisRow, diagnose } from "../diagnose/diagnose.ts";
export { type Diagnosands, diagnosandsOf } from "../diagnose/diagnosandsOf.ts";
export type { OwnDiagnosand, OwnMeasured } from "../diagnose/ownDiagnosands.ts";
export type { Measured } from "../truth/Measured.ts";
export type { SimulatedExperiment, SimulatedRow } from "../truth/SimulatedRow.ts";
export type { Redraw } from "../truth/Redraw.ts";
export { type FoundSize, type SizeStep, type SizeWanted, findSize } from "../diagnose/findSize.ts";
export { type Sweep, type SweepOptions, type SweptCell, sweep, sweepTable } from "../diagnose/sweep.ts";

// How many wrong ties change an estimate
export { type TippingPoint, type TippingRequest, tippingPoint } from "../specify/tipping/tippingPoint.ts";
export type { TippingRow } from "../specify/tipping/tippingRow.ts";
export type { EdgeErrors } from "../specify/tipping/EdgeErrors.ts";

// Systems over tasks and seeds
export {
  type CompareSystemsOptions,
  compareSystems,
  type SystemComparison,
} from "../systems/compareSystems.ts";
export {
  type CompareSystemFilesOptions,
  compareSystemFiles,
  type FilesComparison,
} from "../systems/compareSystemFiles.ts";
export type { ScoreRow, ScoreTable } from "../systems/ScoreTable.ts";
export type { SystemDifference } from "../systems/SystemDifference.ts";

// Which design to take
export {
  type Candidate,
  type ComparedDesign,
  type ComparisonRequest,
  type DesignComparison,
  type Promised,
  compareDesigns,
} from "../compare/compareDesigns.ts";
export { type CompareFilesOptions, compareFiles } from "../compare/compareFiles.ts";
export { type DesignAdvice, designAdvice } from "../compare/designAdvice.ts";
export { usualDesigns } from "../compare/usualDesigns.ts";
export {
  type ResolutionCurve,
  type ResolutionOptions,
  type ResolutionPoint,
  resolutionCurve,
} from "../compare/resolutionCurve.ts";

// Experiments of the literature
export type { Benchmark } from "../benchmarks/Benchmark.ts";
export { benchmarks } from "../benchmarks/benchmarks.ts";
export type { BenchmarkRow, Published } from "../benchmarks/play/BenchmarkRow.ts";
export type { Played } from "../benchmarks/play/Played.ts";
export {
  type BenchmarkResult,
  type RunBenchmarkOptions,
  runBenchmark,
} from "../benchmarks/play/runBenchmark.ts";
