import { present } from "../../../core/present.ts";
import { tryAgent } from "../../../experiment/trying/tryAgent.ts";
import { prepareStudy } from "../../../study/prepareStudy.ts";
import { readStudy } from "../../../study-file/readStudy.ts";
import { type CommonOptions, emit, output } from "../../output.ts";
import { stopOnInterrupt } from "../../stopOnInterrupt.ts";
import { triedText } from "../../text/triedText.ts";
import { wantTrust } from "../../trust.ts";

interface TryOptions extends CommonOptions {
  readonly seed?: string;
  readonly allowFiles?: readonly string[];
  readonly agent?: string;
  readonly arm?: string;
  readonly round?: number;
  readonly trust?: boolean;
}

/** What `spillway try` does. */
export async function tryAction(file: string, options: TryOptions): Promise<void> {
  const { seed, allowFiles, agent, arm, round, trust } = options;
  const { note } = output(options);
  const study = await readStudy(file, present({ seed, allowFiles }));
  await wantTrust(study, { ...present({ trust }), note });
  const prepared = prepareStudy(study);
  const interrupt = stopOnInterrupt(note, "stopping");
  try {
    const wanted = { agent: agent ?? prepared.network.ids[0]!, ...present({ arm, round }) };
    const tried = await tryAgent(study, wanted, { signal: interrupt.signal }, prepared);
    emit({ data: tried, text: () => triedText(tried) }, options);
    if (tried.status !== "ok") process.exitCode = 1;
  } finally {
    interrupt.forget();
  }
}
