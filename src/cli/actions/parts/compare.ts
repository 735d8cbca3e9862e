import { type CompareFilesOptions, compareFiles } from "../../../compare/compareFiles.ts";
import { comparisonCsv } from "../../../compare/comparisonCsv.ts";
import { comparisonData } from "../../../compare/comparisonData.ts";
import { designAdvice } from "../../../compare/designAdvice.ts";
import { present } from "../../../core/present.ts";
import { designsSvg } from "../../../report/figures/designsSvg.ts";
import { wantPicture, writePicture } from "../../../report/figures/writePicture.ts";
import { type CommonOptions, emit, output } from "../../output.ts";
import { compareText } from "../../text/compareText.ts";

/** Options of `spillway designs` that describe a comparison, as commander gives them. */
export interface CompareOptions extends CommonOptions, Omit<CompareFilesOptions, "designs" | "contrasts"> {
  readonly design?: readonly string[];
  readonly contrast?: readonly string[];
  /** Resolutions of clusters to compare instead; an empty list for the usual ones. */
  readonly resolutions?: readonly number[];
  /** The supposed spillover, with `resolutions`. */
  readonly spillover?: number;
  /** File for the picture. */
  readonly picture?: string;
}

/** `spillway designs --network …`: compares designs, prints a table and an advice, and draws a picture if asked. */
export async function compare(options: CompareOptions): Promise<void> {
  const { json, quiet, out, design, contrast, picture, ...rest } = options;
  const shown = {
    ...present({ json, quiet, out }),
  };
  const { note } = output(shown);
  if (picture !== undefined) wantPicture(picture);
  const found = await compareFiles({
    ...rest,
    ...(design ? { designs: design } : {}),
    ...(contrast ? { contrasts: contrast } : {}),
    onDesign: (label) => note(`… ${label}`),
  });
  const advice = designAdvice(found);
  if (picture !== undefined) {
    await writePicture(picture, await designsSvg(found));
    note(`the picture is ${picture}`);
  }
  const data = comparisonData(found, advice);
  const { notes } = found;
  emit(
    {
      data: { ...data, ...(notes.length > 0 ? { notes } : {}) },
      text: () => compareText(found, advice),
      csv: () => comparisonCsv(data.rows),
      notes,
    },
    shown,
  );
}
