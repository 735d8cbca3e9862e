import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";

/** A batch that was announced: its own name, its requests, and its id once the other side has given one. */
export interface RecordedBatch {
  readonly name: string;
  readonly keys: readonly string[];
  id?: string;
}

/** One line of the file. */
export type BatchLine =
  | { readonly type: "sent"; readonly name: string; readonly keys: readonly string[] }
  | { readonly type: "batch"; readonly name: string; readonly id: string }
  | { readonly type: "void"; readonly name: string }
  | { readonly type: "failed"; readonly keys: readonly string[] };

/** What was sent in batches, as a file of the run's folder remembers it. */
interface BatchRecord {
  /** The batch in which a request is, or may be; undefined when it is to be sent. */
  of(key: string): RecordedBatch | undefined;
  /** How many batches were announced. */
  readonly sent: number;
  /** Notes something; it is on the disk before this returns. */
  note(line: BatchLine): void;
}

/**
 * Opens the record of batches, a line for each thing that happened: a batch is announced before it is sent, and its id is noted
 * before it is waited for. So whoever is killed in between finds every batch again, and sends no request twice.
 *
 * @param path of the file; it is made when something is noted.
 */
export function batchRecord(path: string): BatchRecord {
  const batches = new Map<string, RecordedBatch>();
  const byKey = new Map<string, RecordedBatch>();
  const drop = (name: string): void => {
    for (const key of batches.get(name)?.keys ?? []) if (byKey.get(key)?.name === name) byKey.delete(key);
  };
  const take = (line: BatchLine): void => {
    if (line.type === "sent") {
      const { name, keys } = line;
      const batch = { name, keys };
      batches.set(name, batch);
      for (const key of keys) byKey.set(key, batch);
    } else if (line.type === "batch") {
      const batch = batches.get(line.name);
      if (batch) batch.id = line.id;
    } else if (line.type === "void") drop(line.name);
    else for (const key of line.keys) byKey.delete(key);
  };
  const text = existsSync(path) ? readFileSync(path, "utf8") : "";
  for (const line of text.split("\n")) {
    const read = lineIn(line);
    if (read) take(read);
  }
  // A line that a killed process left half-written stays alone on its line.
  let before = text === "" || text.endsWith("\n") ? "" : "\n";
  return {
    of: (key) => byKey.get(key),
    get sent() {
      return batches.size;
    },
    note(line) {
      const file = openSync(path, "a", 0o600);
      try {
        writeSync(file, `${before}${JSON.stringify(line)}\n`);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      before = "";
      take(line);
    },
  };
}

function lineIn(text: string): BatchLine | undefined {
  try {
    const given = JSON.parse(text) as BatchLine;
    const texts = (list: unknown): boolean =>
      Array.isArray(list) && list.every((one) => typeof one === "string");
    if (given.type === "failed") return texts(given.keys) ? given : undefined;
    if (typeof given.name !== "string") return undefined;
    if (given.type === "sent") return texts(given.keys) ? given : undefined;
    if (given.type === "batch") return typeof given.id === "string" ? given : undefined;
    return given.type === "void" ? given : undefined;
  } catch {
    return undefined;
  }
}
