import type { Measured } from "../truth/Measured.ts";
import { meanOf } from "./meanOf.ts";

/** √mean(e²), with the delta method's sd(e²)/(2 · RMSE · √R). */
export function rootMean(errors: readonly number[]): Measured | undefined {
  const squares = meanOf(errors.map((error) => error * error));
  if (squares === undefined) return undefined;
  const value = Math.sqrt(squares.value);
  return { value, mcse: value === 0 ? 0 : squares.mcse / (2 * value) };
}
