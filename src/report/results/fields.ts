import type { ResultData } from "./ResultKind.ts";

/** Objects in a list of a file; others are left out. */
export function objects(value: unknown): ResultData[] {
  return Array.isArray(value)
    ? value.filter((one): one is ResultData => typeof one === "object" && one !== null && !Array.isArray(one))
    : [];
}

/** An object of a file; empty where there is none. */
export function fields(value: unknown): ResultData {
  return objects([value])[0] ?? {};
}

/** A finite number of a file, or nothing. */
export function number(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** A value of a file as text. */
export function text(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}

/** Texts in a list of a file. */
export function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];
}

/** An interval of a file, or nothing. */
export function interval(value: unknown): readonly [number, number] | undefined {
  if (!Array.isArray(value) || value.length !== 2) return undefined;
  const [low, high] = [number(value[0]), number(value[1])];
  return low === undefined || high === undefined ? undefined : [low, high];
}
