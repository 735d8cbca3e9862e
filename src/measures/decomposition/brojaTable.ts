// Bertschinger, Rauh, Olbrich, Jost and Ay (2014), "Quantifying unique information", Entropy 16, definition 1.
import type { JointTable } from "./JointTable.ts";
import { marginsOf, toldByTable } from "./JointTable.ts";

/** The change of what is minimized, in nats, at which both loops stop, and how often they go round at most. */
const STOP = { outer: 1e-13, inner: 1e-15, rounds: 20_000, rakes: 2000 };

/**
 * The distribution with the same pairs (source, target) in which the sources say least together: Q minimizes I(T;X|Y) among those with the margins
 * p(t, x) and p(t, y). Alternating projections: r(x|y) is read from Q, then for each t the matrix p(t, y) r(x|y) is raked
 * to its margins (iterative proportional fitting); what is minimized never grows. Cost: cells times rounds, usually tens to thousands.
 */
export function brojaTable(table: JointTable): JointTable {
  const { xs, ys, ts } = table;
  const { t: pt, tx, ty, y: py } = marginsOf(table);
  const p = new Float64Array(table.p.length);
  for (let t = 0; t < ts; t++)
    for (let y = 0; y < ys; y++)
      for (let x = 0; x < xs; x++)
        p[(t * ys + y) * xs + x] = pt[t] === 0 ? 0 : (tx[t * xs + x]! * ty[t * ys + y]!) / pt[t]!;
  const found = { xs, ys, ts, p };
  const given = new Float64Array(ys * xs);
  let before = Number.POSITIVE_INFINITY;
  for (let round = 0; round < STOP.rounds; round++) {
    given.fill(0);
    for (let t = 0; t < ts; t++) for (let k = 0; k < ys * xs; k++) given[k]! += p[t * ys * xs + k]!;
    for (let y = 0; y < ys; y++)
      for (let x = 0; x < xs; x++) given[y * xs + x] = py[y] === 0 ? 0 : given[y * xs + x]! / py[y]!;
    for (let t = 0; t < ts; t++) rake(found, t, given, tx, ty);
    const now = toldByTable(found).both;
    if (before - now < STOP.outer && round > 0) break;
    before = now;
  }
  return found;
}

/** Makes the matrix of one t from p(t, y) r(x|y), with the row sums p(t, x) and the column sums p(t, y). */
function rake(
  { xs, ys, p }: JointTable,
  t: number,
  given: Float64Array,
  tx: Float64Array,
  ty: Float64Array,
): void {
  const start = t * ys * xs;
  for (let y = 0; y < ys; y++)
    for (let x = 0; x < xs; x++)
      p[start + y * xs + x] = tx[t * xs + x] === 0 ? 0 : ty[t * ys + y]! * given[y * xs + x]!;
  for (let round = 0; round < STOP.rakes; round++) {
    let worst = 0;
    for (let x = 0; x < xs; x++) {
      let row = 0;
      for (let y = 0; y < ys; y++) row += p[start + y * xs + x]!;
      if (row === 0) continue;
      const factor = tx[t * xs + x]! / row;
      for (let y = 0; y < ys; y++) p[start + y * xs + x]! *= factor;
    }
    for (let y = 0; y < ys; y++) {
      let column = 0;
      for (let x = 0; x < xs; x++) column += p[start + y * xs + x]!;
      if (column === 0) continue;
      const factor = ty[t * ys + y]! / column;
      worst = Math.max(worst, Math.abs(column - ty[t * ys + y]!));
      for (let x = 0; x < xs; x++) p[start + y * xs + x]! *= factor;
    }
    if (worst < STOP.inner) break;
  }
}
