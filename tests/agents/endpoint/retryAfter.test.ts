import { expect, test } from "vitest";
import { retryAfter } from "../../../src/agents/endpoint/retryAfter.ts";

const wait = (headers: Readonly<Record<string, string>>): number | undefined =>
  retryAfter((name) => headers[name] ?? null);
const date = "Sat, 21 Nov 2026 10:00:00 GMT";

test.each<[Record<string, string>, number | undefined]>([
  [{}, undefined],
  [{ "retry-after": "0" }, 0],
  [{ "retry-after": "2" }, 2000],
  [{ "retry-after": " 0.25 " }, 250],
  [{ "retry-after": "86400" }, 86_400_000],
  [{ "retry-after-ms": "1500.2", "retry-after": "9" }, 1501],
  [{ "retry-after-ms": "soon", "retry-after": "9" }, 9000],
  [{ "retry-after": "Sat, 21 Nov 2026 11:30:00 GMT", date }, 5_400_000],
  [{ "retry-after": "Sat, 21 Nov 2026 09:30:00 GMT", date }, 0],
  [{ "retry-after": "Sat, 21 Nov 2026 11:30:00 GMT" }, undefined],
  [{ "retry-after": "-5" }, undefined],
  [{ "retry-after": "1e9" }, undefined],
  [{ "retry-after": "Infinity", date }, undefined],
  [{ "retry-after": "later", date }, undefined],
])("%j asks to wait %s milliseconds", (headers, wanted) => {
  expect(wait(headers)).toBe(wanted);
});
