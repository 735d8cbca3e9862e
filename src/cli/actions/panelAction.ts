import { present } from "../../core/present.ts";
import { panelCsv } from "../../experiment/panel/panelCsv.ts";
import { type PanelFilesOptions, panelFiles } from "../../experiment/panel/panelFiles.ts";
import { type CommonOptions, emit } from "../output.ts";
import { panelText } from "../text/panelText.ts";

type PanelOptions = CommonOptions & Omit<PanelFilesOptions, "panel">;

/** What `spillway panel` does. */
export async function panelAction(panel: string, options: PanelOptions): Promise<void> {
  const { json, quiet, out, ...asked } = options;
  const found = await panelFiles({ ...asked, panel });
  emit(
    { data: found, text: () => panelText(found), csv: () => panelCsv(found), notes: found.notes },
    present({ json, quiet, out }),
  );
}
