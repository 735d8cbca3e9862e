import { formatCount } from "../formatNumber.ts";
import { type Html, html } from "../html.ts";
import type { ReportInput } from "../ReportInput.ts";
import { byContrast } from "./byContrast.ts";

const MOST_IDS = 40;

/** Who and what is not in the estimates, and why: agents without a chance, turns that did not end well, changes made in reading. */
export function exclusionsSection(input: ReportInput): Html {
  const items = [
    ...excludedAgents(input),
    ...lostTurns(input),
    ...input.network.notes.map((note) => html`Reading the network: ${note}.`),
    ...(input.readingNotes ?? []).map((note) => html`Reading the study: ${note}.`),
  ];
  return html`<section aria-labelledby="exclusions"><h2 id="exclusions">What was left out, and why</h2>
${items.length === 0 ? html`<p>Nothing: every agent could be in both conditions of every contrast, every turn succeeded, and the network was read unchanged.</p>` : html`<ul class="plain">${items.map((item) => html`<li>${item}</li>`)}</ul>`}
</section>
`;
}

function excludedAgents(input: ReportInput): Html[] {
  const unstudied = new Set(input.unstudied);
  return byContrast(input).flatMap(({ contrast, first, second, rows }) => {
    // Estimators of one contrast nearly always leave out the same agents: each list is told once.
    const lists = new Map<string, { ids: readonly string[]; estimators: string[] }>();
    for (const { excluded, estimator } of rows) {
      if (excluded.length === 0) continue;
      const key = JSON.stringify(excluded);
      const list = lists.get(key) ?? { ids: excluded, estimators: [] };
      list.estimators.push(estimator);
      lists.set(key, list);
    }
    return [...lists.values()].flatMap(({ ids, estimators }) => {
      const all = estimators.length === rows.length ? "" : ` (${estimators.join(", ")})`;
      const about = html`Contrast <bdi>${contrast}</bdi>${all}`;
      const serving = ids.filter((id) => unstudied.has(id));
      const unable = ids.filter((id) => !unstudied.has(id));
      return [
        ...(serving.length === 0
          ? []
          : [
              html`${about}: ${agents(serving)}, not studied by the design (auxiliary agents, or periods of a washout): ${listed(serving)}.`,
            ]),
        ...(unable.length === 0
          ? []
          : [
              html`${about}: ${agents(unable)}, because the design could not put ${unable.length === 1 ? "it" : "them"} in both <bdi>${first}</bdi> and <bdi>${second}</bdi>: ${listed(unable)}.`,
            ]),
      ];
    });
  });
}

const agents = ({ length }: readonly string[]): string =>
  `${formatCount(length)} ${length === 1 ? "agent" : "agents"}`;

/** The first ids, and how many more there are. */
function listed(ids: readonly string[]): Html {
  const rest =
    ids.length > MOST_IDS
      ? ` and ${formatCount(ids.length - MOST_IDS)} more, which the file of estimates lists`
      : "";
  return html`<span class="small">${ids.slice(0, MOST_IDS).map((id, k) => html`${k === 0 ? "" : ", "}<bdi>${id}</bdi>`)}${rest}</span>`;
}

function lostTurns({ provenance }: ReportInput): Html[] {
  const total = provenance.turns.reduce((sum, { count }) => sum + count, 0);
  const lost = provenance.turns.filter(({ status, count }) => status !== "ok" && count > 0);
  if (lost.length === 0) return [];
  const parts = lost.map(({ status, count }) => `${formatCount(count)} ${status}`).join(", ");
  return [
    html`Of ${formatCount(total)} turns, some produced no action: ${parts}. Nothing was imputed for them.`,
  ];
}
