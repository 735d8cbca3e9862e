import { CLAIMS, type Claim } from "../../../../estimators/Claim.ts";
import { type Html, html } from "../../html.ts";
import type { ResultData } from "../ResultKind.ts";

/** The kinds of claim of rows, each with what it means. */
export function claimsList(rows: readonly ResultData[]): Html {
  const names = [...new Set(rows.flatMap(({ claim }) => (typeof claim === "string" ? [claim] : [])))];
  return names.length === 0
    ? html`<p>The file does not say.</p>`
    : html`<dl>${names.map((name) => html`<dt>${name}</dt><dd>${Object.hasOwn(CLAIMS, name) ? CLAIMS[name as Claim] : ""}</dd>`)}</dl>`;
}
