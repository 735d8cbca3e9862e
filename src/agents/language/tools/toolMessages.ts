import type { Message } from "../../Population.ts";
import { callsMade, type MadeCall, type ToolStep } from "./toolStep.ts";

/** What a model is told when it may call no more tools. */
const OVER = "You have no calls of tools left: answer now.";

/**
 * The steps of a turn as messages, each what the model wrote and what its calls brought. Natively they are calls and messages of tools; in words, an answer of
 * the assistant and a message of the user.
 *
 * @param left calls that the turn may still make.
 */
export function toolMessages(
  steps: readonly ToolStep[],
  { as, left }: { readonly as: "native" | "words"; readonly left: number },
): readonly Message[] {
  return steps.flatMap((step, k): Message[] => {
    const before = callsMade(steps.slice(0, k));
    const beyond = step.beyond ? [`${step.beyond} more calls were not made: too many for one turn.`] : [];
    const after = [...beyond, ...(left <= 0 && k === steps.length - 1 ? [OVER] : [])];
    if (as === "words") {
      const brought = [...step.calls.map((call) => `${titleOf(call)}\n${broughtBy(call)}`), ...after];
      return [
        { role: "assistant", content: step.reply },
        { role: "user", content: brought.join("\n\n") },
      ];
    }
    const calls = step.calls.map((call, n) => ({
      id: idOf(before + n),
      name: nameOf(call),
      // Endpoints read arguments again, and some fail where they are no object.
      arguments: typeof call.arguments === "object" ? JSON.stringify(call.arguments) : "{}",
    }));
    return [
      { role: "assistant", content: step.reply, calls },
      ...step.calls.map((call, n): Message => {
        const last = n === step.calls.length - 1;
        const content = [broughtBy(call), ...(last ? after : [])].join("\n\n");
        return { role: "tool", content, answers: calls[n]!.id };
      }),
    ];
  });
}

const titleOf = (call: MadeCall): string =>
  call.error === undefined ? `Result of ${nameOf(call)}:` : `No result of ${nameOf(call)}:`;

function broughtBy({ result, error }: MadeCall): string {
  if (error !== undefined) return `error: ${error}`;
  return result === undefined || result.trim() === "" ? "(nothing)" : result;
}

/** Of our own, because those of models may be anything; nine letters and digits, because some endpoints take no others. */
const idOf = (number: number): string => `call${String(number + 1).padStart(5, "0")}`;

/** A name that every endpoint takes. */
const nameOf = ({ tool }: MadeCall): string =>
  tool.replaceAll(/[^A-Za-z0-9_-]/g, "_").slice(0, 64) || "unknown";
