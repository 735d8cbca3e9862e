// Abramowitz and Stegun (1964), "Handbook of mathematical functions", 6.1.41, 6.3.18 and 6.4.12, after recurrences up to 12.

/** Arguments from here on are left to the asymptotic series, whose first term left out is then below 1e-16. */
const FAR = 12;

/** ln Γ(x) for x > 0. */
export function logGamma(x: number): number {
  let shift = 0;
  let at = x;
  let product = 1;
  while (at < FAR) {
    product *= at;
    at++;
    if (product > 1e280) {
      shift += Math.log(product);
      product = 1;
    }
  }
  const w = 1 / (at * at);
  const series =
    1 / 12 -
    w * (1 / 360 - w * (1 / 1260 - w * (1 / 1680 - w * (1 / 1188 - w * (691 / 360360 - w * (1 / 156))))));
  return (
    (at - 0.5) * Math.log(at) - at + 0.5 * Math.log(2 * Math.PI) + series / at - shift - Math.log(product)
  );
}

/** ψ(x) = Γ′(x)/Γ(x) for x > 0. */
export function digamma(x: number): number {
  let at = x;
  let value = 0;
  while (at < FAR) {
    value -= 1 / at;
    at++;
  }
  const w = 1 / (at * at);
  const series =
    w *
    (1 / 12 -
      w * (1 / 120 - w * (1 / 252 - w * (1 / 240 - w * (1 / 132 - w * (691 / 32760 - w * (1 / 12)))))));
  return value + Math.log(at) - 0.5 / at - series;
}

/** ψ′(x) for x > 0. */
export function trigamma(x: number): number {
  let at = x;
  let value = 0;
  while (at < FAR) {
    value += 1 / (at * at);
    at++;
  }
  const w = 1 / (at * at);
  const series =
    1 +
    w * (1 / 6 - w * (1 / 30 - w * (1 / 42 - w * (1 / 30 - w * (5 / 66 - w * (691 / 2730 - w * (7 / 6)))))));
  return value + series / at + 0.5 * w;
}
