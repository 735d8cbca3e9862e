import { formatTick } from "../formatNumber.ts";
import { cleanText } from "../html.ts";
import { NARROW } from "./narrow.ts";
import { CONDITION_COLORS, INK } from "./palette.ts";
import { type Draw, plotter } from "./plotter.ts";
import { shorten } from "./shorten.ts";

/** A value at a place, of a series. */
export interface SeriesPoint {
  readonly x: number;
  readonly y: number;
  /** Two Monte Carlo errors to either side; left out where there are none. */
  readonly error?: number;
  readonly series: string;
}

/** What a picture of series says. */
interface SeriesFigure {
  readonly id: string;
  readonly title: string;
  readonly x: { readonly label: string; readonly log?: boolean };
  readonly y: { readonly label: string; readonly log?: boolean; readonly domain?: readonly [number, number] };
  readonly points: readonly SeriesPoint[];
  /** A line across, such as a power that is wanted. */
  readonly level?: number;
  /** Width in pixels. Default 760. */
  readonly width?: number | undefined;
}

const HEIGHT = 400;
/** On a phone. */
const LOW = 300;
const MARGIN = { top: 28, bottom: 52 };
/** Up to so many places are marked on the axis themselves. */
const FEW = 8;
/** Least distance between two names, in pixels. */
const APART = 15;

/** Series as lines with error bars, each with its name at its last point. Same input, same bytes. */
export async function seriesSvg(figure: SeriesFigure, draw?: Draw): Promise<string> {
  const { id, title, x, y, points, level, width = 760 } = figure;
  const narrow = width < NARROW;
  const height = narrow ? LOW : HEIGHT;
  const paint = draw ?? (await plotter());
  const names = [...new Set(points.map(({ series }) => series))];
  // The first colour is the grey of a reference, and the sixth a yellow that is hard to see on paper.
  const inks = CONDITION_COLORS.filter((_, k) => k !== 0 && k !== 5);
  const colour = (name: string): string => inks[names.indexOf(name) % inks.length]!;
  const at = [...new Set(points.map((point) => point.x))];
  const ends = names.map((name) => points.filter(({ series }) => series === name).at(-1)!);
  const moved = labelShifts(points, ends, height, y.log === true, y.domain);
  const label = (name: string): string => cleanText(shorten(name, narrow ? 14 : 30));
  const letters = Math.max(4, ...names.map((name) => Array.from(label(name)).length));
  return paint(
    (plot) => ({
      width,
      height,
      marginLeft: narrow ? 48 : 64,
      marginRight: 20 + Math.round(7.2 * letters),
      marginTop: MARGIN.top,
      marginBottom: MARGIN.bottom,
      x: { label: null, ...(x.log ? { type: "log" as const } : {}) },
      y: {
        label: null,
        ...(y.log ? { type: "log" as const } : {}),
        ...(y.domain ? { domain: [...y.domain] } : {}),
      },
      marks: [
        plot.gridY({ strokeOpacity: 0.15, ticks: 6 }),
        plot.axisX({
          ticks: at.length <= (narrow ? FEW / 2 : FEW) ? at : narrow ? 4 : 8,
          tickFormat: formatTick,
          label: cleanText(narrow ? shorten(x.label, 44) : x.label),
          labelAnchor: "center",
          labelArrow: "none",
          labelOffset: 40,
        }),
        plot.axisY({ ticks: 6, tickFormat: formatTick, label: cleanText(y.label), labelArrow: "none" }),
        ...(level === undefined
          ? []
          : [
              plot.ruleY([level], {
                stroke: INK.light.text,
                strokeDasharray: "4 4",
                strokeOpacity: 0.5,
                className: "level",
              }),
            ]),
        ...names.flatMap((name) => {
          const own = points.filter(({ series }) => series === name);
          const bars = own.filter(({ error }) => error !== undefined && error > 0);
          return [
            plot.ruleX(bars, {
              x: "x",
              y1: (p: SeriesPoint) => p.y - p.error!,
              y2: (p: SeriesPoint) => p.y + p.error!,
              stroke: colour(name),
              strokeWidth: 2,
            }),
            plot.line(own, { x: "x", y: "y", stroke: colour(name), strokeWidth: 1.5 }),
            plot.dot(own, { x: "x", y: "y", r: 4, fill: colour(name) }),
          ];
        }),
        ...ends.map((end, k) =>
          plot.text([end], {
            x: "x",
            y: "y",
            text: ({ series }: SeriesPoint) => label(series),
            textAnchor: "start",
            dx: 9,
            dy: moved[k]!,
          }),
        ),
      ],
    }),
    {
      id,
      standalone: true,
      title,
      desc: points
        .map(
          ({ series, x: at, y: value }) =>
            `${label(series)} at ${Number(at.toPrecision(3))}: ${value.toPrecision(3)}.`,
        )
        .join(" "),
      dark: [`.paper{fill:${INK.dark.paper}}`, `.level{stroke:${INK.dark.text}}`],
    },
  );
}

/** By how many pixels each name moves so that no two lie on each other: from the top down, each below the one before. */
function labelShifts(
  points: readonly SeriesPoint[],
  ends: readonly SeriesPoint[],
  height: number,
  log: boolean,
  domain?: readonly [number, number],
): number[] {
  const scale = (y: number): number => (log ? Math.log(y) : y);
  const all = points.flatMap(({ y, error = 0 }) => (log ? [y] : [y - error, y + error]));
  const low = scale(domain?.[0] ?? all.reduce((a, b) => Math.min(a, b)));
  const high = scale(domain?.[1] ?? all.reduce((a, b) => Math.max(a, b)));
  const room = height - MARGIN.top - MARGIN.bottom;
  const pixel = ends.map(({ y }) => (high > low ? ((high - scale(y)) / (high - low)) * room : 0));
  const shifts = ends.map(() => 0);
  let last = Number.NEGATIVE_INFINITY;
  for (const k of ends.map((_, index) => index).sort((a, b) => pixel[a]! - pixel[b]!)) {
    const place = Math.max(pixel[k]!, last + APART);
    shifts[k] = place - pixel[k]!;
    last = place;
  }
  return shifts;
}
