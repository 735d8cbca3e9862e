import ts from "typescript";

const files = new Map<string, ts.SourceFile>();
const imports = new Map<string, string[]>();

/** A file of the repository as a tree of syntax, read once for all rules that look at it. */
export function parsed(path: string, source: string): ts.SourceFile {
  const key = `${path}\n${source}`;
  let file = files.get(key);
  if (file === undefined) {
    const options: ts.CreateSourceFileOptions = {
      languageVersion: ts.ScriptTarget.Latest,
      // No rule reads types in comments, and reading them takes a third of the time.
      jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
    };
    file = ts.createSourceFile(path, source, options, true);
    files.set(key, file);
  }
  return file;
}

/** Everything a source imports, in any form, as it is written there. */
export function importsOf(source: string): string[] {
  let found = imports.get(source);
  if (found === undefined) {
    found = ts.preProcessFile(source, true, true).importedFiles.map(({ fileName }) => fileName);
    imports.set(source, found);
  }
  return found;
}
