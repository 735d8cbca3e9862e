import { version } from "../core/version.ts";
import type { OtlpSpan } from "./OtlpSpan.ts";

/** The conventions that the names of attributes follow. */
const CONVENTIONS = "https://opentelemetry.io/schemas/gen-ai/1.42.0";

const RESOURCE = JSON.stringify({
  attributes: [
    { key: "service.name", value: { stringValue: "spillway" } },
    { key: "service.version", value: { stringValue: version } },
  ],
});
const SCOPE = JSON.stringify({ name: "spillway", version });

/** What stands before the spans, and after them, in the JSON of OTLP's trace data. */
const HEAD: string = `{"resourceSpans":[{"resource":${RESOURCE},"scopeSpans":[{"scope":${SCOPE},"spans":[`;
const TAIL: string = `],"schemaUrl":${JSON.stringify(CONVENTIONS)}}]}]}`;

/** Spans and characters of one batch at most; a longer span stands alone. */
const MOST = { spans: 512, characters: 2_000_000 };

/** Things that come at once or one after the other. */
export type AnyIterable<Item> = Iterable<Item> | AsyncIterable<Item>;

/** Some spans as one request or one line of a file. */
export interface SpanBatch {
  readonly spans: number;
  /** OTLP trace data as JSON. */
  readonly text: string;
}

/** Spans in batches that any collector takes. */
export async function* spanBatches(spans: AnyIterable<OtlpSpan>): AsyncGenerator<SpanBatch, void> {
  let held: string[] = [];
  let characters = 0;
  const whole = (): SpanBatch => ({ spans: held.length, text: `${HEAD}${held.join(",")}${TAIL}` });
  for await (const span of spans) {
    const text = JSON.stringify(span);
    if (held.length > 0 && (held.length === MOST.spans || characters + text.length > MOST.characters)) {
      yield whole();
      held = [];
      characters = 0;
    }
    held.push(text);
    characters += text.length;
  }
  if (held.length > 0) yield whole();
}

/** Spans as one document of trace data, in pieces. */
export async function* spanDocument(spans: AnyIterable<OtlpSpan>): AsyncGenerator<string, void> {
  let first = true;
  for await (const span of spans) {
    yield `${first ? `${HEAD}\n` : ",\n"}${JSON.stringify(span)}`;
    first = false;
  }
  yield first ? `${HEAD}${TAIL}\n` : `\n${TAIL}\n`;
}
