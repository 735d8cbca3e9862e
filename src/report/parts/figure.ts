import { type Html, html } from "../html.ts";

/** A figure as files: the picture, its data, and what it says. */
export interface ReportFigure {
  /** Name of the files, without ending. */
  readonly name: string;
  /** The picture with its own background and legend. */
  readonly svg: string;
  readonly csv: string;
  /** What the data say, computed from them. */
  readonly sentence: string;
}

/** The figures of a page, in its order, and how a picture becomes a PNG where that can be done. */
export interface FigureBook {
  readonly all: ReportFigure[];
  readonly png?: (svg: string) => Promise<Uint8Array>;
}

interface FigureParts extends ReportFigure {
  /** The picture as it stands in the page. */
  readonly shown: Html;
  /** How it is to be read. */
  readonly caption: string | Html;
}

/** Pictures larger than this have no copy as PNG in the page, which would grow by a megabyte: it is written as a file. */
const LARGEST = 400_000;

/** Data larger than this stand in no page either: those of a million agents would be fifty megabytes in it. */
const LARGEST_DATA = 2_000_000;

/**
 * A figure of a page: the picture, what it says, how to read it, and links by which picture and data are saved. The links hold the files (data: addresses), so that they work
 * offline and without a script in a page that is passed on alone.
 */
export async function figure(book: FigureBook, { shown, caption, ...own }: FigureParts): Promise<Html> {
  book.all.push(own);
  const { name, svg, csv, sentence } = own;
  const png = book.png !== undefined && svg.length <= LARGEST ? await book.png(svg) : undefined;
  const link = (ending: string, type: string, bytes: Uint8Array, words: string): Html =>
    html`<a download="${name}.${ending}" href="data:${type};base64,${Buffer.from(bytes).toString("base64")}" aria-label="${words} of the figure ${name}">${words}</a>`;
  return html`<figure>${shown}
<figcaption><p class="says">${sentence}</p>${caption}
<p class="files">Save: ${link("svg", "image/svg+xml", Buffer.from(svg), "SVG")} · ${
    png === undefined
      ? html`PNG: <code>spillway report … --figures folder</code>`
      : link("png", "image/png", png, "PNG")
  } · ${
    csv.length <= LARGEST_DATA
      ? link("csv", "text/csv", Buffer.from(csv), "data (CSV)")
      : html`data (CSV): <code>spillway report … --figures folder</code>`
  }</p></figcaption></figure>
`;
}
