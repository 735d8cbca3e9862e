/** What is wrong with OTLP trace data in JSON by the rules of its encoding, in words; empty when nothing is. */
export function otlpFaults(documents: readonly unknown[]): string[] {
  const faults: string[] = [];
  const want = (good: boolean, what: string): void => void (good || faults.push(what));
  const spans = documents.flatMap(spansIn);
  const ids = new Set(spans.map(({ spanId }) => spanId));
  want(ids.size === spans.length, "two spans with one id");
  want(spans.filter(({ parentSpanId }) => parentSpanId === undefined).length === 1, "not one root");
  want(new Set(spans.map(({ traceId }) => traceId)).size === 1, "not one trace");
  for (const span of spans) {
    const { traceId, spanId, parentSpanId, name, kind, attributes, status } = span;
    const [start, end] = [span.startTimeUnixNano, span.endTimeUnixNano];
    want(/^(?!0+$)[0-9a-f]{32}$/.test(String(traceId)), `traceId ${traceId}`);
    want(/^(?!0+$)[0-9a-f]{16}$/.test(String(spanId)), `spanId ${spanId}`);
    want(parentSpanId === undefined || ids.has(parentSpanId), `no parent ${parentSpanId}`);
    want(typeof name === "string" && name !== "", "name");
    want(kind === 1 || kind === 3, `kind ${kind}`);
    want([start, end].every(isDecimal) && BigInt(String(start)) <= BigInt(String(end)), `${start} to ${end}`);
    want(status === undefined || status.code === 2, "status");
    const keys = attributes.map(({ key }) => key);
    want(new Set(keys).size === keys.length, `an attribute twice in ${keys}`);
    for (const { key, value } of attributes) want(isValue(value), `${key}: ${JSON.stringify(value)}`);
    const known = "traceId spanId parentSpanId name kind startTimeUnixNano endTimeUnixNano attributes status";
    for (const key of Object.keys(span)) want(known.split(" ").includes(key), `a field ${key}`);
  }
  return faults;
}

/** A span as it came back from JSON. */
export interface GivenSpan {
  readonly traceId: unknown;
  readonly spanId: unknown;
  readonly parentSpanId?: unknown;
  readonly name: string;
  readonly kind: unknown;
  readonly startTimeUnixNano: unknown;
  readonly endTimeUnixNano: unknown;
  readonly attributes: readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[];
  readonly status?: { readonly code: unknown; readonly message?: string };
}

/** The spans of one document. */
export function spansIn(document: unknown): readonly GivenSpan[] {
  const { resourceSpans } = document as {
    readonly resourceSpans: readonly {
      readonly scopeSpans: readonly { readonly spans: readonly GivenSpan[] }[];
    }[];
  };
  return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
}

/** Attributes as a mapping from keys to plain values; whole numbers are bigints. */
export function attributesOf({ attributes }: GivenSpan): Record<string, unknown> {
  return Object.fromEntries(
    attributes.map(({ key, value }) => [
      key,
      "intValue" in value ? BigInt(String(value.intValue)) : Object.values(value)[0],
    ]),
  );
}

const isDecimal = (value: unknown): boolean => typeof value === "string" && /^(0|[1-9]\d*)$/.test(value);

function isValue(value: Readonly<Record<string, unknown>>): boolean {
  const [[kind, inner] = [], ...more] = Object.entries(value);
  if (more.length > 0) return false;
  if (kind === "intValue") return isDecimal(inner);
  if (kind === "doubleValue") return Number.isFinite(inner);
  return (
    (kind === "stringValue" && typeof inner === "string") ||
    (kind === "boolValue" && typeof inner === "boolean")
  );
}
