import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { SpillwayError } from "../../core/SpillwayError.ts";

/**
 * The text of a file, or of standard input for "-". Gzipped content is unpacked, whatever the file is called, and a
 * byte order mark is dropped. The whole text is held in memory.
 *
 * @throws SpillwayError when there is no such file, when it cannot be read or unpacked, and when it is not UTF-8.
 */
export async function readText(path: string): Promise<string> {
  const bytes = path === "-" ? await readStandardInput() : await readBytes(path);
  const place = { file: path === "-" ? "(standard input)" : path };
  const zipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
  let plain = bytes;
  try {
    if (zipped) plain = gunzipSync(bytes);
  } catch (cause) {
    throw new SpillwayError("readText: the gzipped content is damaged or cut short", { place, cause });
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(plain);
  } catch (cause) {
    throw new SpillwayError("readText: wanted text in UTF-8, got other bytes", { place, cause });
  }
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === "ENOENT") throw new SpillwayError(`readText: there is no file "${path}"`, { cause });
    if (code === "EISDIR")
      throw new SpillwayError(`readText: wanted a file, got the folder "${path}"`, { cause });
    throw new SpillwayError(`readText: cannot read "${path}" (${code ?? String(cause)})`, {
      kind: "failure",
      cause,
    });
  }
}

async function readStandardInput(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}
