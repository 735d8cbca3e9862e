import { CONDITION_COLORS, INK } from "../../src/report/figures/palette.ts";
import type { ImportGraph } from "../../tests/house/importGraph.ts";
import { LAYERS, roomOf } from "../../tests/house/layerRules.ts";

type Wing = "ground" | "inference" | "doing" | "study" | "edge";

/** Where a room stands in its row, from 0 to 1, the wing it belongs to, and what it is in a few words. */
interface Place {
  readonly x: number;
  readonly wing: Wing;
  readonly words: string;
}

const PLACES: Readonly<Record<string, Place>> = {
  "src/core": { x: 0.1, wing: "ground", words: "numbers, words, errors" },
  "src/network": { x: 0.72, wing: "ground", words: "networks, files, clusterings" },
  "src/exposure": { x: 0.28, wing: "inference", words: "what an assignment means" },
  designs: { x: 0.5, wing: "inference", words: "who is treated, and the plan" },
  "src/probability": { x: 0.39, wing: "inference", words: "probability of conditions" },
  estimators: { x: 0.39, wing: "inference", words: "effects, variances, intervals" },
  "src/measures": { x: 0.1, wing: "inference", words: "what was said and done" },
  "src/log": { x: 0.86, wing: "doing", words: "journals, tables of units" },
  "src/survey": { x: 0.86, wing: "doing", words: "questions and answers" },
  "src/agents": { x: 0.86, wing: "doing", words: "what acts" },
  "src/run": { x: 0.74, wing: "doing", words: "rounds, messages, calls" },
  "src/study": { x: 0.5, wing: "study", words: "what a study is" },
  "src/study-file": { x: 0.33, wing: "study", words: "a study as YAML" },
  "src/truth": { x: 0.67, wing: "study", words: "true effects, simulation" },
  "src/parallel": { x: 0.66, wing: "study", words: "threads, machines" },
  "src/preregister": { x: 0.42, wing: "study", words: "what was sealed before" },
  "src/experiment": { x: 0.26, wing: "study", words: "the folder of a run" },
  "src/diagnose": { x: 0.575, wing: "study", words: "bias, coverage, power" },
  "src/specify": { x: 0.772, wing: "study", words: "wrong maps, wrong ties" },
  "src/compare": { x: 0.969, wing: "study", words: "designs beside each other" },
  "src/sequential": { x: 0.7, wing: "study", words: "looks and waves" },
  "src/trace": { x: 0.09, wing: "study", words: "spans of OpenTelemetry" },
  "src/systems": { x: 0.29, wing: "study", words: "systems over tasks" },
  "src/trust": { x: 0.07, wing: "study", words: "can a log be trusted?" },
  "src/benchmarks": { x: 0.487, wing: "study", words: "ready-made studies" },
  "src/report": { x: 0.9, wing: "edge", words: "pages and figures" },
  "src/entries": { x: 0.66, wing: "edge", words: "what users import" },
  "src/cli": { x: 0.4, wing: "edge", words: "the commands" },
  "src/lab": { x: 0.1, wing: "edge", words: "the laboratory" },
};

const COLOR: Readonly<Record<Wing, string>> = {
  ground: CONDITION_COLORS[0]!,
  inference: CONDITION_COLORS[6]!,
  doing: CONDITION_COLORS[2]!,
  study: CONDITION_COLORS[3]!,
  edge: CONDITION_COLORS[4]!,
};
const WING_WORDS: Readonly<Record<Wing, string>> = {
  edge: "edges: pages, commands, entries",
  study: "studies: where the wings meet",
  inference: "inference wing",
  doing: "doing wing",
  ground: "ground of both wings",
};
/** Arrows from this many imports on have this width. */
const WIDTHS: readonly (readonly [from: number, width: number, words: string])[] = [
  [1, 1, "1 to 4 imports"],
  [5, 2.2, "5 to 19"],
  [20, 4, "20 and more"],
];

const WIDTH = 1120;
const LEFT = 60;
const ROW = 78;
const TOP = 96;
const BOX = { width: 200, height: 46 };
const FONT = "system-ui, -apple-system, 'Segoe UI', sans-serif";

/** A box, by its upper left corner. */
interface Box {
  readonly room: string;
  readonly x: number;
  readonly y: number;
}

/** An arrow between two rooms: a curve by its four points. */
interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly imports: number;
  readonly curve: readonly (readonly [x: number, y: number])[];
}

/** Boxes and arrows of the picture, before they are drawn. */
export interface Plan {
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
  readonly height: number;
}

