import { joinCodes } from "../cells/joinCodes.ts";

/** Probabilities of two sources and a target: p(x, y, t) at (t × ys + y) × xs + x. */
export interface JointTable {
  readonly xs: number;
  readonly ys: number;
  readonly ts: number;
  readonly p: Float64Array;
}

/** The table of columns of codes; `mass` is the weight of each row, by default the same for all. */
export function jointTable(columns: readonly Uint32Array[], mass?: Float64Array): JointTable {
  const size = columns[0]!.length;
  const [x, y, t] = columns.map((column) => joinCodes([column], size));
  const [xs, ys, ts] = [x!.cells, y!.cells, t!.cells];
  const p = new Float64Array(xs * ys * ts);
  for (let r = 0; r < size; r++)
    p[(t!.codes[r]! * ys + y!.codes[r]!) * xs + x!.codes[r]!]! += mass ? mass[r]! : 1 / size;
  return { xs, ys, ts, p };
}

/** Sums of a table over one or two of its variables. */
interface Margins {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly t: Float64Array;
  /** At t × xs + x, t × ys + y and y × xs + x. */
  readonly tx: Float64Array;
  readonly ty: Float64Array;
  readonly yx: Float64Array;
}

/** Every margin of a table. */
export function marginsOf({ xs, ys, ts, p }: JointTable): Margins {
  const margins = {
    x: new Float64Array(xs),
    y: new Float64Array(ys),
    t: new Float64Array(ts),
    tx: new Float64Array(ts * xs),
    ty: new Float64Array(ts * ys),
    yx: new Float64Array(ys * xs),
  };
  for (let t = 0; t < ts; t++)
    for (let y = 0; y < ys; y++)
      for (let x = 0; x < xs; x++) {
        const one = p[(t * ys + y) * xs + x]!;
        margins.x[x]! += one;
        margins.y[y]! += one;
        margins.t[t]! += one;
        margins.tx[t * xs + x]! += one;
        margins.ty[t * ys + y]! += one;
        margins.yx[y * xs + x]! += one;
      }
  return margins;
}

const entropy = (p: Float64Array): number => {
  let value = 0;
  for (const one of p) if (one > 0) value -= one * Math.log(one);
  return value;
};

/** What the sources say about the target, in nats: the first, the second, both. */
export function toldByTable(table: JointTable): { first: number; second: number; both: number } {
  const { x, y, t, tx, ty, yx } = marginsOf(table);
  const target = entropy(t);
  return {
    first: entropy(x) + target - entropy(tx),
    second: entropy(y) + target - entropy(ty),
    both: entropy(yx) + target - entropy(table.p),
  };
}
