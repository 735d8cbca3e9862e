import { SpillwayError } from "../../core/SpillwayError.ts";
import { wantArgument } from "../../core/wantArgument.ts";
import type { Symbols } from "../Measure.ts";
import type { RedrawVariables } from "./randomizationNull.ts";

/**
 * A null for a variable that was drawn for each record independently, such as whether a message was delivered: it is drawn anew with the same probabilities. Records without a value stay without.
 *
 * @param which place of the variable that was drawn.
 * @param law probability of each value, or of each value at each record.
 * @throws SpillwayError when a value of the law never occurs among the texts of the variable, or probabilities do not add up to 1.
 */
export function redrawLaw(
  variables: readonly Symbols[],
  which: number,
  law: Readonly<Record<string, number>> | ((record: number) => Readonly<Record<string, number>>),
): RedrawVariables {
  wantArgument("redrawLaw", "a list of variables", variables, { fields: ["map"] });
  const variable = variables[which];
  if (!variable)
    throw new SpillwayError(
      `redrawLaw: which must be the place of one of ${variables.length} variables, got ${which}`,
    );
  const texts = [...variable.texts];
  const codeOf = new Map(texts.map((text, code) => [text, code]));
  const prepared = (given: Readonly<Record<string, number>>): readonly (readonly [number, number])[] => {
    let total = 0;
    const steps = Object.entries(given).map(([text, p]) => {
      total += p;
      let code = codeOf.get(text);
      if (code === undefined) {
        code = texts.push(text) - 1;
        codeOf.set(text, code);
      }
      return [code, total] as const;
    });
    if (!(Math.abs(total - 1) < 1e-9))
      throw new SpillwayError(`redrawLaw: probabilities must add up to 1, got ${total}`);
    return steps;
  };
  const one = typeof law === "function" ? undefined : prepared(law);
  const each = one
    ? undefined
    : Array.from(variable.codes, (_, r) =>
        prepared((law as (r: number) => Readonly<Record<string, number>>)(r)),
      );
  return (rng) => {
    const drawn = new Float64Array(variable.codes.length);
    rng.uniforms(drawn);
    const codes = Uint32Array.from(drawn, (u, r) => {
      const steps = one ?? each![r]!;
      return (steps.find(([, total]) => u < total) ?? steps.at(-1)!)[0];
    });
    const { values: _, ...rest } = variable;
    return variables.map((other, place) => (place === which ? { ...rest, codes, texts } : other));
  };
}
