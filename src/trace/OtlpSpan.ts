/** A span as OTLP writes it in JSON: ids in hexadecimal digits, 64-bit numbers as texts, enumerations as numbers. */
export interface OtlpSpan {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** 16 hexadecimal digits. */
  readonly spanId: string;
  /** Absent for the root. */
  readonly parentSpanId?: string;
  readonly name: string;
  /** 1 for work inside the process, 3 for a call to another. */
  readonly kind: 1 | 3;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly OtlpAttribute[];
  /** Present for what ended in an error. */
  readonly status?: { readonly code: 2; readonly message?: string };
}

export interface OtlpAttribute {
  readonly key: string;
  readonly value: OtlpValue;
}

export type OtlpValue =
  | { readonly stringValue: string }
  | { readonly boolValue: boolean }
  | { readonly intValue: string }
  | { readonly doubleValue: number };

/** A value that is a number of its own kind: a whole one, or one with a fraction. */
type Counted = { readonly whole: number } | { readonly fraction: number };

/** Attributes from a mapping; what is undefined is left out. */
export function otlpAttributes(
  given: Readonly<Record<string, string | boolean | Counted | undefined>>,
): OtlpAttribute[] {
  return Object.entries(given).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, value: otlpValue(value) }],
  );
}

function otlpValue(value: string | boolean | Counted): OtlpValue {
  if (typeof value === "boolean") return { boolValue: value };
  if (typeof value === "string") return { stringValue: wellFormed(value) };
  if ("whole" in value) return { intValue: String(Math.round(value.whole)) };
  return { doubleValue: value.fraction };
}

/** Half of a pair of code units is no UTF-8, and a collector refuses all that comes with it. */
function wellFormed(text: string): string {
  return /\p{Surrogate}/u.test(text) ? Buffer.from(text).toString() : text;
}
