import type { Draw } from "../figures/plotter.ts";
import type { Html } from "../html.ts";
import type { Opening } from "../opening/Opening.ts";
import type { FigureBook } from "../parts/figure.ts";

/** What a file of results holds, as it was parsed. */
export type ResultData = Readonly<Record<string, unknown>>;

/** A kind of file that a report can be made of. */
export interface ResultKind {
  readonly kind: string;
  /** The command that writes such a file. */
  readonly made: string;
  /** What it is called in a heading. */
  readonly title: string;
  is(data: ResultData): boolean;
  /** What was asked, and what was found. */
  opening(data: ResultData): Opening;
  /** What the page shows below. @internal */
  sections(data: ResultData, draw: Draw, book: FigureBook): Promise<readonly Html[]>;
}

/** A file of results that was read. */
export interface ResultFile {
  readonly data: ResultData;
  readonly kind: ResultKind;
}
