import { present } from "../../core/present.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { check } from "../../experiment/check.ts";
import { promptPreview } from "../../experiment/promptPreview.ts";
import { readStudy } from "../../study-file/readStudy.ts";
import { type CommonOptions, emit } from "../output.ts";
import { checkText } from "../text/checkText.ts";
import { previewText } from "../text/previewText.ts";

interface CheckOptions extends CommonOptions {
  readonly seed?: string;
  readonly allowFiles?: readonly string[];
  readonly prompt?: string;
  readonly round?: number;
  readonly arm?: string;
}

/** What `spillway check` does. */
export async function checkAction(file: string, options: CheckOptions): Promise<void> {
  const { seed, allowFiles, prompt: agent, round, arm } = options;
  if (agent === undefined && (round !== undefined || arm !== undefined))
    throw new SpillwayError("check: --round and --arm are about a prompt: give --prompt AGENT too");
  const study = await readStudy(file, present({ seed, allowFiles }));
  if (agent !== undefined) {
    const wanted = {
      agent,
      ...present({ round, arm }),
    };
    const preview = await promptPreview(study, wanted);
    emit({ data: preview, text: () => previewText(preview) }, options);
    return;
  }
  const found = check(study);
  emit({ data: found, text: () => checkText(found) }, options);
}
