import { present } from "../../core/present.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { check } from "../../experiment/check.ts";
import { promptPreview } from "../../experiment/promptPreview.ts";
import { prepareStudy } from "../../study/prepareStudy.ts";
import { readStudy } from "../../study-file/readStudy.ts";
import { type CommonOptions, emit, output } from "../output.ts";
import { checkText } from "../text/checkText.ts";
import { previewText } from "../text/previewText.ts";

/** Agents from which on a check takes more than a moment. */
const LARGE = 200_000;

const words = (number: number): string => number.toLocaleString("en-US");

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
  const prepared = prepareStudy(study);
  const { n } = prepared.network;
  // What takes more than a moment says how large it is before.
  if (n >= LARGE) {
    const { rounds, worlds } = study.data;
    const sizes = [`${words(n)} agents`, `${words(rounds)} rounds`, `${words(worlds)} worlds`];
    output(options).note(`checking ${sizes.join(" × ")}: about a second for each 200,000 agents`);
  }
  const found = check(study, prepared);
  emit({ data: found, text: () => checkText(found) }, options);
}
