import { canonicalJson, type Json } from "../core/canonicalJson.ts";
import { few } from "../core/few.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { sha256 } from "../core/sha256.ts";
import { shown } from "../core/shown.ts";
import { readText } from "../log/files/readText.ts";
import { documentOf, MACHINE, partsOf } from "./registrationText.ts";
import type { Mapping, SealedStudy } from "./sealedStudy.ts";

/** A preregistration as it was read. */
export interface Registration {
  /** SHA-256 of the sealed content. */
  readonly hash: string;
  readonly sealed: SealedStudy;
  /** The whole document. */
  readonly text: string;
}

/**
 * Reads a preregistration and makes sure that it is as it was sealed.
 *
 * @throws SpillwayError when it is none, or was changed after it was sealed, naming the part that was.
 */
export async function readRegistration(file: string): Promise<Registration> {
  return registrationOf(await readText(file), file);
}

/** The preregistration in a text. @throws SpillwayError as {@link readRegistration} */
export function registrationOf(given: string, file: string): Registration {
  const place = { file };
  const text = given.replace(/^\ufeff/, "").replaceAll("\r\n", "\n");
  const fault = (words: string): SpillwayError => new SpillwayError(`preregistration: ${words}`, { place });
  const front = /^---\n([\s\S]*?)\n---\n\n?/.exec(text);
  const format = front && /^spillway-preregistration: (.*)$/m.exec(front[1]!)?.[1];
  if (!front || format === undefined || format === null)
    throw fault("wanted a document that spillway preregister has written, got something else");
  if (format.trim() !== "1") throw fault(`wanted a preregistration of format 1, got ${shown(format)}`);
  const at = text.lastIndexOf(`\n${MACHINE}\n`);
  const blocks =
    at < 0 ? [] : [...text.slice(at).matchAll(/^```json\n([^\n]*)\n```$/gm)].map(([, json]) => json!);
  if (blocks.length !== 2)
    throw fault(
      `the two blocks of JSON under "${MACHINE}" are missing or damaged: it was changed after it was sealed`,
    );
  const [content, parts] = blocks.map((json, k) => {
    try {
      return JSON.parse(json) as Mapping;
    } catch {
      throw fault(
        `block ${k + 1} of its machine-readable part is no JSON: it was changed after it was sealed`,
      );
    }
  });
  const named = /^hash: ([0-9a-f]{64})$/m.exec(front[1]!)?.[1];
  const hash = sha256(canonicalJson(content));
  const changed = changedParts(content!, parts!);
  if (changed.length > 0)
    throw fault(
      `it was changed after it was sealed, in its machine-readable part: ${few(changed, 8)} ${changed.length === 1 ? "does" : "do"} not fit the hash`,
    );
  if (named !== hash)
    throw fault(
      `it was changed after it was sealed: the hash in its head is ${shown(named ?? "absent")}, and that of its content ${shown(hash)}`,
    );
  const body = text.slice(front[0].length, at + 1).replace(/\n$/, "");
  if (sha256(body) !== content!.text)
    throw fault(
      "it was changed after it was sealed, in what people read: the text above the machine-readable part is not the one that was sealed; the data below are unharmed, so spillway preregister writes it again",
    );
  const sealed = content as unknown as SealedStudy;
  if (documentOf(body, content!) !== text)
    throw fault(
      "it was changed after it was sealed, in its head or in the words around its machine-readable part; what is sealed is unharmed",
    );
  return { hash, sealed, text };
}

/** The parts of the content whose hash is not the one noted, by name. */
function changedParts(content: Mapping, parts: Mapping): string[] {
  const there = new Map(partsOf(content));
  const names = new Set([...there.keys(), ...Object.keys(parts)]);
  return [...names].filter((name) => {
    const value: Json | undefined = there.get(name);
    return value === undefined || sha256(canonicalJson(value)).slice(0, 16) !== parts[name];
  });
}
