import { SpillwayError } from "../../core/SpillwayError.ts";
import type { Network } from "../Network.ts";
import { type ParseEdgesOptions, parseEdges } from "./parseEdges.ts";
import { parseGexf } from "./parseGexf.ts";
import { parseGraphml } from "./parseGraphml.ts";
import { parseNetworkJson } from "./parseNetworkJson.ts";

export type NetworkFormat = "csv" | "tsv" | "json" | "graphml" | "gexf";

export interface ParseNetworkOptions extends ParseEdgesOptions {
  /** Default: what the ending of `file` says. */
  readonly format?: NetworkFormat;
}

const FORMATS: ReadonlyMap<string, NetworkFormat> = new Map([
  ["csv", "csv"],
  ["txt", "csv"],
  ["tsv", "tsv"],
  ["json", "json"],
  ["graphml", "graphml"],
  ["xml", "graphml"],
  ["gexf", "gexf"],
]);

/**
 * A network from the text of a file. The ending of its name says what it is: `.csv` and `.txt` a table of edges separated by
 * commas or tabs, `.tsv` by tabs, `.json`, `.graphml`, `.xml` (GraphML, or GEXF when that is its outermost element), `.gexf`.
 *
 * @throws SpillwayError for an unknown ending, and what {@link parseEdges}, {@link parseNetworkJson}, {@link parseGraphml} and
 * {@link parseGexf} throw.
 */
export function parseNetwork(text: string, options: ParseNetworkOptions = {}): Network {
  const { format = formatOf(options.file, text), delimiter, ...given } = options;
  switch (format) {
    case "csv":
    case "tsv": {
      const separator = delimiter ?? (format === "tsv" ? "\t" : undefined);
      return parseEdges(text, { ...given, ...(separator === undefined ? {} : { delimiter: separator }) });
    }
    case "json":
      return parseNetworkJson(text, given);
    case "graphml":
      return parseGraphml(text, given);
    case "gexf":
      return parseGexf(text, given);
    default: {
      const unknown: never = format;
      throw new SpillwayError(
        `network: format must be one of csv, tsv, json, graphml, gexf, got "${unknown}"`,
      );
    }
  }
}

function formatOf(file: string | undefined, text: string): NetworkFormat {
  if (file === undefined) {
    throw new SpillwayError(
      "network: neither a file name nor a format is given: name a format (csv, tsv, json, graphml, gexf)",
    );
  }
  const ending = /\.([^./\\]+)$/.exec(file)?.[1]?.toLowerCase();
  const format = FORMATS.get(ending ?? "");
  if (format === undefined) {
    const known = [...FORMATS.keys()].map((name) => `.${name}`).join(" ");
    const got = ending === undefined ? "none" : `.${ending}`;
    throw new SpillwayError(
      `network: the ending of the file must be one of ${known}, got ${got}: rename the file or name its format`,
      { place: { file } },
    );
  }
  return ending === "xml" && /<gexf[\s>]/.test(text.slice(0, 4096)) ? "gexf" : format;
}
