import type { VNode } from "preact";
import { useMemo } from "preact/hooks";
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
  const places = useMemo(() => {
    const side = Math.min(WIDTH, height) - 44;
    return Array.from(x, (_, i): readonly [number, number] => [
      (WIDTH - side) / 2 + x[i]! * side,
      (height - side) / 2 + y[i]! * side,
    ]);
  }, [x, y, height]);
  // Ties stay where they are while rounds play, and thousands of them are quicker as one path.
  const ties = useMemo(() => {
    const end = (i: number): string => places[i]!.map((one) => one.toFixed(1)).join(" ");
    return <path class="tie" d={edges.map(([a, b]) => `M${end(a)}L${end(b)}`).join("")} />;
  }, [places, edges]);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={label}>
      {ties}
      {dots.map((dot, i) => {
        const [cx, cy] = places[i]!;
        return (
          <g key={i} {...(dot.faint ? { opacity: 0.35 } : {})}>
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
