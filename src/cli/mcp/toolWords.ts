import { lstatSync, realpathSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import { suggest } from "../../core/suggest.ts";
import type { McpTool } from "./mcpTools.ts";

/** Characters of a text, and texts of a list, at most. */
const LONGEST = 20_000;
const MOST = 100;

/**
 * The words of the command that a call of a tool becomes. Whatever a caller gives is one value of one option, or one path inside the folder: it can be no
 * option, and lead nowhere else.
 *
 * @param folder that the server may look into.
 * @throws SpillwayError for unknown and missing arguments, wrong types, paths that lead out of the folder, and spending that nobody has confirmed.
 */
export function toolWords(tool: McpTool, given: unknown, folder: string): string[] {
  if (typeof given !== "object" || given === null || Array.isArray(given))
    throw new SpillwayError(`${tool.name}: wanted arguments by their names, got ${shown(given)}`);
  const values = new Map(Object.entries(given));
  const names = [...Object.keys(tool.arguments), ...(tool.spends ? ["confirm"] : [])];
  for (const name of values.keys())
    if (!names.includes(name))
      throw new SpillwayError(`${tool.name}: there is no argument ${shown(name)}${suggest(name, names)}`);
  if (tool.spends && values.get("confirm") !== true)
    throw new SpillwayError(
      `${tool.name}: agents may be asked, which may cost money, and nobody has confirmed it: ask the person, and give confirm: true`,
    );
  const options: string[] = [];
  const positional: string[] = [];
  for (const [name, { kind, option, needed }] of Object.entries(tool.arguments)) {
    const value = values.get(name);
    const fault = (wanted: string): SpillwayError =>
      new SpillwayError(`${tool.name}: ${name} must be ${wanted}, got ${shown(value)}`);
    if (value === undefined) {
      if (needed) throw new SpillwayError(`${tool.name}: ${name} is missing`);
      continue;
    }
    const texts = kind === "texts" ? value : [value];
    if (!Array.isArray(texts) || texts.length > MOST) throw fault(`a list of at most ${MOST} texts`);
    for (const one of texts) {
      const text = textOf(one, kind, fault);
      // A text that a command takes for a file is one inside the folder, or none.
      const word =
        kind === "file" || kind === "folder" || kind === "new"
          ? inFolder(text, folder, name, kind)
          : inline(text, fault);
      if (option === undefined) positional.push(word);
      else options.push(`--${option}=${word}`);
    }
  }
  return [...tool.command, ...options, ...(positional.length > 0 ? ["--", ...positional] : [])];
}

function textOf(value: unknown, kind: string, fault: (wanted: string) => SpillwayError): string {
  if (kind === "whole") {
    if (!Number.isSafeInteger(value) || Number(value) < 0) throw fault("a whole number of at least 0");
    return String(value);
  }
  if (kind === "number") {
    if (typeof value !== "number" || !Number.isFinite(value)) throw fault("a finite number");
    return String(value);
  }
  if (typeof value !== "string" || value === "" || value.length > LONGEST || value.includes("\0"))
    throw fault(`a text of 1 to ${LONGEST} characters`);
  return value;
}

/** Kinds and inline JSON, but no names of files: what a command reads is given as a file. */
function inline(text: string, fault: (wanted: string) => SpillwayError): string {
  const data = text.trimStart().startsWith("{");
  if (!data && /[/\\]|\.(?:json|ya?ml)$/i.test(text))
    throw fault("no path, but a kind, inline JSON or words");
  if (data && namesFile(jsonIn(text, fault))) throw fault("inline JSON that names no file");
  return text;
}

/** Settings whose values are files or programs, wherever they stand. */
const FILES: ReadonlySet<string> = new Set(["file", "files", "journal", "command"]);

/** Whether data name a file; asked of what was read, because a key can be written in more than one way. */
function namesFile(data: unknown): boolean {
  if (typeof data !== "object" || data === null) return false;
  return Object.entries(data).some(
    ([key, value]) => (!Array.isArray(data) && FILES.has(key)) || namesFile(value),
  );
}

function jsonIn(text: string, fault: (wanted: string) => SpillwayError): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw fault("inline JSON that can be read");
  }
}

/**
 * A path inside a folder, links followed.
 *
 * @throws SpillwayError for one that leads out of it.
 */
export function inFolder(
  text: string,
  folder: string,
  name: string,
  kind: "file" | "folder" | "new",
): string {
  const root = realpathSync(folder);
  const fault = (words: string): SpillwayError =>
    new SpillwayError(
      `${name}: ${words}, got ${shown(text)}: only files inside the server's folder may be named`,
    );
  if (isAbsolute(text) || text.includes("\\")) throw fault("wanted a path relative to the server's folder");
  const whole = resolve(root, text);
  if (!isInside(root, whole)) throw fault("the path leads out of the server's folder");
  // Of what is not there yet, the first folder above that is.
  for (let at = whole; ; at = dirname(at)) {
    const real = realOf(at);
    if (real === undefined) {
      if (kind !== "new") throw new SpillwayError(`${name}: there is no ${shown(text)}`);
      continue;
    }
    if (!isInside(root, real)) throw fault("a link leads out of the server's folder");
    break;
  }
  return `.${sep}${relative(root, whole)}`;
}

const isInside = (root: string, path: string): boolean => path === root || path.startsWith(join(root, sep));

function realOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    // A link to nothing is there, and may lead anywhere.
    try {
      lstatSync(path);
    } catch {
      return undefined;
    }
    throw new SpillwayError(`${shown(path)} is a link that leads nowhere`);
  }
}
