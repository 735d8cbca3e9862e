import { existsSync, readFileSync } from "node:fs";
import type { TreatmentPlan } from "../../designs/plan.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { type JournalSpansOptions, journalSpans } from "../log/journalSpans.ts";
import type { OtlpSpan } from "../log/OtlpSpan.ts";
import { readPlan } from "./keepPlan.ts";
import { runFolder } from "./runFolder.ts";

/**
 * The spans of a run, complete or not, from its folder: {@link journalSpans} with the settings by arm of its study and the
 * arms of its plan.
 *
 * @param options.content whether words of agents are told. Default false.
 * @throws SpillwayError when there is no run, no turn of it has ended, or a file of it is damaged.
 */
export function* traceRun(
  out: string,
  options: { readonly content?: boolean } = {},
): Generator<OtlpSpan, void> {
  const files = runFolder(out);
  if (!existsSync(files.journal)) {
    throw new SpillwayError(
      `trace: there is no run in "${out}": wanted a folder that spillway run has written`,
    );
  }
  const plan = existsSync(files.plan) ? readPlan(files.plan) : undefined;
  let any = false;
  const spans = journalSpans(files.journal, {
    ...options,
    treat: treatIn(files.study),
    ...(plan ? { armOf: armOf(plan) } : {}),
  });
  for (const span of spans) {
    any = true;
    yield span;
  }
  if (!any)
    throw new SpillwayError(`trace: no turn of the run in "${out}" has ended: there is nothing to tell`);
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
