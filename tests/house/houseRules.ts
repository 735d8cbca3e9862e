import { posix } from "node:path";
import ts from "typescript";
import { parsed } from "./parsed.ts";

/** Files that hold a family of small functions, or a list, under its common name. */
const FAMILIES = [
  "src/core/fields.ts",
  "src/network/clusters/partition.ts",
  "src/report/figures/palette.ts",
  "designs/catalogue.ts",
  "estimators/catalogue.ts",
];
/** Files that are started, not imported. */
export const PROGRAMS: readonly string[] = [
  "src/cli/main.ts",
  "src/lab/app/main.tsx",
  "src/lab/app/noNode.ts",
  "src/lab/app/sandbox/sandboxWorker.ts",
  "src/lab/app/worker.ts",
  "src/lab/vite.config.ts",
  "src/parallel/diagnosisWorker.ts",
  "src/parallel/simulationWorker.ts",
  "src/parallel/worldWorker.ts",
];
/** Files named after a subpath of the package, which gather names of many files. */
const ENTRIES = "src/entries/";
/** The one clock, which callers pass in where time matters. */
const CLOCK = "src/run/systemClock.ts";
const CLOCKS_AND_DICE = [
  ["Math", "random"],
  ["Date", "now"],
  ["performance", "now"],
];
/** An agent whose turn fails throws any error, and the run makes a failed turn of it. */
const RECORDED = "src/agents/recorded.ts";
const LONG = 300;

/** What is wrong with a source file by the rules of the house, in words; empty when nothing is. */
export function houseFaults(path: string, source: string): string[] {
  const file = parsed(path, source);
  return [...nameFaults(path, file), ...lengthFaults(path, source), ...codeFaults(path, file)];
}

function nameFaults(path: string, file: ts.SourceFile): string[] {
  const stem = posix.basename(path).replace(/(\.d)?\.tsx?$/, "");
  if (/^(utils?|helpers?)$/i.test(stem)) return [`${path}: a file is named after what it holds`];
  if (
    stem === "index" ||
    path.startsWith(ENTRIES) ||
    path.endsWith(".d.ts") ||
    PROGRAMS.includes(path) ||
    FAMILIES.includes(path)
  )
    return [];
  const exported = exportedNames(file);
  // normal.ts holds normalCdf and normalQuantile, plan.ts the TreatmentPlan.
  if (exported.some((name) => name.toLowerCase().includes(stem.toLowerCase()))) return [];
  return [`${path}: none of its exports is named ${stem} (${exported.join(", ") || "there are none"})`];
}

function exportedNames(file: ts.SourceFile): string[] {
  return file.statements.flatMap((statement) => {
    if (
      ts.isExportDeclaration(statement) &&
      statement.exportClause &&
      ts.isNamedExports(statement.exportClause)
    ) {
      return statement.exportClause.elements.map(({ name }) => name.text);
    }
    const marked = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
    if (!marked?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return [];
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.map(({ name }) => name.getText());
    const name = (statement as ts.Statement & { readonly name?: ts.Node }).name;
    return name ? [name.getText()] : [];
  });
}

/** Lines of a text; the line end after the last line begins no new one. */
export function lineCount(source: string): number {
  return source.replace(/\n$/, "").split("\n").length;
}

function lengthFaults(path: string, source: string): string[] {
  const lines = lineCount(source);
  if (lines <= LONG || source.startsWith("// Long because")) return [];
  return [`${path}: ${lines} lines, above ${LONG} without a first line that begins "// Long because"`];
}

/** Whether what is thrown has words for people: an error of the house, one that a function made, or one that came from elsewhere. */
function throwsWords(thrown: ts.Expression, path: string): boolean {
  if (ts.isNewExpression(thrown)) {
    const name = thrown.expression.getText();
    // Commander wraps the latter into words of its own.
    const known = [
      "SpillwayError",
      "AgentFault",
      ...(path.startsWith("src/cli/") ? ["InvalidArgumentError"] : []),
      ...(path === RECORDED ? ["Error"] : []),
    ];
    return known.includes(name);
  }
  if (ts.isBinaryExpression(thrown)) return throwsWords(thrown.left, path) && throwsWords(thrown.right, path);
  return ts.isIdentifier(thrown) || ts.isCallExpression(thrown) || ts.isPropertyAccessExpression(thrown);
}

const isClockOrDie = ({ expression, name }: ts.PropertyAccessExpression): boolean =>
  CLOCKS_AND_DICE.some(([of, what]) => name.text === what && expression.getText() === of);

function codeFaults(path: string, file: ts.SourceFile): string[] {
  const faults: string[] = [];
  const add = (node: ts.Node, what: string): void => {
    faults.push(`${path}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${what}`);
  };
  const clockAllowed = path.startsWith("src/cli/") || path === CLOCK;
  const visit = (node: ts.Node): void => {
    if (node.kind === ts.SyntaxKind.AnyKeyword) add(node, "any");
    if (ts.isExportDeclaration(node) && !ts.isNamedExports(node.exportClause ?? node)) add(node, "export *");
    if (!clockAllowed && ts.isPropertyAccessExpression(node) && isClockOrDie(node)) {
      add(node, node.getText());
    }
    if (!clockAllowed && ts.isNewExpression(node) && node.expression.getText() === "Date")
      add(node, "new Date");
    if (ts.isThrowStatement(node) && !throwsWords(node.expression, path))
      add(
        node,
        `throws ${node.expression.getText().split("(")[0]}: wanted a SpillwayError, or one that was caught`,
      );
    ts.forEachChild(node, visit);
  };
  visit(file);
  const silenced = /@ts-(ignore|nocheck|expect-error)|biome-ignore|eslint-disable/.exec(file.text);
  if (silenced) faults.push(`${path}: ${silenced[0]}`);
  return faults;
}
