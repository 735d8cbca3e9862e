/** Shorter texts are no keys; blanking them would garble ordinary words. */
const SHORTEST = 8;
const SECRET_NAME = /(key|token|secret|password|credential)s?$/i;

type Environment = Readonly<Record<string, string | undefined>>;

/** Values of the environment variables whose name ends like that of a key, by name; without blanks at their ends too. */
export function namedKeys(environment: Environment): (readonly [name: string, key: string])[] {
  return Object.entries(environment).flatMap(([name, value]) =>
    value !== undefined && SECRET_NAME.test(name)
      ? [...new Set([value.trim(), value])].map((key) => [name, key] as const)
      : [],
  );
}

/**
 * A key as it stands by itself, as a part of a URL, in JSON (also in a text in JSON), in Base64 (of both alphabets, also in the middle of something
 * longer) and in hexadecimal digits. None for what is too short for a key.
 */
export function keyForms(key: string): string[] {
  if (key.length < SHORTEST) return [];
  const quoted = JSON.stringify(key).slice(1, -1);
  const twice = JSON.stringify(quoted).slice(1, -1);
  const bytes = Buffer.from(key);
  const inside = [0, 1, 2].map((before) => base64Inside(bytes, before));
  const hex = bytes.toString("hex");
  const forms = [
    ...[key, quoted, quoted.replaceAll("/", "\\/"), twice],
    // A whole JSON text may stand in a URL, too.
    ...[key, quoted, twice].map((text) => encodeURIComponent(wellFormed(text))),
    ...[bytes.toString("base64"), ...inside],
    ...inside.map((text) => text.replaceAll("+", "-").replaceAll("/", "_")),
    ...[hex, hex.toUpperCase()],
  ];
  return [...new Set(forms)];
}

/** The digits that bytes have in Base64 wherever they stand behind a number of others that leaves this rest by three. */
function base64Inside(bytes: Uint8Array, before: number): string {
  const text = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64");
  return text.slice(Math.ceil((before * 4) / 3), Math.floor(((before + bytes.length) * 4) / 3));
}

/** Half of a pair of code units cannot stand in a URL. */
const wellFormed = (text: string): string => Buffer.from(text).toString();
