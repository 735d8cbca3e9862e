import { SpillwayError } from "../../core/SpillwayError.ts";
import { version } from "../../core/version.ts";
import { plotter } from "../figures/plotter.ts";
import type { Html } from "../html.ts";
import type { Opening } from "../opening/Opening.ts";
import { page } from "../page.ts";
import type { FigureBook } from "../parts/figure.ts";
import { provenanceOf } from "./provenanceOf.ts";
import { readResult } from "./readResult.ts";

/**
 * The page of a file of results: its question and answer first, then figures and every number, and how the file was made.
 *
 * @throws SpillwayError for files that are no results, with a list of those that are.
 */
export async function resultReport(file: string, book: FigureBook = { all: [] }): Promise<string> {
  const { data, kind } = await readResult(file);
  const draw = await plotter();
  let sections: readonly Html[];
  let opening: Opening;
  try {
    opening = kind.opening(data);
    sections = await kind.sections(data, draw, book);
  } catch (cause) {
    if (cause instanceof SpillwayError) throw cause;
    // Part of the fields is there and part is not: an edited file, or one of another version.
    throw new SpillwayError(
      `report: the file has the fields of a ${kind.kind}, but not all that it needs; write it again: ${kind.made}`,
      { place: { file }, cause },
    );
  }
  const name = typeof data.name === "string" ? `: ${data.name}` : "";
  return page({ title: `${kind.title}${name}`, opening }, version, [...sections, provenanceOf(kind, data)]);
}
