import type { VNode } from "preact";

/** One distribution of estimates. */
interface Series {
  readonly name: string;
  readonly values: readonly number[];
  readonly color: string;
}

const WIDTH = 640;
const BINS = 44;

/** Sampling distributions below one another on one axis, with the truth and marks as lines. */
export function Histogram({
  series,
  truth,
  marks = [],
  label,
  range,
}: {
  readonly series: readonly Series[];
  readonly truth: number;
  readonly marks?: readonly { readonly at: number; readonly name: string; readonly color: string }[];
  readonly label: string;
  readonly range?: readonly [number, number];
}): VNode {
  const all = [truth, ...marks.map(({ at }) => at), ...series.flatMap(({ values }) => values)];
  const [least, most] = range ?? [all.reduce((a, b) => Math.min(a, b)), all.reduce((a, b) => Math.max(a, b))];
  const pad = (most - least) * 0.04 || 0.5;
  const [low, high] = [least - pad, most + pad];
  const px = (value: number): number => 20 + ((value - low) / (high - low)) * (WIDTH - 40);
  const row = 120;
  const height = series.length * row + 46;
  return (
    <svg viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={label}>
      {series.map(({ name, values, color }, s) => {
        const counts = new Array<number>(BINS).fill(0);
        for (const value of values) {
          const bin = Math.floor(((value - low) / (high - low)) * BINS);
          if (bin >= 0 && bin < BINS) counts[bin]!++;
        }
        const top = counts.reduce((a, b) => Math.max(a, b), 1);
        const base = (s + 1) * row;
        return (
          <g key={name}>
            {counts.map((count, k) => (
              <rect
                key={k}
                x={20 + (k * (WIDTH - 40)) / BINS + 0.5}
                width={(WIDTH - 40) / BINS - 1}
                y={base - (count / top) * (row - 34)}
                height={(count / top) * (row - 34)}
                fill={color}
              />
            ))}
            <line class="axis" x1={20} x2={WIDTH - 20} y1={base} y2={base} />
            <text x={22} y={base - row + 22}>
              {name}: mean {mean(values).toFixed(2)}
            </text>
          </g>
        );
      })}
      <line x1={px(truth)} x2={px(truth)} y1={8} y2={height - 34} stroke="var(--truth)" stroke-width={3} />
      <text x={px(truth)} y={height - 18} text-anchor="middle">
        truth {truth.toFixed(2).replace(/\.?0+$/, "")}
      </text>
      {marks.map(({ at, name, color }) => (
        <g key={name}>
          <line
            x1={px(at)}
            x2={px(at)}
            y1={8}
            y2={height - 34}
            stroke={color}
            stroke-width={3}
            stroke-dasharray="6 4"
          />
          <text x={px(at)} y={height - 3} text-anchor={px(at) > WIDTH / 2 ? "end" : "start"}>
            {name} {at.toFixed(2)}
          </text>
        </g>
      ))}
    </svg>
  );
}

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length;
