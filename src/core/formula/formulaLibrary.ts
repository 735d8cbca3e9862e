import {
  absDependencies,
  ceilDependencies,
  create,
  floorDependencies,
  type MathJsInstance,
  modDependencies,
  parseDependencies,
  roundDependencies,
  signDependencies,
} from "mathjs/number";

/** What formulas need of mathjs (https://mathjs.org): its parser, and its roundings, which forgive the last digit. */
type FormulaLibrary = Pick<MathJsInstance, "abs" | "ceil" | "floor" | "mod" | "parse" | "round" | "sign">;

let made: FormulaLibrary | undefined;

/** mathjs in its small build, put together when the first formula is compiled: who has no formula does not wait for it. */
export function formulaLibrary(): FormulaLibrary {
  made ??= create({
    absDependencies: absDependencies!,
    ceilDependencies: ceilDependencies!,
    floorDependencies: floorDependencies!,
    modDependencies: modDependencies!,
    parseDependencies: parseDependencies!,
    roundDependencies: roundDependencies!,
    signDependencies: signDependencies!,
  });
  return made;
}
