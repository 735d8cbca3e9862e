import { type Html, html } from "../../html.ts";

/** A section of a page under a heading. */
export function section(id: string, title: string, ...body: readonly Html[]): Html {
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>
${body}</section>
`;
}
