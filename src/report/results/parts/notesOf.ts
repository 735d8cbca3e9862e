import { type Html, html } from "../../html.ts";
import { texts } from "../fields.ts";
import type { ResultData } from "../ResultKind.ts";

/** The notes of a file. */
export function notesOf({ notes }: ResultData): Html {
  const said = texts(notes);
  return said.length === 0
    ? html``
    : html`<h3>Notes</h3><ul class="plain">${said.map((one) => html`<li>${one}</li>`)}</ul>`;
}
