import { csvText } from "../../core/csvText.ts";
import { present } from "../../core/present.ts";
import { decomposeFiles } from "../../experiment/decompose/decomposeFiles.ts";
import type { PersonSituation } from "../../measures/variance/personSituation.ts";
import { variancesSvg } from "../../report/figures/variancesSvg.ts";
import { wantPicture, writePicture } from "../../report/figures/writePicture.ts";
import { type CommonOptions, emit, output } from "../output.ts";
import { decomposeText } from "../text/decomposeText.ts";

interface DecomposeOptions extends CommonOptions, Omit<Parameters<typeof decomposeFiles>[1], "factors"> {
  readonly factor?: readonly string[];
  readonly picture?: string;
}

/** What `spillway decompose` does. */
export async function decomposeAction(path: string, options: DecomposeOptions): Promise<void> {
  const { json, quiet, out, picture, factor, ...rest } = options;
  const common = present({ json, quiet, out });
  if (picture !== undefined) wantPicture(picture);
  const found = await decomposeFiles(path, { ...rest, ...present({ factors: factor }) });
  if (picture !== undefined) {
    await writePicture(picture, await variancesSvg(found));
    output(common).note(`the picture is ${picture}`);
  }
  emit(
    { data: found, text: () => decomposeText(found), csv: () => rowsCsv(found), notes: found.notes },
    common,
  );
}

const COLUMNS = ["kind", "of", "levels", "variance", "low", "high", "df", "share", "p", "because"] as const;

function rowsCsv({ rows, levels, error }: PersonSituation): string {
  return csvText(COLUMNS, [
    ...rows.map(({ kind, of, variance, ci, df, share, p, because }) => [
      ...[kind, of.join(" × "), levels, variance, ci?.[0], ci?.[1], df, share, p, because],
    ]),
    ...(error ? [["error", "worlds", levels, error.variance, undefined, undefined, error.df]] : []),
  ]);
}
