/**
 * What two labels have in common when they are likely one thing: case, blanks around and between words (no-break and invisible ones
 * too), the form of accents, and how a number is written (1, 1.0, 01 and +1e0 are one). Labels themselves stay as they are;
 * the key is for comparison alone.
 */
export function labelKey(label: string): string {
  if (PLAIN.test(label)) return label;
  const text = label.normalize("NFKC").replace(INVISIBLE, "").replace(/\s+/g, " ").trim().toLowerCase();
  if (!NUMBER.test(text)) return text;
  const value = Number(text);
  // Ids with more digits than a double holds are compared as texts, or different ids would become one number.
  const exact =
    Number.isFinite(value) && text.replace(/e.*$/, "").replace(/\D/g, "").replace(/^0+/, "").length <= 15;
  return exact ? String(value === 0 ? 0 : value) : text;
}

/** Labels that are their own key, which nearly all are. */
const PLAIN = /^(?:[a-z][a-z0-9_-]*|[1-9]\d{0,14})$/;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/;
/** Characters without width: soft hyphen, zero-width spaces and joiners, byte order mark. */
const INVISIBLE = /[\u00AD\u200B-\u200D\u2060\uFEFF]/g;
