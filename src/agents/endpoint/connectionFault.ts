import { AgentFault } from "../AgentFault.ts";

const TIMES: ReadonlySet<string> = new Set([
  "ETIMEDOUT",
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_HEADERS_TIMEOUT",
  "UND_ERR_BODY_TIMEOUT",
]);
/** Connections over which nothing can have been asked. */
const UNREACHED: ReadonlySet<string> = new Set(["ECONNREFUSED", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);
/** Connections that will not come about however often they are tried. */
const PERMANENT: ReadonlySet<string> = new Set([
  "ENOTFOUND",
  "ERR_INVALID_URL",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "CERT_HAS_EXPIRED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
]);

/**
 * A connection that failed, as a fault: `timeout` where the time ran out, `stop` for a host that does not exist or a
 * certificate that is not trusted, `wait` for everything else: refused, reset, closed in the middle of an answer.
 *
 * @param thrown by fetch, or by reading the body.
 * @param clean blanks keys.
 */
export function connectionFault(who: string, thrown: unknown, clean: (text: string) => string): AgentFault {
  const { code, words } = innermost(thrown);
  const why = clean(code === undefined ? words : `${code}${words === "" ? "" : `, ${words}`}`).slice(0, 300);
  if (code !== undefined && TIMES.has(code))
    return new AgentFault("timeout", `${who}: no answer in time (${why})`);
  if (code !== undefined && PERMANENT.has(code))
    return new AgentFault("stop", `${who}: cannot connect (${why}); is the address right?`);
  const reached = code === undefined || !UNREACHED.has(code);
  return new AgentFault("wait", `${who}: the connection failed (${why})`, { unsure: reached });
}

/** fetch says only "fetch failed"; what failed is the cause of the cause. */
function innermost(thrown: unknown): { readonly code?: string; readonly words: string } {
  let at: unknown = thrown;
  let words = "";
  for (let depth = 0; depth < 5 && typeof at === "object" && at !== null; depth++) {
    const { code, message, cause, errors } = at as {
      readonly code?: unknown;
      readonly message?: unknown;
      readonly cause?: unknown;
      readonly errors?: unknown;
    };
    if (typeof message === "string" && message !== "") words = message;
    if (typeof code === "string") return { code, words };
    at = cause ?? (Array.isArray(errors) ? errors[0] : undefined);
  }
  return { words: words === "" ? String(thrown) : words };
}
