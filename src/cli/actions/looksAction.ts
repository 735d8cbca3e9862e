import { present } from "../../core/present.ts";
import { lookAtWorlds } from "../../sequential/lookAtWorlds.ts";
import { looksCsv } from "../../sequential/looksCsv.ts";
import { readStudy } from "../../study-file/readStudy.ts";
import { type CommonOptions, emit } from "../output.ts";
import { looksText } from "../text/looksText.ts";

interface LooksOptions extends CommonOptions {
  readonly worlds?: number;
  readonly allowFiles?: readonly string[];
}

/** What `spillway looks` does. */
export async function looksAction(file: string, data: string, options: LooksOptions): Promise<void> {
  const { worlds, allowFiles } = options;
  const study = await readStudy(file, { ...present({ allowFiles }), still: true });
  const found = await lookAtWorlds(study, data, present({ worlds }));
  emit(
    {
      data: found.length === 1 ? found[0] : { inquiries: found },
      text: () => found.map(looksText).join("\n\n"),
      csv: () => looksCsv(found),
    },
    options,
  );
}
