import { assumptionsSection } from "./assumptionsSection.ts";
import { checkPicture } from "./checkPicture.ts";
import { checkRows } from "./checkRows.ts";
import { checksSection } from "./checksSection.ts";
import { conditionsSection } from "./conditionsSection.ts";
import { estimatesSection } from "./estimatesSection.ts";
import { exclusionsSection } from "./exclusionsSection.ts";
import { headlineSection } from "./headlineSection.ts";
import { html, markupOf, trusted } from "./html.ts";
import { networkSection } from "./networkSection.ts";
import { plotter } from "./plotter.ts";
import { provenanceSection } from "./provenanceSection.ts";
import type { ReportInput } from "./ReportInput.ts";
import { stylesheet } from "./stylesheet.ts";

/** What the page may load: nothing but its own style and pictures inside itself. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

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
  const page = html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Spillway ${report.spillway}">
<title>${report.title}</title>
<link rel="icon" href="data:,">
<style>${trusted(stylesheet)}</style>
</head>
<body>
<main>
${headlineSection(report)}${networkSection(report)}${await estimatesSection(report, draw)}${await conditionsSection(report, draw)}${checksSection(report.checks)}${assumptionsSection(report)}${exclusionsSection(report)}${provenanceSection(report)}
<footer class="small">Made by Spillway ${report.spillway}. This page is complete in itself: it loads nothing and runs nothing.</footer>
</main>
</body>
</html>
`;
  return markupOf(page);
}
