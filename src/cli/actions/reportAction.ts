import { present } from "../../core/present.ts";
import { finishStudy } from "../../experiment/finishStudy.ts";
import { loadRun } from "../../experiment/loadRun.ts";
import { adhering, runRegistration } from "../../experiment/runRegistration.ts";
import { writeReport } from "../../report/writeReport.ts";
import { type CommonOptions, emit, output } from "../output.ts";
import { adherenceText } from "../text/adherenceText.ts";

interface ReportOptions extends CommonOptions {
  readonly preregistration?: string;
}

/** What `spillway report` does. */
export async function reportAction(folder: string, options: ReportOptions): Promise<void> {
  const loaded = await loadRun(folder);
  const { prepared, plan, units, changed } = loaded;
  const { out, preregistration: given, ...shown } = options;
  const registered = await runRegistration(folder, prepared.study, given);
  const adhere = registered && adhering(registered, loaded);
  const result = finishStudy(prepared, plan, units, folder, loaded.allRounds, adhere);
  const file = await writeReport(result, folder, loaded, out);
  if (changed) output(options).note("the study was changed after its plan was drawn");
  const { preregistration } = result;
  emit(
    {
      data: { report: file, ...present({ preregistration }) },
      text: () => `${file}${preregistration ? `\n\n${adherenceText(preregistration)}` : ""}`,
    },
    shown,
  );
}
