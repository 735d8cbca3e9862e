import { escapeText, type Html, html, trusted } from "../html.ts";
import type { NetworkPicture } from "../ReportInput.ts";
import { armShape, armStroke } from "./armShape.ts";
import { conditionColor, INK } from "./palette.ts";
import { shorten } from "./shorten.ts";

const RADIUS = 6.5;

/** The legend of the network as a piece of SVG with its upper left corner at (x, y); about 200 pixels wide. */
export function networkLegend({ conditions, arms }: NetworkPicture, x: number, y: number): string {
  const line = (k: number, mark: string, name: string): string =>
    `${mark}<text x="${x + 26}" y="${y + 22 * k + 4.5}">${escapeText(shorten(name, 22))}</text>`;
  const heading = (k: number, text: string): string =>
    `<text x="${x}" y="${y + 22 * k + 4.5}" font-weight="600">${text}</text>`;
  const middle = (k: number): number => y + 22 * k;
  const second = conditions.length + 2;
  return [
    heading(0, "Condition (colour)"),
    ...conditions.map((name, c) => line(c + 1, disc(c, x + 10, middle(c + 1)), name)),
    heading(second, "Arm (shape)"),
    ...arms.map((name, a) => line(second + a + 1, shape(a, x + 10, middle(second + a + 1)), name)),
  ].join("");
}

/** The same legend as lines of HTML, which wrap on a narrow page. */
export function networkLegendHtml({ conditions, arms, condition, assignment }: NetworkPicture): Html {
  const item = (mark: string, name: string, count: number): Html =>
    html`<li><svg class="swatch" width="18" height="18" viewBox="-9 -9 18 18" aria-hidden="true">${trusted(mark)}</svg> <bdi>${name}</bdi> <span class="quiet">${count}</span></li>`;
  const count = (of: ArrayLike<number>, k: number): number =>
    Array.from(of).filter((value) => value === k).length;
  return html`<div class="legend"><div><h3>Condition <span class="quiet">(colour)</span></h3><ul>${conditions.map((name, c) => item(disc(c, 0, 0), name, count(condition, c)))}</ul></div>
<div><h3>Arm <span class="quiet">(shape)</span></h3><ul>${arms.map((name, a) => item(shape(a, 0, 0), name, count(assignment, a)))}</ul></div></div>`;
}

// A disc without outline means a condition whatever the arm; an outline without fill means an arm whatever the condition.
function disc(condition: number, x: number, y: number): string {
  return `<circle cx="${x}" cy="${y}" r="${RADIUS}" fill="${conditionColor(condition)}"/>`;
}

function shape(arm: number, x: number, y: number): string {
  return `<path class="arm" d="${armShape(arm, x, y, RADIUS)}" fill="none" stroke="${INK.light.outline}" stroke-width="${armStroke(arm, RADIUS)}"/>`;
}
