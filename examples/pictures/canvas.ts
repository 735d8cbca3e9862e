// Small SVG pictures for the pages of the documentation: marks, words and a frame that is readable on light and dark paper.

import { INK } from "../../src/report/figures/palette.ts";
import { escapeText } from "../../src/report/html.ts";

/** A picture: its title, for those who cannot see it, its size and its marks. */
export interface Picture {
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly marks: readonly string[];
}

export type Point = readonly [x: number, y: number];

const ARROW = "0,-4 8,0 0,4";

/** Coordinates keep one decimal, so that bytes do not depend on the last digits of an engine. */
export const at = (value: number): string => String(Math.round(value * 10) / 10);

/** A picture as an SVG file. */
export function svgOf(id: string, { title, width, height, marks }: Picture): string {
  const ink = ({ text, paper, edge, outline }: (typeof INK)["light" | "dark"]): string =>
    `.t{fill:${text}}.p{fill:${paper}}.e{stroke:${edge}}.o{stroke:${outline}}.b{stroke:${edge};fill:${paper}}.a{stroke:${text}}.f{fill:${text}}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" id="${id}" role="img" aria-labelledby="${id}-title" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="13">`,
    `<title id="${id}-title">${escapeText(title)}</title>`,
    `<style>${ink(INK.light)}@media (prefers-color-scheme: dark){${ink(INK.dark)}}</style>`,
    `<rect class="p" width="${width}" height="${height}"/>`,
    ...marks,
    "</svg>\n",
  ].join("\n");
}

/** Words; of several lines, one below the other. */
export function words(
  [x, y]: Point,
  text: string | readonly string[],
  {
    anchor = "middle",
    bold = false,
    size = 13,
  }: { readonly anchor?: "start" | "middle" | "end"; readonly bold?: boolean; readonly size?: number } = {},
): string {
  const lines = typeof text === "string" ? [text] : text;
  const style = `${anchor === "start" ? "" : ` text-anchor="${anchor}"`}${bold ? ' font-weight="600"' : ""}${size === 13 ? "" : ` font-size="${size}"`}`;
  return lines
    .map(
      (line, k) =>
        `<text class="t" x="${at(x)}" y="${at(y + k * (size + 4))}"${style}>${escapeText(line)}</text>`,
    )
    .join("");
}

/** An agent: filled with a colour, or hollow; with a ring where it has a part to play. */
export function agent([x, y]: Point, fill: string | undefined, radius = 7, ring?: string): string {
  const around =
    ring === undefined
      ? ""
      : `<circle cx="${at(x)}" cy="${at(y)}" r="${at(radius + 4)}" fill="none" stroke="${ring}" stroke-width="2.5"/>`;
  const inside = fill === undefined ? 'class="o p"' : `class="o" fill="${fill}"`;
  return `${around}<circle ${inside} cx="${at(x)}" cy="${at(y)}" r="${at(radius)}" stroke-width="1.3"/>`;
}

/** Edges as one path of thin grey lines. */
export function edges(pairs: readonly (readonly [Point, Point])[], width = 1): string {
  const path = pairs.map(([[a, b], [c, d]]) => `M${at(a)} ${at(b)}L${at(c)} ${at(d)}`).join("");
  return `<path class="e" d="${path}" fill="none" stroke-width="${width}"/>`;
}

/** A line of any colour, of text colour where none is named. */
export function line(points: readonly Point[], color?: string, width = 1.5, dash?: string): string {
  const path = points.map(([x, y], k) => `${k === 0 ? "M" : "L"}${at(x)} ${at(y)}`).join("");
  return `<path ${color === undefined ? 'class="a"' : `stroke="${color}"`} d="${path}" fill="none" stroke-width="${width}" stroke-linejoin="round"${dash === undefined ? "" : ` stroke-dasharray="${dash}"`}/>`;
}

/** An arrow between two points. */
export function arrow([x1, y1]: Point, [x2, y2]: Point): string {
  const turn = (Math.atan2(y2 - y1, x2 - x1) * 180) / Math.PI;
  const length = Math.hypot(x2 - x1, y2 - y1);
  const end: Point = [x2 - (8 * (x2 - x1)) / length, y2 - (8 * (y2 - y1)) / length];
  return `${line([[x1, y1], end])}<polygon class="f" points="${ARROW}" transform="translate(${at(end[0])},${at(end[1])}) rotate(${at(turn)})"/>`;
}

/** A box with words in it. */
export function box(
  [x, y]: Point,
  width: number,
  height: number,
  text: readonly string[],
  color?: string,
): string {
  const top = y + height / 2 + 4.5 - ((text.length - 1) * 16) / 2;
  const edge = color === undefined ? 'class="b"' : `class="p" stroke="${color}"`;
  return `<rect ${edge} x="${at(x)}" y="${at(y)}" width="${at(width)}" height="${at(height)}" rx="6" stroke-width="1.5"/>${text
    .map((one, k) =>
      words([x + width / 2, top + 17 * k], one, { bold: k === 0 && text.length > 1, size: 11 }),
    )
    .join("")}`;
}

/** A rectangle filled with a colour. */
export const bar = (
  x: number,
  y: number,
  width: number,
  height: number,
  color: string,
  opacity = 1,
): string =>
  `<rect x="${at(x)}" y="${at(y)}" width="${at(width)}" height="${at(height)}" fill="${color}"${opacity === 1 ? "" : ` fill-opacity="${opacity}"`}/>`;

/** A tinted outline around points: their convex hull with round corners. */
export function hull(points: readonly Point[], color: string, reach = 15): string {
  const around = convex(points);
  const path = `${around.map(([x, y], k) => `${k === 0 ? "M" : "L"}${at(x)} ${at(y)}`).join("")}Z`;
  return `<path d="${path}" fill="${color}" stroke="${color}" stroke-width="${2 * reach}" stroke-linejoin="round" stroke-linecap="round" opacity="0.22"/>`;
}

/** Andrew (1979), monotone chain. */
function convex(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (some: readonly Point[]): Point[] => {
    const kept: Point[] = [];
    for (const p of some) {
      while (kept.length > 1 && cross(kept.at(-2)!, kept.at(-1)!, p) <= 0) kept.pop();
      kept.push(p);
    }
    return kept.slice(0, -1);
  };
  return sorted.length < 3 ? sorted : [...half(sorted), ...half([...sorted].reverse())];
}

const cross = (a: Point, b: Point, c: Point): number =>
  (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);

/** Marks and their meaning in a row, from the left. */
export function legend(
  [x, y]: Point,
  entries: readonly (readonly [text: string, fill: string | undefined, ring?: string])[],
): string {
  let left = x + 8;
  return entries
    .map(([text, fill, ring]) => {
      const mark = agent([left, y - 4.5], fill, 6, ring) + words([left + 14, y], text, { anchor: "start" });
      left += 44 + 6.9 * text.length;
      return mark;
    })
    .join("");
}
