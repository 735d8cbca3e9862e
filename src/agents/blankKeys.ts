/** Shorter texts are no keys; blanking them would garble ordinary words. */
const SHORTEST = 8;
const SECRET_NAME = /(key|token|secret|password|credential)s?$/i;

/**
 * A filter that replaces keys by `[key]` in texts from outside, also where they stand as part of a URL, in JSON or in
 * Base64. The values of all environment variables whose name ends like that of a key are blanked, and those given.
 *
 * @param keys further texts to blank; those of fewer than 8 characters are left alone.
 * @param environment default: that of the process, as it is now.
 */
export function blankKeys(
  keys: readonly string[],
  environment: Readonly<Record<string, string | undefined>> = process.env,
): (text: string) => string {
  const named = Object.entries(environment).flatMap(([name, value]) =>
    value !== undefined && SECRET_NAME.test(name) ? [value.trim(), value] : [],
  );
  const forms = [...keys, ...named]
    .filter((key) => key.length >= SHORTEST)
    .flatMap((key) => [
      key,
      encodeURIComponent(wellFormed(key)),
      JSON.stringify(key).slice(1, -1),
      JSON.stringify(key).slice(1, -1).replaceAll("/", "\\/"),
      Buffer.from(key).toString("base64"),
    ]);
  // Longest first: one key may begin with another.
  const ordered = [...new Set(forms)].sort((a, b) => b.length - a.length);
  return (text) => ordered.reduce((left, form) => left.replaceAll(form, "[key]"), text);
}

/** Half of a pair of code units cannot stand in a URL. */
const wellFormed = (text: string): string => Buffer.from(text).toString();
