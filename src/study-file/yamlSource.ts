import {
  type Alias,
  type Document,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseAllDocuments,
  visit,
} from "yaml";
import { present } from "../core/present.ts";
import { type Place, SpillwayError, type TextPlace } from "../core/SpillwayError.ts";

type Path = readonly PropertyKey[];

/** The data of a YAML (or JSON) text, with the place of everything in it. */
export interface YamlSource {
  readonly data: unknown;
  /**
   * Where the value at a path stands; the nearest thing around it when there is no such value. With `inside`, where in the text
   * that it is, or that stands in the file which it names: `{ file: prompt.md }`.
   */
  valuePlace(path: Path, inside?: Pick<TextPlace, "line" | "column">): Place;
  /** Where the key at the end of a path stands. */
  keyPlace(path: Path): Place;
}

/** Aliases that a file may resolve to; more means a file that grows without end when read. */
const MAX_ALIASES = 100;

/** The parser's messages that a person would not understand. */
const PLAIN: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: "this key stands twice in the same mapping",
  TAB_AS_INDENT: "tabs are not allowed as indentation: use spaces",
};

/**
 * Reads YAML 1.2 (JSON is a part of it). Keys and seeds are taken as they are written, so `0123`, `1e3` and `no` stay
 * what the person typed.
 *
 * @param file name of the file, for error messages
 * @throws SpillwayError with line and column for broken YAML, tabs, a key given twice, several documents, unknown tags,
 * an alias without its anchor, aliases that grow without end, and an empty file.
 */
export function yamlSource(text: string, file: string, who: string): YamlSource {
  const lines = new LineCounter();
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  const fault = (message: string, place: Place): SpillwayError =>
    new SpillwayError(`${who}: ${message}`, { place });
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false });
  const document = Array.isArray(documents) ? documents[0] : undefined;
  if (document === undefined) throw fault("the file is empty", { file, line: 1, column: 1 });
  for (const one of documents as readonly Document[]) {
    const error = one.errors[0] ?? one.warnings[0];
    if (error) throw fault(PLAIN[error.code] ?? plain(error.message), at(error.pos[0]));
  }
  if (documents.length > 1) {
    const second = documents[1]!.contents?.range?.[0] ?? documents[1]!.range?.[0] ?? 0;
    throw fault("there must be one document in the file, but a second one begins after ---", at(second));
  }
  const hidden = takeAsWritten(document);
  if (hidden !== undefined) throw fault('no key may be called "__proto__"', at(hidden));
  return {
    data: dataOf(document, (message, offset) => fault(message, at(offset))),
    ...placesIn(document, at, file),
  };
}

/** The library ends in a full stack where mappings stand in mappings, a thousand deep. */
const plain = (message: string): string =>
  /call stack/i.test(message)
    ? "it is nested too deeply"
    : message.charAt(0).toLowerCase() + message.slice(1);

/**
 * Keys, and values of keys called seed, become the text that stands in the file where reading them as numbers would
 * lose it. Gives the place of a key that objects cannot hold safely, if there is one.
 */
function takeAsWritten(document: Document): number | undefined {
  let hidden: number | undefined;
  visit(document, {
    Pair(_, { key, value }) {
      if (!isScalar(key)) return;
      if (typeof key.value !== "string") key.value = key.source ?? String(key.value);
      if (key.value === "__proto__") hidden ??= key.range?.[0] ?? 0;
      if (key.value !== "seed" || !isScalar(value) || value.value === null) return;
      if (value.source !== undefined && String(value.value) !== value.source) value.value = value.source;
    },
  });
  return hidden;
}

function dataOf(document: Document, fault: (message: string, at: number) => SpillwayError): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (cause) {
    if (cause instanceof RangeError) throw fault("it is nested too deeply", 0);
    if (!(cause instanceof ReferenceError)) throw cause;
    const aliases: Alias[] = [];
    visit(document, { Alias: (_, alias) => void aliases.push(alias) });
    const loose = aliases.find((alias) => alias.resolve(document) === undefined);
    const at = (loose ?? aliases.at(-1))?.range?.[0] ?? 0;
    if (loose) throw fault(`the alias *${loose.source} has no anchor &${loose.source} before it`, at);
    throw fault(`aliases (*name) repeat too much: at most ${MAX_ALIASES} are allowed`, at);
  }
}

function placesIn(
  document: Document,
  at: (offset: number) => Place,
  file: string,
): Pick<YamlSource, "valuePlace" | "keyPlace"> {
  const start = (node: unknown, otherwise: Place): Place => {
    const range = (node as Node | null | undefined)?.range;
    return range ? at(range[0]) : otherwise;
  };
  const walk = (path: Path): { key: Place; value: Place; node: unknown } => {
    let node: unknown = document.contents;
    let key = start(node, { file });
    let value = key;
    for (const step of path) {
      if (isMap(node)) {
        const pair = node.items.find((item) => isScalar(item.key) && item.key.value === String(step));
        if (pair === undefined) break;
        key = start(pair.key, value);
        value = start(pair.value, key);
        node = pair.value;
      } else if (isSeq(node)) {
        node = node.items[Number(step)];
        key = value = start(node, value);
      } else break;
    }
    return { key, value, node };
  };
  return {
    valuePlace: (path, inside) => {
      const { value, node } = walk(path);
      return inside ? insideOf(node, value, inside) : value;
    },
    keyPlace: (path) => walk(path).key,
  };
}

/** A place in a text: in the file that the node names, or in the lines of a block; of other texts, where they begin. */
function insideOf(node: unknown, begin: Place, { line, column }: Pick<TextPlace, "line" | "column">): Place {
  if (isMap(node)) {
    const file: unknown = node.get("file");
    return typeof file === "string" ? { file, ...present({ line, column }) } : begin;
  }
  const block = isScalar(node) && node.type === "BLOCK_LITERAL";
  return block && line !== undefined && begin.line !== undefined
    ? { file: begin.file, line: begin.line + line }
    : begin;
}
