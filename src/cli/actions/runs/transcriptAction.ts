import { present } from "../../../core/present.ts";
import { SpillwayError } from "../../../core/SpillwayError.ts";
import { readTranscript, type TranscriptWanted } from "../../../experiment/transcript/readTranscript.ts";
import { type AskedTranscript, withPrompts } from "../../../experiment/transcript/withPrompts.ts";
import { writeFileWhole } from "../../../log/files/writeFileWhole.ts";
import { type CommonOptions, emit, output } from "../../output.ts";
import { plainText } from "../../text/plainText.ts";
import { wrapped } from "../../text/textTable.ts";
import { transcriptText } from "../../text/transcriptText.ts";

interface TranscriptOptions extends CommonOptions {
  readonly agent?: string;
  readonly round?: number;
  readonly world?: number;
  readonly edge?: readonly string[];
  readonly limit?: number;
  readonly html?: string;
  readonly prompts?: boolean;
}

/** Turns that a terminal shows at once. */
const LIMIT = 100;

/** What `spillway transcript` does. */
export async function transcriptAction(folder: string, options: TranscriptOptions): Promise<void> {
  const { agent, round, world, edge, html, limit = LIMIT, prompts = true } = options;
  if (edge && edge.length !== 2)
    throw new SpillwayError(`transcript: --edge needs two agents, got ${edge.length}: --edge A B`);
  const wanted: TranscriptWanted = {
    ...present({ agent, round, world }),
    ...(edge ? { edge: [edge[0]!, edge[1]!] as const } : {}),
  };
  const whole = readTranscript(folder, wanted);
  const { note } = output(options);
  // A terminal shows a few turns: prompts of the others are not made.
  const few = options.json || html !== undefined ? whole : { ...whole, turns: whole.turns.slice(0, limit) };
  const { unasked, ...found }: AskedTranscript = prompts ? await withPrompts(folder, few) : few;
  if (unasked !== undefined) note(wrapped(`what was asked is not shown: ${plainText(unasked)}`));
  if (!found.complete) note(`the run is not complete: ${found.all} turns so far`);
  if (found.changes !== undefined)
    note(
      `the network changes over rounds: ${found.changes}; what each agent heard came along the edges of its round`,
    );
  if (html !== undefined) {
    const { transcriptPage } = await import("../../../report/transcript/transcriptPage.ts");
    writeFileWhole(html, transcriptPage({ ...found, ...present({ unasked }) }));
    emit(
      {
        data: { file: html, turns: found.turns.length },
        text: () => `${html}: ${found.turns.length} turns`,
      },
      present({ json: options.json, quiet: options.quiet }),
    );
    return;
  }
  const some = found.turns;
  emit(
    {
      data: { turns: some, all: found.all, complete: found.complete, ...present({ changes: found.changes }) },
      text: () => (some.length === 0 ? "no such turn" : transcriptText(some, wanted.edge)),
    },
    present({ json: options.json, quiet: options.quiet }),
  );
  const left = whole.turns.length - some.length;
  if (left > 0)
    note(
      `${left} more turns: --limit shows more of them, --agent, --round, --world and --edge fewer, --html all on a page`,
    );
}
