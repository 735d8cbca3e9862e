import { escapeText } from "../html.ts";
import { NARROW } from "./narrow.ts";
import { INK } from "./palette.ts";
import { shorten } from "./shorten.ts";

/** A measured tie between two agents or columns. */
interface Flow {
  readonly from: string;
  readonly to: string;
  readonly value: number;
}

const SIZE = 640;

/** Information that passes along ties, as arrows between points on a circle; the wider and darker, the more. Same input, same bytes. */
export function flowSvg(flows: readonly Flow[], id: string, width: number = SIZE): string {
  // Letters grow as the picture shrinks, and the circle leaves them room.
  const letters = width < NARROW ? 23 : 13;
  const radius = width < NARROW ? 196 : 226;
  const names = [...new Set(flows.flatMap(({ from, to }) => [from, to]))].sort();
  const at = new Map(
    names.map((name, k) => {
      const angle = (2 * Math.PI * k) / names.length - Math.PI / 2;
      return [name, { x: Math.cos(angle), y: Math.sin(angle) }] as const;
    }),
  );
  const most = flows.reduce((top, { value }) => Math.max(top, Math.abs(value)), 0) || 1;
  const place = (unit: number, radius: number): number => Math.round(10 * (SIZE / 2 + unit * radius)) / 10;
  const ties = [...flows]
    .sort((a, b) => Math.abs(a.value) - Math.abs(b.value))
    .map(({ from, to, value }) => {
      const [a, b] = [at.get(from)!, at.get(to)!];
      const share = Math.abs(value) / most;
      // Bent towards the middle and to one side, so that the two directions of a tie do not lie on each other.
      const middle = {
        x: 0.25 * (a.x + b.x) - 0.12 * (b.y - a.y),
        y: 0.25 * (a.y + b.y) + 0.12 * (b.x - a.x),
      };
      return `<path d="M${place(a.x, radius)} ${place(a.y, radius)}Q${place(middle.x, radius)} ${place(middle.y, radius)} ${place(b.x, radius - 8)} ${place(b.y, radius - 8)}" stroke-width="${(0.4 + 3.2 * share).toFixed(2)}" stroke-opacity="${(0.12 + 0.78 * share).toFixed(2)}"${value < 0 ? ' stroke-dasharray="4 3"' : ""} marker-end="url(#${id}-tip)"><title>${escapeText(`${from} → ${to}: ${value.toPrecision(3)}`)}</title></path>`;
    });
  const labels = names.length > 60 ? [] : names;
  const dots = names.map((name) => {
    const { x, y } = at.get(name)!;
    return `<circle cx="${place(x, radius)}" cy="${place(y, radius)}" r="${names.length > 60 ? 2.5 : 5}"/>`;
  });
  const words = labels.map((name) => {
    const { x, y } = at.get(name)!;
    const anchor = x > 0.2 ? "start" : x < -0.2 ? "end" : "middle";
    return `<text x="${place(x, radius + 14)}" y="${place(y, radius + 20) + 4}" text-anchor="${anchor}">${escapeText(shorten(name, 11))}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" id="${id}" role="img" aria-labelledby="${id}-title ${id}-desc" width="${SIZE}" height="${SIZE}" viewBox="0 0 ${SIZE} ${SIZE}" font-family="system-ui, sans-serif" font-size="${letters}" fill="${INK.light.text}">`,
    `<title id="${id}-title">Information along ties</title><desc id="${id}-desc">${flows.length} ties between ${names.length} points.</desc>`,
    `<style>#${id}{height:auto;max-width:100%}@media screen and (prefers-color-scheme: dark){#${id}{fill:${INK.dark.text}}#${id} .paper{fill:${INK.dark.paper}}#${id} .ties{stroke:${INK.dark.estimate}}#${id} .tip{fill:${INK.dark.estimate}}}</style>`,
    `<rect class="paper" width="${SIZE}" height="${SIZE}" fill="${INK.light.paper}"/>`,
    `<defs><marker id="${id}-tip" viewBox="0 0 6 6" refX="6" refY="3" markerWidth="7" markerHeight="7" markerUnits="userSpaceOnUse" orient="auto"><path class="tip" d="M0 0L6 3L0 6z" fill="${INK.light.estimate}"/></marker></defs>`,
    `<g class="ties" fill="none" stroke="${INK.light.estimate}">${ties.join("")}</g><g>${dots.join("")}</g>${words.join("")}</svg>`,
  ].join("");
}
