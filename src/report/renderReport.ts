import { assumptionsSection } from "./assumptionsSection.ts";
import { checkPicture } from "./checkPicture.ts";
import { checkRows } from "./checkRows.ts";
import { checksSection } from "./checksSection.ts";
import { conditionsSection } from "./conditionsSection.ts";
import { estimatesSection } from "./estimatesSection.ts";
import { exclusionsSection } from "./exclusionsSection.ts";
import { headlineSection } from "./headlineSection.ts";
import { networkSection } from "./networkSection.ts";
import { page } from "./page.ts";
import { plotter } from "./plotter.ts";
import { provenanceSection } from "./provenanceSection.ts";
import type { ReportInput } from "./ReportInput.ts";

/**
 * The report of an experiment as one HTML file that opens without a network and without scripts: findings in plain
 * sentences, the network, estimates as figure and table, conditions and probabilities, assumptions, what was left out,
 * where the numbers come from. It is light or dark as the reader's system asks, and prints.
 *
 * All text of the input is escaped, and a policy in the page forbids scripts and requests besides.
 * Same input, same bytes. Cost: about a second, most of it loading the figure library; O(agents + edges) after that.
 *
 * @throws SpillwayError when lists do not have one entry for each agent or a number is not finite.
 */
export async function renderReport(report: ReportInput): Promise<string> {
  checkPicture(report);
  checkRows(report);
  const draw = await plotter();
  return page(report.title, report.spillway, [
    headlineSection(report),
    networkSection(report),
    await estimatesSection(report, draw),
    await conditionsSection(report, draw),
    checksSection(report.checks),
    assumptionsSection(report),
    exclusionsSection(report),
    provenanceSection(report),
  ]);
}
