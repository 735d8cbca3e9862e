import { compileFormula } from "../../../core/formula/compileFormula.ts";
import type { Tool } from "./Tool.ts";

/** A formula of the model's, which is compiled and never evaluated as code: {@link compileFormula} says what it may hold. */
export const calculateTool: Pick<Tool, "description" | "arguments" | "sees" | "open"> = {
  description:
    "Works out a formula of numbers: + - * / ^ mod, comparisons, and or not, a ? b : c, brackets, min max abs sqrt exp log floor ceil round sign, pi e.",
  arguments: [{ name: "formula", kind: "text", most: 1000, description: "such as (3 + 4) * 2" }],
  sees: () => null,
  open:
    () =>
    ({ arguments: { formula } }) =>
      compileFormula(String(formula), [], "calculate")([]),
};
