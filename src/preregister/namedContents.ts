import { readFileSync, statSync } from "node:fs";
import { basename, isAbsolute, join } from "node:path";
import type { Json } from "../core/canonicalJson.ts";
import { sha256 } from "../core/sha256.ts";
import { reachFields } from "../study-file/reachFields.ts";

/** Files above are no programs of a study, and no journals that one seals. */
const MOST_BYTES = 2 ** 28;

/** What a file holds, by its hash: where it lies is no part of it. */
interface NamedContent {
  readonly content: string;
  readonly bytes: number;
  readonly lines: number;
  /** Name without its folder, for people; it is not compared. */
  readonly name: string;
}

/**
 * Study data with the content of a file, as its hash, in the place of its name: recordings, and every word of a program's command that
 * names a file (`agents.py`, `--prompts=texts.json`). A word that names none stays. What a program reads by itself is not seen.
 *
 * @param folder of the study; undefined for the working folder.
 */
export function namedContents(data: Json, folder: string | undefined): Json {
  const changed = structuredClone(data) as Json;
  for (const { reach, path, value } of reachFields(changed)) {
    if (reach === "journal" && typeof value === "string")
      replace(changed, path, contentOf(value, folder) ?? value);
    if (reach === "program" && Array.isArray(value))
      replace(
        changed,
        path,
        value.map((word: string) => wordContent(word, folder)),
      );
  }
  return changed;
}

/** A word of a command, with the content where it names a file of the study; programs of the machine are known by name. */
function wordContent(word: string, folder: string | undefined): Json {
  const [, option, named] = /^(--?[\w-]+=)(.+)$/s.exec(word) ?? [];
  const found = contentOf(named ?? word, folder);
  if (found === undefined) return word;
  return option === undefined ? found : { ...found, option };
}

function contentOf(name: string, folder: string | undefined): Record<string, Json> | undefined {
  // What lies at an absolute place outside is a program of this machine, and another one elsewhere.
  if (isAbsolute(name) && (folder === undefined || !name.startsWith(`${folder}/`))) return undefined;
  const path = isAbsolute(name) || folder === undefined ? name : join(folder, name);
  try {
    const { size } = statSync(path);
    if (!statSync(path).isFile() || size > MOST_BYTES) return undefined;
    const text = readFileSync(path, "utf8").replaceAll("\r\n", "\n");
    const lines = text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
    return { content: sha256(text), bytes: Buffer.byteLength(text), lines, name: basename(name) };
  } catch {
    return undefined;
  }
}

/** Whether a value stands for a file's content. */
export function isContent(value: unknown): value is NamedContent & Readonly<Record<string, Json>> {
  return typeof value === "object" && value !== null && "content" in value && "bytes" in value;
}

function replace(data: Json, path: readonly PropertyKey[], value: Json): void {
  let at = data as unknown as Record<PropertyKey, unknown>;
  for (const key of path.slice(0, -1)) at = at[key] as Record<PropertyKey, unknown>;
  at[path.at(-1)!] = value;
}
