/** Outlines of one unit of radius round the origin; sizes differ so that areas look alike. */
const SHAPES: readonly ((r: number) => string)[] = [
  (r) => `m${-r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`,
  (r) => polygon([-0.92, -0.92, 0.92, -0.92, 0.92, 0.92, -0.92, 0.92], r),
  (r) => polygon([0, -1.3, 1.18, 0.86, -1.18, 0.86], r),
  (r) => polygon([0, -1.3, 1.3, 0, 0, 1.3, -1.3, 0], r),
  (r) => polygon([0, 1.3, 1.18, -0.86, -1.18, -0.86], r),
  (r) =>
    polygon(
      [
        -0.45, -1.25, 0.45, -1.25, 0.45, -0.45, 1.25, -0.45, 1.25, 0.45, 0.45, 0.45, 0.45, 1.25, -0.45, 1.25,
        -0.45, 0.45, -1.25, 0.45, -1.25, -0.45, -0.45, -0.45,
      ],
      r,
    ),
];

/** Number of arms that have a shape of their own. */
export const ARM_SHAPES: number = SHAPES.length;

/** The mark of an arm as SVG path data: circle, square, triangle, diamond, inverted triangle, cross; then again from the first. */
export function armShape(arm: number, x: number, y: number, radius: number): string {
  return `M${round(x)} ${round(y)}${SHAPES[arm % SHAPES.length]!(round(radius))}`;
}

/** Width of the outline of an arm's mark: the first arm, usually the control, is drawn thinner. */
export function armStroke(arm: number, radius: number): number {
  return round((arm === 0 ? 0.12 : 0.3) * radius);
}

function polygon(unit: readonly number[], r: number): string {
  let path = "";
  let [x, y] = [0, 0];
  for (let k = 0; k < unit.length; k += 2) {
    const [nextX, nextY] = [round(unit[k]! * r), round(unit[k + 1]! * r)];
    path += `${k === 0 ? "m" : "l"}${round(nextX - x)} ${round(nextY - y)}`;
    [x, y] = [nextX, nextY];
  }
  return `${path}z`;
}

/** Two decimals are a hundredth of a pixel; more would only lengthen the file. */
function round(value: number): number {
  return Math.round(value * 100) / 100;
}
