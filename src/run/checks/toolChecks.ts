import { type MadeCall, toolSteps } from "../../agents/language/tools/toolStep.ts";
import type { Attempt } from "../../log/Turn.ts";

/** Calls of one tool in an arm, and how many of them brought an error. */
interface ToolUse {
  readonly arm: string;
  /** Its name; `(no such tool)` for names that no tool has. */
  readonly tool: string;
  readonly calls: number;
  /** Calls without a result, by the reason: no such tool, arguments that it does not take, a tool that failed. */
  readonly errors: Readonly<Record<NonNullable<MadeCall["fault"]>, number>>;
}

/** What agents called within their turns. */
export interface ToolChecks {
  readonly uses: readonly ToolUse[];
  /** By arm, calls that were not made, because their turn had made as many as it may; arms without any are left out. */
  readonly beyond: readonly { readonly arm: string; readonly calls: number }[];
}

/** Takes attempts, and says what they called. */
interface ToolChecker {
  take(arm: string, attempt: Attempt): void;
  /** Undefined where no tool was called. */
  checks(): ToolChecks | undefined;
}

/** Names that are counted each by itself: a journal of somebody else's may hold any. */
const MOST = 100;
const UNKNOWN = "(no such tool)";
const OTHERS = "(others)";

/** Counts calls of tools by arm, in little memory whatever they are. */
export function toolChecks(arms: readonly string[]): ToolChecker {
  const uses = new Map<
    string,
    Map<string, { calls: number; errors: Record<keyof ToolUse["errors"], number> }>
  >();
  const beyond = new Map<string, number>();
  return {
    take(arm, { call }) {
      const [step] = toolSteps(call?.step === undefined ? [] : [call.step]);
      if (!step) return;
      if (step.beyond) beyond.set(arm, (beyond.get(arm) ?? 0) + step.beyond);
      const inArm = uses.get(arm) ?? new Map();
      uses.set(arm, inArm);
      for (const { tool, error, fault = "failed" } of step.calls) {
        const given = error !== undefined && fault === "unknown" ? UNKNOWN : tool;
        const name = inArm.size < MOST || inArm.has(given) ? given : OTHERS;
        const use = inArm.get(name) ?? { calls: 0, errors: { unknown: 0, arguments: 0, failed: 0 } };
        use.calls++;
        if (error !== undefined && Object.hasOwn(use.errors, fault)) use.errors[fault]++;
        inArm.set(name, use);
      }
    },
    checks() {
      if (uses.size === 0) return undefined;
      const known = arms.filter((arm) => uses.has(arm));
      return {
        uses: known.flatMap((arm) => [...uses.get(arm)!].map(([tool, use]) => ({ arm, tool, ...use }))),
        beyond: known.flatMap((arm) => (beyond.has(arm) ? [{ arm, calls: beyond.get(arm)! }] : [])),
      };
    },
  };
}

/** What to look at, in plain sentences. */
export function toolNotes({ uses, beyond }: ToolChecks): string[] {
  const arms = [...new Set(uses.map(({ arm }) => arm))];
  const errorsOf = ({ errors }: ToolUse): number => errors.unknown + errors.arguments + errors.failed;
  const parts = arms.map((arm) => {
    const own = uses.filter((use) => use.arm === arm);
    const calls = own.reduce((sum, use) => sum + use.calls, 0);
    const bad = own.filter((use) => errorsOf(use) > 0);
    const errors = bad.reduce((sum, use) => sum + errorsOf(use), 0);
    const names = bad.slice(0, 5).map((use) => `${use.tool} ${errorsOf(use)}`);
    return {
      errors,
      words: `${arm} ${errors} of ${calls}${names.length === 0 ? "" : ` (${names.join(", ")})`}`,
    };
  });
  const failed = parts.some(({ errors }) => errors > 0)
    ? [`calls of tools without a result, by arm: ${parts.map(({ words }) => words).join("; ")}`]
    : [];
  const over = beyond.map(({ arm, calls }) => `${arm} ${calls}`).join(", ");
  return over === ""
    ? failed
    : [...failed, `calls of tools beyond the bound of their turn, which were not made: ${over}`];
}
