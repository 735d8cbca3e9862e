/** Names under which people keep what nobody else may see. */
const SECRET = /(key|token|secret|password|credential|authorization)s?$/i;

/**
 * A short picture of a value for an error message; long values are cut, and texts under the name of a key or password are
 * left out, in addresses too.
 */
export function shown(value: unknown): string {
  const text = withoutKeys(written(value));
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** An address without its password, and without what its query has under the name of a key. */
function withoutKeys(text: string): string {
  return text
    .replace(/(:\/\/)[^/@\s"]{1,2000}@/g, "$1…@")
    .replace(
      /([?&][^=&\s"]{0,100}(?:key|token|secret|password|sig)[^=&\s"]{0,100}=)[^&\s"]{1,2000}/gi,
      "$1…",
    );
}

function written(value: unknown): string {
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  try {
    const hide = (name: string, inside: unknown): unknown =>
      typeof inside === "string" && SECRET.test(name) ? "…" : inside;
    return JSON.stringify(value, hide) ?? String(value);
  } catch {
    // A circle, or a whole number of any size inside.
    return Object.prototype.toString.call(value);
  }
}
