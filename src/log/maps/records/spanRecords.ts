import { fieldNames, fieldOf } from "../fields/fieldOf.ts";

/** Lists and mappings inside each other in an attribute, at most; deeper ones stay away. */
const DEEPEST = 32;

/**
 * The spans of OpenTelemetry in a JSON document, flat: attributes of the resource and of the span by their names, what is the span's own as
 * `span.name`, `span.id`, `span.parent`, `span.trace`, `span.start`, `span.status`, and its events with theirs. Documents of OTLP, in
 * both spellings, single spans and lists of them are understood.
 */
export function* spanRecords(document: unknown): Generator<ReadonlyMap<string, unknown>> {
  const resources = firstOf(document, ["resourceSpans", "resource_spans"]);
  if (!Array.isArray(resources)) {
    for (const one of Array.isArray(document) ? document : (listOf(document, ["spans"]) ?? [document]))
      if (fieldOf(one, "resourceSpans") !== undefined) yield* spanRecords(one);
      else if (firstOf(one, ["attributes", "spanId", "span_id", "context"]) !== undefined)
        yield flat(one, []);
    return;
  }
  for (const resource of resources) {
    const shared = attributesOf(fieldOf(fieldOf(resource, "resource"), "attributes"));
    const scopes = listOf(resource, ["scopeSpans", "scope_spans", "instrumentationLibrarySpans"]) ?? [];
    for (const scope of scopes) for (const span of listOf(scope, ["spans"]) ?? []) yield flat(span, shared);
  }
}

function flat(span: unknown, shared: readonly (readonly [string, unknown])[]): ReadonlyMap<string, unknown> {
  const fields = new Map<string, unknown>(shared);
  for (const [name, value] of attributesOf(fieldOf(span, "attributes"))) fields.set(name, value);
  const context = fieldOf(span, "context");
  const own: readonly (readonly [string, unknown])[] = [
    ["span.name", fieldOf(span, "name")],
    ["span.id", firstOf(span, ["spanId", "span_id"]) ?? fieldOf(context, "span_id")],
    ["span.parent", firstOf(span, ["parentSpanId", "parent_id", "parent_span_id"])],
    ["span.trace", firstOf(span, ["traceId", "trace_id"]) ?? fieldOf(context, "trace_id")],
    ["span.start", firstOf(span, ["startTimeUnixNano", "start_time", "start_time_unix_nano"])],
    ["span.status", firstOf(fieldOf(span, "status"), ["code", "status_code"])],
  ];
  for (const [name, value] of own) if (value !== undefined && value !== "") fields.set(name, value);
  const events = listOf(span, ["events"]);
  if (events)
    fields.set(
      "events",
      events.map((event) => {
        const inner = new Map<string, unknown>(attributesOf(fieldOf(event, "attributes")));
        inner.set("name", fieldOf(event, "name"));
        return inner;
      }),
    );
  return fields;
}

function firstOf(value: unknown, names: readonly string[]): unknown {
  for (const name of names) {
    const found = fieldOf(value, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function listOf(value: unknown, names: readonly string[]): readonly unknown[] | undefined {
  const found = firstOf(value, names);
  return Array.isArray(found) ? found : undefined;
}

/** Attributes as OTLP writes them, a list of keys and values of a kind; or as programs print them, a mapping. */
function attributesOf(given: unknown): (readonly [string, unknown])[] {
  if (!Array.isArray(given)) return fieldNames(given).map((name) => [name, fieldOf(given, name)] as const);
  return given.flatMap((one) => {
    const key = fieldOf(one, "key");
    return typeof key === "string" ? [[key, plain(fieldOf(one, "value"), 0)] as const] : [];
  });
}

function plain(value: unknown, depth: number): unknown {
  const [kind] = fieldNames(value);
  if (kind === undefined || depth > DEEPEST) return undefined;
  const inner = fieldOf(value, kind);
  if (kind === "arrayValue") return (listOf(inner, ["values"]) ?? []).map((one) => plain(one, depth + 1));
  if (kind !== "kvlistValue") return inner;
  return new Map(
    (listOf(inner, ["values"]) ?? []).map((one) => [
      String(fieldOf(one, "key")),
      plain(fieldOf(one, "value"), depth + 1),
    ]),
  );
}
