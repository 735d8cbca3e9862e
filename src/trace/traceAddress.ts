import { SpillwayError } from "../core/SpillwayError.ts";

const PATH = "/v1/traces";

/**
 * The address that takes spans: that of OTLP over HTTP at a collector, with the usual path unless it is there already.
 *
 * @throws SpillwayError for anything but an address of HTTP, and for one that holds a password. The message does not show it.
 */
export function traceAddress(given: string): string {
  if (!URL.canParse(given) || !/^https?:$/.test(new URL(given).protocol))
    throw new SpillwayError(
      "trace: wanted an address such as http://localhost:4318, got something else: it is where a collector takes OTLP over HTTP",
    );
  const url = new URL(given);
  if (url.username !== "" || url.password !== "" || /key|token|secret|sig/i.test(url.search)) {
    throw new SpillwayError(
      "trace: the address must hold no password and no key: give headers in the environment variable OTEL_EXPORTER_OTLP_HEADERS",
    );
  }
  const path = url.pathname.replace(/\/{1,10}$/, "");
  url.pathname = path.endsWith(PATH) ? path : `${path}${PATH}`;
  return url.href;
}

const VARIABLES = ["OTEL_EXPORTER_OTLP_HEADERS", "OTEL_EXPORTER_OTLP_TRACES_HEADERS"];

/**
 * Headers for a collector, as OpenTelemetry's own exporters take them from the environment: `name=value,name=value`, with
 * values in percent encoding.
 *
 * @throws SpillwayError when a variable holds something else. The message does not show it.
 */
export function traceHeaders(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const headers = new Map<string, string>();
  for (const variable of VARIABLES) {
    for (const pair of (environment[variable] ?? "").split(",")) {
      if (pair.trim() === "") continue;
      const at = pair.indexOf("=");
      const name = pair.slice(0, at).trim().toLowerCase();
      const value = at === -1 ? undefined : decoded(pair.slice(at + 1).trim());
      if (
        value === undefined ||
        !/^[a-z0-9!#$%&'*+.^_`|~-]+$/.test(name) ||
        !/^[\t\x20-\x7e]*$/.test(value)
      ) {
        throw new SpillwayError(
          `trace: the environment variable ${variable} must hold headers such as name=value,name=value`,
        );
      }
      headers.set(name, value);
    }
  }
  return Object.fromEntries(headers);
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
