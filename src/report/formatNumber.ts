const MINUS = "\u2212";
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/**
 * A number as print shows it: a true minus sign, no sign before a zero, thousands set apart by narrow spaces, and
 * powers of ten for numbers too long or too small to read.
 *
 * @param decimals digits after the point, 0 or more.
 */
export function formatNumber(value: number, decimals: number): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value)) return `${value < 0 ? MINUS : ""}∞`;
  if (size >= 1e9 || (size !== 0 && size < 1e-4 && decimals > 7)) return powerOfTen(value);
  const digits = size.toFixed(Math.min(decimals, 7));
  const [whole = "", part] = digits.split(".");
  const spaced = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, "\u202F") : whole;
  const sign = value < 0 && Number(digits) !== 0 ? MINUS : "";
  return sign + spaced + (part === undefined ? "" : `.${part}`);
}

/** A whole number: agents, edges, turns. */
export function formatCount(value: number): string {
  return formatNumber(value, 0);
}

/**
 * A number of a few significant digits, for values that have no standard error.
 *
 * @param digits significant digits, default 3.
 */
export function formatSignificant(value: number, digits = 3): string {
  if (value === 0 || !Number.isFinite(value)) return formatNumber(value, 0);
  return formatNumber(value, Math.max(0, digits - 1 - exponentOf(value)));
}

/** A number on an axis: as many decimals as it needs and no more. */
export function formatTick(value: number): string {
  if (value !== 0 && Math.abs(value) < 1e-6) return formatSignificant(value, 2);
  const short = String(Number(value.toPrecision(6)));
  return formatNumber(value, short.split(".")[1]?.length ?? 0);
}

/** A probability: three decimals, and never 0 or 1 unless it is exactly that. */
export function formatProbability(p: number): string {
  if (p === 0 || p === 1) return String(p);
  if (p < 0.0005) return powerOfTen(p);
  return p > 0.9995 ? ">0.999" : formatNumber(p, 3);
}

/** 0.95 as "95 %". */
export function formatPercent(share: number): string {
  return `${Number((share * 100).toFixed(2))}\u00A0%`;
}

/** The largest e with 10^e at most |value|, after rounding to three digits. `value` is not 0. */
export function exponentOf(value: number): number {
  return Number(value.toExponential(2).split("e")[1]);
}

function powerOfTen(value: number): string {
  const [digits = "", power = ""] = Math.abs(value).toExponential(1).split("e");
  const raised = [...String(Math.abs(Number(power)))].map((digit) => SUPERSCRIPTS[Number(digit)]).join("");
  return `${value < 0 ? MINUS : ""}${digits} × 10${Number(power) < 0 ? "⁻" : ""}${raised}`;
}
