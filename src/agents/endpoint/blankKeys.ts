import { keyForms, namedKeys } from "./keyForms.ts";

/**
 * A filter that replaces keys by `[key]` in texts from outside, also where they stand as part of a URL, in JSON, in Base64 or
 * in hexadecimal digits. The values of all environment variables whose name ends like that of a key are blanked, and those
 * given.
 *
 * @param keys further texts to blank; those of fewer than 8 characters are left alone.
 * @param environment default: that of the process, as it is now.
 */
export function blankKeys(
  keys: readonly string[],
  environment: Readonly<Record<string, string | undefined>> = process.env,
): (text: string) => string {
  const forms = [...keys, ...namedKeys(environment).map(([, key]) => key)].flatMap(keyForms);
  // Longest first: one key may begin with another.
  const ordered = [...new Set(forms)].sort((a, b) => b.length - a.length);
  return (text) => ordered.reduce((left, form) => left.replaceAll(form, "[key]"), text);
}
