import { type Html, html } from "../html.ts";

/** A table as its parts. */
interface TableParts {
  /** What the table is, for those who hear the page: it names the region that scrolls. */
  readonly label: string;
  /** Sentence above it. */
  readonly caption?: string | Html;
  readonly className?: string;
  /** Cells of the head; absent for a table of facts whose rows have heads of their own. */
  readonly head?: readonly Html[];
  /** Rows, put into one body; or bodies of groups of rows. */
  readonly rows?: readonly Html[];
  readonly bodies?: readonly Html[];
}

/**
 * Every table of every page. A table that is wider than the page scrolls in a region of its own, which can be reached by keyboard and has a name. That it scrolls is
 * seen by a shadow at the side where more is, and said by a line above it; both appear where the table is too wide and nowhere else, without a script.
 */
export function table({ label, caption, className, head, rows = [], bodies }: TableParts): Html {
  return html`<div class="scroll" role="region" aria-label="${label}" tabindex="0"><p class="cue">Wider than the page: scroll sideways, or press the arrow keys, to see every column.</p><table${className === undefined ? undefined : html` class="${className}"`}>
${
  caption === undefined
    ? undefined
    : html`<caption><span>${caption}</span></caption>
`
}${
  head === undefined
    ? undefined
    : html`<thead><tr>${head}</tr></thead>
`
}${bodies ?? html`<tbody>${rows}</tbody>`}</table></div>
`;
}

/** Heads of columns: names, and names of columns of numbers. */
export function heads(named: readonly (string | Html)[], numbered: readonly (string | Html)[] = []): Html[] {
  return [
    ...named.map((one) => html`<th scope="col">${one}</th>`),
    ...numbered.map((one) => html`<th scope="col" class="number">${one}</th>`),
  ];
}
