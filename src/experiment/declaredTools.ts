import { STEPS } from "../agents/language/tools/toolStep.ts";
import type { Study } from "../study/study.ts";

/** Tools that agents may call within a turn, and how often. */
export interface DeclaredTools {
  /** Of agents of this arm alone; absent for those of all arms that are not named. */
  readonly arm?: string;
  /** By their names. */
  readonly tools: readonly string[];
  /** Calls of tools in a turn at most; each but the last call of a turn may call tools, so a turn takes one call of the model more at most. */
  readonly steps: number;
}

/** The tools that a study declares, those of all arms first; undefined where it declares none. */
export function declaredTools({ model, data }: Study): readonly DeclaredTools[] | undefined {
  const base = model.agents.params;
  const arms = Object.entries(data.treat ?? {}).filter(
    ([, override]) => "tools" in override || ("steps" in override && "tools" in base),
  );
  const found = [
    ...toolsIn(base),
    ...arms.flatMap(([arm, override]) => {
      const own = toolsIn({ ...base, ...override });
      return (own.length === 0 ? [{ tools: [], steps: 0 }] : own).map((one) => ({ arm, ...one }));
    }),
  ];
  return found.length === 0 ? undefined : found;
}

function toolsIn({ tools, steps = STEPS }: Readonly<Record<string, unknown>>): DeclaredTools[] {
  if (!Array.isArray(tools) || tools.length === 0 || typeof steps !== "number") return [];
  const named = tools as readonly { readonly name?: string; readonly kind: string }[];
  return [{ tools: named.map(({ name, kind }) => name ?? kind), steps }];
}
