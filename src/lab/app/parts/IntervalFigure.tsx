import type { VNode } from "preact";
import type { Interval } from "../computed/coverage.ts";

const WIDTH = 640;
const LINE = 8;

/** Intervals of many experiments below one another: those that miss the truth are dashed, and in the colour of what is wrong. */
export function IntervalFigure({
  groups,
  truth,
  label,
}: {
  readonly groups: readonly {
    readonly name: string;
    readonly intervals: readonly Interval[];
    readonly instead?: string;
  }[];
  readonly truth: number;
  readonly label: string;
}): VNode {
  const ends = groups
    .flatMap(({ intervals }) => intervals.flatMap(({ low, high }) => [low, high]))
    .sort((a, b) => a - b);
  // A few very long ones must not hide the others.
  const low = Math.min(truth - 1, ends[Math.floor(ends.length * 0.02)] ?? truth - 1);
  const high = Math.max(truth + 1, ends[Math.ceil(ends.length * 0.98) - 1] ?? truth + 1);
  const half = (WIDTH - 20) / groups.length;
  const rows = Math.max(...groups.map(({ intervals }) => intervals.length), 12);
  const height = rows * LINE + 62;
  return (
    <svg viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={label}>
      {groups.map(({ name, intervals, instead }, g) => {
        const left = 10 + g * half;
        const px = (value: number): number =>
          left + 8 + Math.min(1, Math.max(0, (value - low) / (high - low))) * (half - 24);
        return (
          <g key={name}>
            <text x={left + 8} y={16}>
              {name}
            </text>
            {instead === undefined ? (
              <line
                x1={px(truth)}
                x2={px(truth)}
                y1={24}
                y2={height - 30}
                stroke="var(--truth)"
                stroke-width={2}
              />
            ) : (
              <text class="soft" x={left + 8} y={44}>
                {instead}
              </text>
            )}
            {intervals.map((one, k) => (
              <g key={k}>
                <line
                  x1={px(one.low)}
                  x2={px(one.high)}
                  y1={30 + k * LINE}
                  y2={30 + k * LINE}
                  stroke={one.holds ? "var(--estimate)" : "var(--naive)"}
                  stroke-width={one.holds ? 2 : 3}
                  stroke-dasharray={one.holds ? "none" : "5 2"}
                />
                <circle cx={px(one.estimate)} cy={30 + k * LINE} r={2.4} fill="var(--text)" />
              </g>
            ))}
            {instead === undefined ? (
              <text x={px(truth)} y={height - 12} text-anchor="middle">
                truth {truth}
              </text>
            ) : null}
          </g>
        );
      })}
    </svg>
  );
}
