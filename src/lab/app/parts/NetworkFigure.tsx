import type { VNode } from "preact";
import type { DrawnNetwork } from "../computed/drawnNetwork.ts";

/** What is drawn of one agent. */
interface Dot {
  readonly fill: string;
  readonly treated?: boolean;
  /** In pixels; default 11. */
  readonly radius?: number;
  readonly label?: string;
  readonly faint?: boolean;
}

const WIDTH = 640;

/** A network with its agents, as a picture that scales with the page. */
export function NetworkFigure({
  network: { x, y, edges },
  dots,
  label,
  height = 420,
}: {
  readonly network: DrawnNetwork;
  readonly dots: readonly Dot[];
  readonly label: string;
  readonly height?: number;
}): VNode {
  const side = Math.min(WIDTH, height) - 44;
  const at = (i: number): [number, number] => [
    (WIDTH - side) / 2 + x[i]! * side,
    (height - side) / 2 + y[i]! * side,
  ];
  return (
    <svg viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={label}>
      {edges.map(([a, b]) => {
        const [[x1, y1], [x2, y2]] = [at(a), at(b)];
        return <line key={`${a} ${b}`} class="tie" x1={x1} y1={y1} x2={x2} y2={y2} />;
      })}
      {dots.map((dot, i) => {
        const [cx, cy] = at(i);
        return (
          <g key={i} opacity={dot.faint ? 0.35 : 1}>
            <circle
              class={`person${dot.treated ? " treated" : ""}`}
              cx={cx}
              cy={cy}
              r={dot.radius ?? 11}
              fill={dot.fill}
            />
            {dot.label === undefined ? null : (
              <text x={cx} y={cy + 4} text-anchor="middle">
                {dot.label}
              </text>
            )}
          </g>
        );
      })}
    </svg>
  );
}
