import { wantArgument } from "../core/wantArgument.ts";
import { checkPicture } from "./figures/checkPicture.ts";
import { plotter } from "./figures/plotter.ts";
import { type Html, html } from "./html.ts";
import { page } from "./page.ts";
import type { FigureBook } from "./parts/figure.ts";
import type { ReportInput } from "./ReportInput.ts";
import { assumptionsSection } from "./sections/assumptionsSection.ts";
import { checklistSection } from "./sections/checklistSection.ts";
import { checkRows } from "./sections/checkRows.ts";
import { checksSection } from "./sections/checksSection.ts";
import { conditionsSection } from "./sections/conditionsSection.ts";
import { estimatesSection } from "./sections/estimatesSection.ts";
import { exclusionsSection } from "./sections/exclusionsSection.ts";
import { doneParagraphs, findingsSection } from "./sections/findingsSection.ts";
import { furtherSection } from "./sections/furtherSection.ts";
import { networkSection } from "./sections/networkSection.ts";
import { preregistrationSection } from "./sections/preregistrationSection.ts";
import { provenanceSection } from "./sections/provenanceSection.ts";
import { runOpening } from "./sections/runOpening.ts";
import { specificationSection } from "./sections/specificationSection.ts";
import { storySections } from "./sections/storySections.ts";

/**
 * The report of an experiment as one HTML file that opens without a network and without scripts: its question and its answer in two
 * sentences, findings, the network, estimates as figure and table, conditions and probabilities, assumptions, what was left out,
 * where the numbers come from. It is light or dark as the reader's system asks, and prints.
 *
 * All text of the input is escaped, and a policy in the page forbids scripts and requests besides.
 * Same input, same bytes. Cost: about a second, most of it loading the figure library; O(agents + edges) after that.
 *
 * @param book gets the figures of the page as files; its `png` makes copies as PNG, whose bytes differ between machines.
 * @throws SpillwayError when lists do not have one entry for each agent or a number is not finite.
 */
export async function renderReport(report: ReportInput, book: FigureBook = { all: [] }): Promise<string> {
  wantArgument("renderReport", "a report", report, { fields: ["network"] });
  wantArgument("renderReport", "a report", report);
  checkPicture(report);
  checkRows(report);
  const draw = await plotter();
  const further = furtherSection(report);
  const specification = specificationSection(report);
  const checklist = checklistSection(report);
  const sealed = preregistrationSection(report);
  const added: Html[] = [];
  for (const { kind, data } of report.results ?? []) added.push(...(await kind.sections(data, draw, book)));
  const { aa } = report.checks ?? {};
  const head = {
    title: report.title,
    opening: runOpening(report),
    above: aa === undefined ? undefined : html`<p class="aa">${aa}</p>`,
    below: doneParagraphs(report),
  };
  return page(head, report.spillway, [
    findingsSection(report),
    ...(sealed === undefined ? [] : [sealed]),
    await networkSection(report, book),
    await estimatesSection(report, draw, book),
    ...(further === undefined ? [] : [further]),
    ...(specification === undefined ? [] : [specification]),
    await conditionsSection(report, draw, book),
    ...(await storySections(report, draw, book)),
    ...added,
    checksSection(report.checks),
    assumptionsSection(report),
    exclusionsSection(report),
    ...(checklist === undefined ? [] : [checklist]),
    provenanceSection(report),
  ]);
}