/** How many imports go from each room to each other. */
export function roomImports(graph: ImportGraph): Map<string, Map<string, number>> {
  const counts = new Map<string, Map<string, number>>();
  for (const [path, targets] of graph) {
    const from = roomOf(path);
    if (from === undefined) continue;
    const row = counts.get(from) ?? new Map<string, number>();
    counts.set(from, row);
    // The pages of the laboratory are a program of their own, which takes the library as its users do: their arrows are not the house's.
    if (path.startsWith("src/lab/app/")) continue;
    for (const to of targets.map(roomOf))
      if (to !== undefined && to !== from) row.set(to, (row.get(to) ?? 0) + 1);
  }
  return counts;
}

/** Whether a way of more than one arrow leads from one room to another; then the direct one says nothing new. */
function isIndirect(
  counts: ReadonlyMap<string, ReadonlyMap<string, number>>,
  from: string,
  to: string,
): boolean {
  const leads = (room: string): boolean =>
    [...(counts.get(room)?.keys() ?? [])].some((next) => next === to || leads(next));
  return [...counts.get(from)!.keys()].some((next) => next !== to && leads(next));
}

/** The plan of the picture: rooms in the rows of their layers, and the arrows that do not follow from others. */
export function planOf(graph: ImportGraph): Plan {
  const counts = roomImports(graph);
  const layers = [...new Set([...counts.keys()].map((room) => LAYERS.get(room)!))].sort((a, b) => b - a);
  const boxes = [...counts.keys()].sort().map((room): Box => {
    const place = PLACES[room];
    if (!place) throw new Error(`picture: give ${room} a place in PLACES`);
    const middle = LEFT + place.x * (WIDTH - LEFT);
    return { room, x: middle - BOX.width / 2, y: TOP + layers.indexOf(LAYERS.get(room)!) * ROW };
  });
  const boxOf = new Map(boxes.map((box) => [box.room, box]));
  const pairs = [...counts]
    .flatMap(([from, row]) => [...row].map(([to, imports]) => ({ from, to, imports })))
    .filter(({ from, to }) => !isIndirect(counts, from, to))
    .sort((a, b) => (`${a.from} ${a.to}` < `${b.from} ${b.to}` ? -1 : 1));
  // Ends on one side of a box stand beside each other, in the order of where they lead.
  const portOf = (room: string, ends: readonly string[], other: string): number => {
    const sorted = [...ends].sort((a, b) => boxOf.get(a)!.x - boxOf.get(b)!.x);
    const step = Math.min(56, (BOX.width - 40) / Math.max(1, sorted.length - 1));
    return boxOf.get(room)!.x + BOX.width / 2 + (sorted.indexOf(other) - (sorted.length - 1) / 2) * step;
  };
  const arrows = pairs.map(({ from, to, imports }): Arrow => {
    const below = pairs.filter((pair) => pair.from === from).map((pair) => pair.to);
    const above = pairs.filter((pair) => pair.to === to).map((pair) => pair.from);
    const start = [portOf(from, below, to), boxOf.get(from)!.y + BOX.height] as const;
    const end = [portOf(to, above, from), boxOf.get(to)!.y - 7] as const;
    const bend = Math.min(ROW, (end[1] - start[1]) * 0.5);
    return { from, to, imports, curve: [start, [start[0], start[1] + bend], [end[0], end[1] - bend], end] };
  });
  return { boxes, arrows, height: TOP + layers.length * ROW + 40 };
}

/** What lies over what in a plan, in words: boxes over boxes, and arrows through boxes that they have nothing to do with. */
export function planFaults({ boxes, arrows }: Plan): string[] {
  const inside = (box: Box, [x, y]: readonly [number, number], room: number): boolean =>
    x > box.x - room && x < box.x + BOX.width + room && y > box.y - room && y < box.y + BOX.height + room;
  const overlaps = boxes.flatMap((box, i) =>
    boxes
      .slice(i + 1)
      .filter((other) => Math.abs(box.x - other.x) < BOX.width && Math.abs(box.y - other.y) < BOX.height)
      .map((other) => `${box.room} lies over ${other.room}`),
  );
  const crossings = arrows.flatMap(({ from, to, curve }) =>
    boxes
      .filter(({ room }) => room !== from && room !== to)
      .filter((box) =>
        Array.from({ length: 101 }, (_, t) => pointOf(curve, t / 100)).some((p) => inside(box, p, 4)),
      )
      .map(({ room }) => `the arrow from ${from} to ${to} goes through ${room}`),
  );
  return [...overlaps, ...crossings];
}

