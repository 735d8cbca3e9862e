// A symbol that only this file has: no data from outside can pass for markup.
const MARKUP: unique symbol = Symbol("markup");

/** Markup that is safe to put into a page. Only {@link html} and {@link trusted} make it. */
export interface Html {
  readonly [MARKUP]: string;
}

/** The text of a piece of markup. */
export function markupOf(piece: Html): string {
  return piece[MARKUP];
}

type HtmlValue = string | number | Html | undefined | readonly HtmlValue[];

/**
 * A template whose every interpolated text is escaped, so that forgetting to escape is not possible. Lists are joined,
 * `undefined` is left out, and other pieces of {@link Html} go in as they are. Attributes must stand in double quotes.
 */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  let markup = strings[0]!;
  values.forEach((value, k) => {
    markup += rendered(value) + strings[k + 1]!;
  });
  return { [MARKUP]: markup };
}

/** Marks text as markup. For the figures and the style sheet of this folder only, never for text from outside. */
export function trusted(markup: string): Html {
  return { [MARKUP]: markup };
}

function rendered(value: HtmlValue): string {
  if (value === undefined) return "";
  if (typeof value !== "object") return escapeText(String(value));
  return MARKUP in value ? value[MARKUP] : value.map(rendered).join("");
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["'", "&#39;"],
]);

/** Text made safe for HTML, SVG and quoted attributes. */
export function escapeText(text: string): string {
  return cleanText(text).replace(/[&<>"']/g, (mark) => ENTITIES.get(mark)!);
}

/** Text without what XML forbids (control characters, halves of surrogate pairs): each becomes U+FFFD, so that it stays visible. */
export function cleanText(text: string): string {
  return text.replace(/(?![\t\n\r])\p{Cc}|\p{Cs}|[\uFFFE\uFFFF]/gu, "\uFFFD");
}
