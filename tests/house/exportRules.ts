import { posix } from "node:path";
import ts from "typescript";
import { parsed } from "./parsed.ts";

/** A name that a file exports, and where it stands. */
export interface ExportedName {
  readonly path: string;
  readonly name: string;
  readonly kind: "value" | "type";
}

/**
 * Exported names that no other file imports and no entry point passes on: what is only used by tests belongs to the tests, and what
 * is used in its own file alone needs no `export`. `programs` are files that are started: their exports are for whoever starts them.
 */
export function unusedExports(
  files: ReadonlyMap<string, string>,
  entries: readonly string[],
  programs: readonly string[],
): ExportedName[] {
  const trees = new Map([...files].map(([path, source]) => [path, parsed(path, source)]));
  const used = new Set<string>();
  for (const [path, file] of trees) for (const name of namesTaken(path, file)) used.add(name);
  return [...trees]
    .filter(([path]) => !entries.includes(path) && !programs.includes(path))
    .flatMap(([path, file]) => exportsOf(path, file))
    .filter(({ path, name }) => !used.has(`${path} ${name}`) && !used.has(`${path} *`));
}

/** What a file exports under its own names, re-exports included. */
export function exportsOf(path: string, file: ts.SourceFile): ExportedName[] {
  return file.statements.flatMap((statement): ExportedName[] => {
    if (ts.isExportDeclaration(statement)) {
      const clause = statement.exportClause;
      if (!clause || !ts.isNamedExports(clause)) return [];
      return clause.elements.map((element) => ({
        path,
        name: element.name.text,
        kind: statement.isTypeOnly || element.isTypeOnly ? "type" : "value",
      }));
    }
    if (ts.isExportAssignment(statement)) return [{ path, name: "default", kind: "value" }];
    const marks = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
    if (!marks?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return [];
    if (marks.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword))
      return [{ path, name: "default", kind: "value" }];
    if (ts.isVariableStatement(statement)) {
      const names = statement.declarationList.declarations.flatMap(({ name }) => boundNames(name));
      return names.map((name) => ({ path, name, kind: "value" }));
    }
    const kind =
      ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement) ? "type" : "value";
    const name = (statement as ts.Statement & { readonly name?: ts.Node }).name;
    return name ? [{ path, name: name.getText(), kind }] : [];
  });
}

function boundNames(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? boundNames(element.name) : []));
}

/** The names that a file takes from others: "path name" each, or "path *" where it takes everything. */
function namesTaken(path: string, file: ts.SourceFile): string[] {
  const taken: string[] = [];
  const take = (specifier: ts.Node | undefined, names: readonly string[]): void => {
    if (!specifier || !ts.isStringLiteralLike(specifier) || !specifier.text.startsWith(".")) return;
    const target = posix.join(posix.dirname(path), specifier.text);
    for (const name of names) taken.push(`${target} ${name}`);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      const { importClause: clause } = node;
      const names: string[] = clause?.name ? ["default"] : [];
      const bindings = clause?.namedBindings;
      if (bindings && ts.isNamespaceImport(bindings)) names.push("*");
      else if (bindings) names.push(...bindings.elements.map((one) => (one.propertyName ?? one.name).text));
      take(node.moduleSpecifier, names);
    } else if (ts.isExportDeclaration(node)) {
      const clause = node.exportClause;
      const named = clause && ts.isNamedExports(clause) ? clause.elements : undefined;
      take(node.moduleSpecifier, named ? named.map((one) => (one.propertyName ?? one.name).text) : ["*"]);
    } else if (ts.isImportTypeNode(node)) {
      const argument = ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined;
      const first = node.qualifier?.getText().split(".")[0];
      take(argument, [first ?? "*"]);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      take(node.arguments[0], namesAwaited(node));
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return taken;
}

/** `const { a } = await import("./a.ts")` and `(await import("./a.ts")).a` take one name; any other dynamic import everything. */
function namesAwaited(call: ts.CallExpression): string[] {
  let node: ts.Node = call.parent;
  if (!ts.isAwaitExpression(node)) return ["*"];
  node = node.parent;
  if (ts.isVariableDeclaration(node) && ts.isObjectBindingPattern(node.name)) {
    return node.name.elements.map((one) => (one.propertyName ?? one.name).getText());
  }
  if (ts.isParenthesizedExpression(node) && ts.isPropertyAccessExpression(node.parent)) {
    return [node.parent.name.text];
  }
  return ["*"];
}
