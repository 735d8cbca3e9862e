import { type Html, html } from "../html.ts";
import type { ResultData, ResultKind } from "./ResultKind.ts";

/** Where the numbers of a file come from, and the command that makes such a file. */
export function provenanceOf({ made }: ResultKind, data: ResultData): Html {
  const hashes = ["studyHash", "planHash", "data", "rule"].flatMap((field) =>
    typeof data[field] === "string" ? [[field, data[field]] as const] : [],
  );
  return html`<section aria-labelledby="provenance"><h2 id="provenance">Where the numbers come from</h2>
<p>Such a file is written by <code>${made}</code>; the same command on the same data gives the same numbers.</p>
${hashes.length === 0 ? undefined : html`<ul class="plain small">${hashes.map(([field, value]) => html`<li>${field}: <code>${value}</code></li>`)}</ul>`}</section>
`;
}
