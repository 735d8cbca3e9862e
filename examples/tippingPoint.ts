// Estimates the tipping point of the binary naming game from finite populations. Prints a table: npx tsx examples/tippingPoint.ts [worlds]
import { pathToFileURL } from "node:url";
import { type Rng, rng } from "../src/core/rng.ts";

/** The committed share at which half of the populations of one size turn in their time. */
interface HalfPoint {
  readonly n: number;
  readonly share: number;
  readonly se: number;
}

/** The limit of many agents. */
interface TippingEstimate {
  readonly halves: readonly HalfPoint[];
  readonly share: number;
  readonly se: number;
  /** By how much a population of one agent would turn below it, in the law of finite size. */
  readonly slope: number;
  /** Weighted squares of what the law does not explain, χ² with `degrees` if it holds. */
  readonly misfit: number;
  readonly degrees: number;
}

/** Meetings for each agent, times the cube root of their number: as long as a population lingers at the point where the old word loses its hold. */
const LINGER = 20;

/**
 * Whether a population turns: the numbers of agents who know the old word, the new one, or both, over meetings of a speaker and a listener who are drawn anew (Baronchelli and others 2006), with some who say the new word for ever.
 */
function turns(n: number, committed: number, meetings: number, stream: Rng): boolean {
  const pairs = n * (n - 1);
  let old = n - committed;
  let now = 0;
  for (let t = 0; t < meetings; t++) {
    const both = n - committed - old - now;
    if (old === 0 && both === 0) return true;
    const pair = stream.integer(pairs);
    const i = Math.floor(pair / (n - 1));
    const other = pair - i * (n - 1);
    const j = other < i ? other : other + 1;
    // 0 old, 1 both, 2 new, 3 committed.
    const [a, b, c] = [old, old + both, old + both + now];
    const speaker = i < a ? 0 : i < b ? 1 : i < c ? 2 : 3;
    const listener = j < a ? 0 : j < b ? 1 : j < c ? 2 : 3;
    const says = speaker === 0 || (speaker === 1 && stream.integer(2) === 0) ? 0 : 2;
    if (listener === 1 || listener === says || (listener === 3 && says === 2)) {
      // Both keep the word that both know.
      const learners = Number(speaker === 1) + Number(listener === 1);
      if (says === 0) old += learners;
      else now += learners;
    } else if (listener === 0) old--;
    else if (listener === 2) now--;
  }
  return now > old;
}

/** The half point of one size, by a logistic regression of who turned on the share committed, over a grid around a first guess. */
function halfPoint(n: number, guess: number, worlds: number, stream: Rng): HalfPoint {
  const width = 0.5 * n ** (-2 / 3);
  const meetings = Math.round(LINGER * n ** (4 / 3));
  let centre = guess;
  let points: { x: number; turned: number }[] = [];
  // A first look finds the centre, the second measures.
  for (const [look, many] of [Math.ceil(worlds / 8), worlds].entries()) {
    points = [];
    for (let k = -4; k <= 4; k++) {
      const committed = Math.max(1, Math.round(n * (centre + (k / 4) * (look === 0 ? 2 : 1) * width)));
      let turned = 0;
      for (let w = 0; w < many; w++)
        turned += Number(turns(n, committed, meetings, stream.fork(`${look} ${k} ${w}`)));
      points.push({ x: committed / n, turned: turned / many });
    }
    if (look === 0) centre = logistic(points, many).share;
  }
  return { n, ...logistic(points, worlds) };
}

/** Newton's steps to the greatest likelihood, from the share with a half; the error of the half point by the delta method. */
function logistic(
  points: readonly { readonly x: number; readonly turned: number }[],
  many: number,
): { readonly share: number; readonly se: number } {
  const middle = points.reduce((all, { x }) => all + x, 0) / points.length;
  const scale = Math.max(...points.map(({ x }) => Math.abs(x - middle)));
  let [a, b] = [0, 1];
  let [aa, ab, bb] = [1, 0, 1];
  for (let step = 0; step < 50; step++) {
    let [ga, gb] = [0, -0.01 * b];
    [aa, ab, bb] = [0, 0, 0.01];
    for (const { x, turned } of points) {
      const z = (x - middle) / scale;
      const p = 1 / (1 + Math.exp(-a - b * z));
      const w = many * p * (1 - p);
      ga += many * (turned - p);
      gb += many * (turned - p) * z;
      aa += w;
      ab += w * z;
      bb += w * z * z;
    }
    const det = aa * bb - ab * ab;
    a += Math.max(-2, Math.min(2, (bb * ga - ab * gb) / det));
    b += Math.max(-2, Math.min(2, (aa * gb - ab * ga) / det));
  }
  const det = aa * bb - ab * ab;
  const half = -a / b;
  // d half = -(da + half db) / b.
  const variance = (bb - 2 * half * ab + half * half * aa) / det / (b * b);
  return { share: middle + scale * half, se: scale * Math.sqrt(variance) };
}

/**
 * The tipping point of infinitely many agents: half points on n^(−2/3) by weighted least squares. At a fold, a barrier that falls as the distance to it to the power 3/2 is overcome by noise of
 * the order 1/n when the distance is of the order n^(−2/3) (Dykman and Krivoglaz 1980).
 */
export function estimateTipping(sizes: readonly number[], worlds: number, seed: number): TippingEstimate {
  const root = rng(seed).fork("tipping");
  const halves = sizes.map((n) => halfPoint(n, 0.0979 - 0.8 * n ** (-2 / 3), worlds, root.fork(`${n}`)));
  const rows = halves.map(({ n, share, se }) => ({ x: n ** (-2 / 3), y: share, w: 1 / se ** 2 }));
  const total = (f: (row: (typeof rows)[number]) => number): number =>
    rows.reduce((all, row) => all + row.w * f(row), 0);
  const [s, sx, sxx, sy, sxy] = [
    total(() => 1),
    total((r) => r.x),
    total((r) => r.x ** 2),
    total((r) => r.y),
    total((r) => r.x * r.y),
  ];
  const det = s * sxx - sx * sx;
  const share = (sxx * sy - sx * sxy) / det;
  const slope = (s * sxy - sx * sy) / det;
  return {
    halves,
    share,
    se: Math.sqrt(sxx / det),
    slope,
    misfit: total((r) => (r.y - share - slope * r.x) ** 2),
    degrees: rows.length - 2,
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const worlds = Number(process.argv[2] ?? 60);
  const { halves, share, se, slope, misfit, degrees } = estimateTipping(
    [200, 400, 800, 1600, 3200],
    worlds,
    1,
  );
  console.log("| agents | half of the worlds turn at | standard error |\n|---|---|---|");
  for (const one of halves) console.log(`| ${one.n} | ${one.share.toFixed(4)} | ${one.se.toFixed(4)} |`);
  console.log(
    `limit ${share.toFixed(4)}, standard error ${se.toFixed(4)}; share(n) = ${share.toFixed(4)} ${slope.toFixed(3)} n^(-2/3), misfit ${misfit.toFixed(1)} with ${degrees} degrees`,
  );
}
