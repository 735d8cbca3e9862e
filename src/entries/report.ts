// spillway/report: pages and figures.

// Reports
export { writeReport } from "../report/writeReport.ts";
export { reportOf } from "../report/reportOf.ts";
export { renderReport } from "../report/renderReport.ts";
export type { ReportInput, ReportProvenance } from "../report/ReportInput.ts";
export { diagnosisReport } from "../report/diagnosisReport.ts";
export { sweepReport } from "../report/sweepReport.ts";
export { tippingReport } from "../report/tippingReport.ts";

// Figures
export { type NetworkSvgOptions, networkSvg } from "../report/figures/networkSvg.ts";
export { type EstimatesSvgOptions, estimatesSvg } from "../report/figures/estimatesSvg.ts";
export { type DiagnosisSvgOptions, diagnosisSvg } from "../report/figures/diagnosisSvg.ts";
export { type DesignsSvgOptions, designsSvg } from "../report/figures/designsSvg.ts";
export { resolutionSvg } from "../report/figures/resolutionSvg.ts";
export { type SweepSvgOptions, sweepSvg } from "../report/figures/sweepSvg.ts";
export { tippingSvg } from "../report/figures/tippingSvg.ts";
export { pngOf } from "../report/figures/pngOf.ts";
