import { type Html, html, trusted } from "../html.ts";

/** A picture drawn twice, for a desk and for a phone, so that its letters have one size on both; the page shows the one that fits. */
export async function twoWidths(
  id: string,
  draw: (options: { readonly id: string; readonly width: number }) => Promise<string> | string,
): Promise<Html> {
  return html`<div class="wide">${trusted(await draw({ id: `${id}-wide`, width: 852 }))}</div><div class="narrow">${trusted(await draw({ id: `${id}-narrow`, width: 358 }))}</div>`;
}
