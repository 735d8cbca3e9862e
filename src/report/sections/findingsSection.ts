import { CLAIMS } from "../../../estimators/Claim.ts";
import { formatCount } from "../formatNumber.ts";
import { type Html, html } from "../html.ts";
import type { ReportInput } from "../ReportInput.ts";
import { byContrast } from "./byContrast.ts";
import { effectSentence } from "./effectSentence.ts";

/** What was done, under the answer: what the study says of itself, and its size. */
export function doneParagraphs(input: ReportInput): Html {
  return html`${input.description === undefined ? undefined : html`<p class="lead">${input.description}</p>`}
<p class="quiet">${whatWasDone(input)}</p>
`;
}

/** Each contrast in one plain sentence. */
export function findingsSection(input: ReportInput): Html {
  const findings = byContrast(input).map((group) => {
    const { contrast, first, second, preferred } = group;
    return html`<li><h3><bdi>${contrast}</bdi></h3><p>${effectSentence(input, group)}</p>
<small>Mean outcome under <bdi>${first}</bdi> minus mean outcome under <bdi>${second}</bdi>, over the ${formatCount(preferred.population)} agents for whom both are possible. Estimator: <bdi>${preferred.estimator}</bdi>${preferred.naive === true ? ", which is naive: there is no other for this contrast" : ""}.${preferred.claim === undefined ? "" : ` Kind of claim: ${preferred.claim} (${CLAIMS[preferred.claim]}).`}</small></li>
`;
  });
  return html`<section aria-labelledby="findings">
<h2 id="findings">What was found</h2>
${findings.length === 0 ? html`<p>${(input.further ?? []).length > 0 ? "No contrast was asked for; what was asked stands under “Other questions”." : "No contrast was asked for, so there is nothing to estimate."}</p>` : html`<ul class="findings">${findings}</ul>`}
</section>
`;
}

function whatWasDone({ network, provenance, exposure, outcome }: ReportInput): Html {
  const { design, rounds, worlds } = provenance;
  const many = (count: number, noun: string): string =>
    `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
  return html`${many(network.n, "agent")} and ${many(network.edges, network.directed ? "directed edge" : "edge")}; treatment assigned by the design <bdi>${design.name}</bdi>${exposure ? html`; exposure <bdi>${exposure.name}</bdi>` : undefined}${outcome === undefined || outcome === "outcome" ? undefined : html`; outcome <bdi>${outcome}</bdi>`}; ${many(rounds, "round")} in ${many(worlds, "world")}.`;
}
