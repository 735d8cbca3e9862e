/** Signs that a terminal obeys, or that turn the direction of a line. */
export const CONTROL_SIGNS: RegExp = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;
/** What {@link escapeControls} writes, and what looks like it. */
const ESCAPED = /\\u(00[01][0-9a-f]|007f|00[89][0-9a-f]|061c|200[ef]|202[89a-e]|206[6-9]|005c)/g;

const hex = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;

/**
 * A text with its control signs written out (`\u001b`), for files that people also look at in a terminal. All else stays as it is;
 * {@link unescapeControls} gives it back.
 */
export function escapeControls(text: string): string {
  return text.replace(ESCAPED, (found) => `\\u005c${found.slice(1)}`).replace(CONTROL_SIGNS, hex);
}

/** The text that {@link escapeControls} was given. */
export function unescapeControls(text: string): string {
  if (!text.includes("\\u")) return text;
  return text.replace(ESCAPED, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
