import { DOMParser } from "@xmldom/xmldom";
import { cut } from "../../core/cut.ts";
import { type Place, SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";

/** An XML document, and where its elements stand. */
export interface XmlDocument {
  readonly root: Element;
  /** File and line of an element. */
  at(element: Element): Place;
  /** An error at an element. */
  fault(message: string, element: Element): SpillwayError;
}

/** What the parser adds to the nodes of the document model. */
interface Located {
  readonly lineNumber?: number;
}

/**
 * Parses XML strictly. External and user-defined entities are never expanded.
 *
 * @param root name of the outermost element, `graphml` or `gexf`
 * @throws SpillwayError with file and line
 */
export function xmlDocument(text: string, root: string, file: string): XmlDocument {
  const at = (node: unknown): Place => {
    const line = (node as Located).lineNumber;
    return line === undefined || line < 1 ? { file } : { file, line };
  };
  if (text.trim() === "")
    throw new SpillwayError(`network: the file is empty: wanted a ${root} document`, { place: { file } });
  const document = strictly(text.replace(/^\uFEFF/, ""), at);
  const found = document.documentElement;
  if (found === null || localName(found) !== root) {
    throw new SpillwayError(
      `network: the outermost element must be ${root}, got ${shown(found?.nodeName ?? "none")}`,
      { place: { file } },
    );
  }
  return {
    root: found,
    at,
    fault: (message, element) => new SpillwayError(`network: ${message}`, { place: at(element) }),
  };
}

/** The name of an element or attribute without its prefix, where the prefix is that of the format itself. */
export function localName({ nodeName }: Element | Attr): string {
  return nodeName.replace(/^(?:graphml|gexf):/, "");
}

/** The elements directly in another. */
export function childrenOf(element: Element): Element[] {
  return Array.from(element.childNodes).filter((node): node is Element => node.nodeType === 1);
}

/** What the parser says, and what a person would. */
const WORDS: readonly (readonly [said: RegExp, meant: (name: string) => string])[] = [
  [/^Hierarchy request error/i, () => "something stands beside the outermost element"],
  [/^attribute equal must/i, () => 'an attribute has no value: wanted name="value"'],
  [/^attribute value must/i, () => 'an attribute has no value: wanted name="value"'],
  [/^attribute value no end/i, () => "the value of an attribute has no end"],
  [/^invalid attribute:(.*)/is, (name) => `an attribute is called ${shown(name)}`],
  [/^invalid tagName:(.*)/is, (name) => `an element is called ${shown(name)}`],
];

function ownWords(said: string): string {
  const words = said
    .replace(/^\[xmldom \w+\]\s*/, "")
    .replace(/^element parse error: /, "")
    .replace(/^\w*Error: /, "")
    .split(/\s*\n/)[0]!;
  for (const [pattern, meant] of WORDS) {
    const found = pattern.exec(words);
    if (found) return meant(found[1] ?? "");
  }
  return cut(words, 300);
}

/** The first warning or error counts: the parser itself would mend the text and go on. */
function strictly(text: string, at: (node: Located) => Place): Document {
  const locator: Located = {};
  let first: SpillwayError | undefined;
  const fault = (message: unknown): void => {
    first ??= new SpillwayError(`network: this is not well-formed XML: ${ownWords(String(message))}`, {
      place: at(locator),
    });
  };
  const parser = new DOMParser({
    locator,
    errorHandler: { warning: fault, error: fault, fatalError: fault },
  });
  let document: Document | undefined;
  try {
    document = parser.parseFromString(text, "application/xml");
  } catch (cause) {
    fault(cause instanceof Error ? cause.message : cause);
  }
  if (document === undefined || first !== undefined) throw first;
  return document;
}