function pointOf(curve: Arrow["curve"], t: number): readonly [number, number] {
  const [a, b, c, d] = curve as [Arrow["curve"][0], Arrow["curve"][0], Arrow["curve"][0], Arrow["curve"][0]];
  const at = (k: 0 | 1): number =>
    (1 - t) ** 3 * a[k] + 3 * (1 - t) ** 2 * t * b[k] + 3 * (1 - t) * t * t * c[k] + t ** 3 * d[k];
  return [at(0), at(1)];
}

/** The picture as SVG text, the same bytes for the same imports. */
export function pictureOf(graph: ImportGraph): string {
  const { boxes, arrows, height } = planOf(graph);
  const ink = INK.light;
  const rows = [...new Map(boxes.map(({ room, y }) => [y, LAYERS.get(room)!]))].sort(([a], [b]) => a - b);
  const text = (x: number, y: number, words: string, more = ""): string =>
    `<text x="${round(x)}" y="${round(y)}" ${more}>${escaped(words)}</text>`;
  const wings = [...new Set(boxes.map(({ room }) => PLACES[room]!.wing))];
  const shown = (Object.keys(WING_WORDS) as Wing[]).filter((wing) => wings.includes(wing));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="${FONT}" role="img" aria-labelledby="title description">`,
    `<title id="title">The rooms of Spillway by layer, and what imports what</title>`,
    `<desc id="description">${escaped(arrows.map(({ from, to }) => `${from} imports ${to}`).join("; "))}.</desc>`,
    `<defs><marker id="head" viewBox="0 0 8 8" refX="1" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path d="M0,0L8,4L0,8Z" fill="${ink.edge}"/></marker></defs>`,
    `<rect width="${WIDTH}" height="${height}" fill="${ink.paper}"/>`,
    text(
      24,
      34,
      "Rooms by layer: a room imports from rooms below it only",
      `font-size="19" font-weight="600" fill="${ink.text}"`,
    ),
    text(
      24,
      57,
      "An arrow leads from a room to one that it imports. Arrows that follow from others are left out: everything may import core, for instance.",
      `font-size="13" fill="${ink.text}"`,
    ),
    ...rows.map(([y, layer]) =>
      [
        `<line x1="52" x2="${WIDTH - 20}" y1="${y + BOX.height / 2}" y2="${y + BOX.height / 2}" stroke="${ink.edge}" stroke-opacity="0.18"/>`,
        text(
          40,
          y + BOX.height / 2 + 4,
          String(layer),
          `font-size="13" text-anchor="end" fill="${ink.edge}"`,
        ),
      ].join("\n"),
    ),
    ...arrows.map(({ curve: [a, b, c, d], imports }) => {
      const width = WIDTHS.filter(([from]) => imports >= from).at(-1)![1];
      const points = [a!, b!, c!, d!].map(([x, y]) => `${round(x)},${round(y)}`);
      return `<path d="M${points[0]}C${points.slice(1).join(" ")}" fill="none" stroke="${ink.edge}" stroke-width="${width}" marker-end="url(#head)"/>`;
    }),
    ...boxes.map(({ room, x, y }) => {
      const { wing, words } = PLACES[room]!;
      return [
        `<rect x="${round(x)}" y="${y}" width="${BOX.width}" height="${BOX.height}" rx="5" fill="${ink.paper}" stroke="${COLOR[wing]}" stroke-width="1.5"/>`,
        `<rect x="${round(x)}" y="${y}" width="7" height="${BOX.height}" rx="3" fill="${COLOR[wing]}"/>`,
        text(x + 17, y + 20, room, `font-size="14" font-weight="600" fill="${ink.text}"`),
        text(x + 17, y + 37, words, `font-size="12" fill="${ink.text}"`),
      ].join("\n");
    }),
    ...shown.map((wing, i) => {
      const x = 24 + i * 226;
      return `<rect x="${x}" y="${height - 31}" width="12" height="12" rx="3" fill="${COLOR[wing]}"/>\n${text(x + 18, height - 20, WING_WORDS[wing], `font-size="12" fill="${ink.text}"`)}`;
    }),
    ...WIDTHS.map(([, width, words], i) => {
      const x = 640 + i * 160;
      return `<line x1="${x}" x2="${x + 34}" y1="76" y2="76" stroke="${ink.edge}" stroke-width="${width}"/>\n${text(x + 42, 80, words, `font-size="12" fill="${ink.text}"`)}`;
    }),
    "</svg>",
    "",
  ].join("\n");
}

const round = (x: number): number => Math.round(x * 10) / 10;

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
