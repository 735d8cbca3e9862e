import { existsSync, readFileSync } from "node:fs";
import type { TreatmentPlan } from "../../designs/plan.ts";
import type { Message } from "../agents/Population.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { readPlan } from "../experiment/keepPlan.ts";
import { runFolder } from "../experiment/runFolder.ts";
import { type PromptOf, remadePrompts } from "../experiment/transcript/remadePrompts.ts";
import { prepareStudy } from "../study/prepareStudy.ts";
import { readStudy } from "../study-file/readStudy.ts";
import { type JournalSpansOptions, placedSpans } from "./journalSpans.ts";
import { type OtlpSpan, otlpAttributes } from "./OtlpSpan.ts";

/**
 * The spans of a run, complete or not, from its folder: journalSpans with the settings by arm of its study, the
 * arms of its plan and, with `content`, its prompts, made again.
 *
 * @param options.content whether words of agents are told. Default false.
 * @throws SpillwayError when there is no run, no turn of it has ended, or a file of it is damaged.
 */
export async function* traceRun(
  out: string,
  options: { readonly content?: boolean } = {},
): AsyncGenerator<OtlpSpan, void> {
  const files = runFolder(out);
  if (!existsSync(files.journal)) {
    throw new SpillwayError(
      `trace: there is no run in "${out}": wanted a folder that spillway run has written`,
    );
  }
  const plan = existsSync(files.plan) ? readPlan(files.plan) : undefined;
  const promptOf = options.content && plan ? await promptsIn(files.study, plan) : undefined;
  let any = false;
  const spans = placedSpans(files.journal, {
    ...options,
    treat: treatIn(files.study),
    ...(plan ? { armOf: armOf(plan), plan } : {}),
  });
  for (const { span, line } of spans) {
    any = true;
    yield promptOf && line ? withPrompt(span, await promptOf(line)) : span;
  }
  if (!any)
    throw new SpillwayError(`trace: no turn of the run in "${out}" has ended: there is nothing to tell`);
}

/** Makes prompts again; nothing where the study cannot be read from its file, because its agents are no kind of the catalogue. */
async function promptsIn(path: string, plan: TreatmentPlan): Promise<PromptOf | undefined> {
  try {
    return remadePrompts(prepareStudy(await readStudy(path, { still: true })), plan);
  } catch (cause) {
    if (cause instanceof SpillwayError) return undefined;
    throw cause;
  }
}

/** A span with what was asked, as the conventions write it. */
function withPrompt(span: OtlpSpan, messages: readonly Message[]): OtlpSpan {
  const system = messages.filter(({ role }) => role === "system");
  const others = messages.filter(({ role }) => role !== "system");
  const told = otlpAttributes({
    "gen_ai.system_instructions": system.length === 0 ? undefined : JSON.stringify(system.flatMap(partsOf)),
    "gen_ai.input.messages":
      others.length === 0
        ? undefined
        : JSON.stringify(others.map((message) => ({ role: message.role, parts: partsOf(message) }))),
  });
  return { ...span, attributes: [...span.attributes, ...told] };
}

/** The parts of a message as the conventions have them: words, calls of tools, and what these brought. */
function partsOf({ content, calls = [], answers }: Message): object[] {
  if (answers !== undefined) return [{ type: "tool_call_response", id: answers, result: content }];
  const words = content === "" && calls.length > 0 ? [] : [{ type: "text", content }];
  return [...words, ...calls.map((call) => ({ type: "tool_call", ...call }))];
}

/** Settings by arm, from the study as the run wrote it down. */
function treatIn(path: string): NonNullable<JournalSpansOptions["treat"]> {
  if (!existsSync(path)) return {};
  try {
    const study = JSON.parse(readFileSync(path, "utf8")) as {
      readonly data?: { readonly treat?: NonNullable<JournalSpansOptions["treat"]> };
    };
    return study.data?.treat ?? {};
  } catch (cause) {
    throw new SpillwayError("study: wanted JSON, as the run wrote it, got something unreadable", {
      place: { file: path },
      cause,
    });
  }
}

function armOf({
  agents,
  arms,
  assignments,
}: TreatmentPlan): (world: number, agent: string) => string | undefined {
  const places = new Map(agents.map((id, k) => [id, k]));
  return (world, agent) => arms[assignments[world]?.[places.get(agent) ?? -1] ?? -1];
}
