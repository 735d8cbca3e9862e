import type { Json } from "../core/canonicalJson.ts";

/** Names under which people keep what nobody else may see. Limits of tokens are no tokens. */
const SECRET_NAME =
  /api_?-?key|secret|password|passwd|credential|authorization|cookie|(?:access|auth|bearer|session)[_-]?token|private[_-]?key|^(?:token|key)$/i;
/** Forms that keys of well-known services have. */
const KEY =
  /\b(?:(?:sk|pk|rk)[-_][A-Za-z0-9_-]{16,}|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|AKIA[A-Z0-9]{12,}|AIza[A-Za-z0-9_-]{20,}|xox[abprs]-[A-Za-z0-9-]{10,}|hf_[A-Za-z0-9]{20,}|eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{5,})|-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g;
const IN_ADDRESS = /(:\/\/)[^/@\s"]{1,2000}@/g;
const IN_QUERY = /([?&][^=&\s"]{0,100}(?:key|token|secret|password|sig)[^=&\s"]{0,100}=)[^&\s"]{1,2000}/gi;
const BEARER = /\b(Bearer|Basic)\s+[A-Za-z0-9+/=._~-]{8,}/g;
const OPTION = /^--?[\w-]*(?:key|token|secret|password|passwd|credential)$/i;
const OPTION_WITH = /^(--?[\w-]*(?:key|token|secret|password|passwd|credential)=).+$/i;

const BLANK = "[key]";

/**
 * Data with `[key]` wherever a key, a password or a token stands: what is named like one, what has the form of one, what an address
 * holds, and the word after an option of a program that is named like one. A sealed document is made to be shown to everybody.
 */
export function withoutSecrets(value: Json | undefined): Json | undefined {
  if (typeof value === "string") return blanked(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value))
    return value.map((one: Json, k) => {
      const before: unknown = value[k - 1];
      if (typeof one === "string" && typeof before === "string" && OPTION.test(before)) return BLANK;
      return withoutSecrets(typeof one === "string" ? one.replace(OPTION_WITH, `$1${BLANK}`) : one) ?? null;
    });
  return Object.fromEntries(
    Object.entries(value).map(([name, inside]) => [
      name,
      typeof inside === "string" && SECRET_NAME.test(name) ? BLANK : withoutSecrets(inside as Json),
    ]),
  );
}

const blanked = (text: string): string =>
  text
    .replace(KEY, BLANK)
    .replace(BEARER, `$1 ${BLANK}`)
    .replace(IN_ADDRESS, `$1${BLANK}@`)
    .replace(IN_QUERY, `$1${BLANK}`);
