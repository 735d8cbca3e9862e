import { toolSteps } from "../../agents/language/tools/toolStep.ts";
import type { Json } from "../../core/canonicalJson.ts";
import type { CallLine } from "../../log/Turn.ts";

/**
 * What a step of a turn brought, one text for each thing: what the model wrote, the tools that it called with their arguments and results, a summary. Nothing for
 * other attempts.
 */
export function stepTexts({ call }: { readonly call?: CallLine }): readonly string[] {
  const given = call?.step;
  if (given === undefined) return [];
  const [step] = toolSteps([given]);
  if (!step) return [summaryIn(given) ?? JSON.stringify(given)];
  const words = step.reply.trim() === "" ? [] : [step.reply];
  const calls = step.calls.map(({ tool, arguments: wanted, result, error }) => {
    const brought = error === undefined ? (result ?? "") : `error: ${error}`;
    return `${tool} ${typeof wanted === "string" ? wanted : JSON.stringify(wanted)}\n→ ${brought}`;
  });
  return [...words, ...calls, ...(step.beyond ? [`${step.beyond} more calls were not made`] : [])];
}

function summaryIn(step: Json): string | undefined {
  if (typeof step !== "object" || step === null || !("summary" in step)) return undefined;
  return typeof step.summary === "string" ? step.summary : undefined;
}
