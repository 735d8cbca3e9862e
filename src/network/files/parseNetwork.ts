import { SpillwayError } from "../../core/SpillwayError.ts";
import { wantText } from "../../core/wantText.ts";
import type { Network } from "../Network.ts";
import { type ParseEdgesOptions, parseEdges } from "./parseEdges.ts";
import { parseGexf } from "./parseGexf.ts";
import { parseGml } from "./parseGml.ts";
import { parseGraphml } from "./parseGraphml.ts";
import { parseMatrixMarket } from "./parseMatrixMarket.ts";
import { parseNetworkJson } from "./parseNetworkJson.ts";
import { parsePajek } from "./parsePajek.ts";

export type NetworkFormat = "csv" | "tsv" | "json" | "graphml" | "gexf" | "pajek" | "gml" | "matrix-market";

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
  // More names of the same, which the message about endings leaves out.
  ["tab", "tsv"],
  ["jsonl", "csv"],
  ["ndjson", "csv"],
  ["edges", "csv"],
  ["edgelist", "csv"],
  ["el", "csv"],
  ["ncol", "csv"],
  ["net", "pajek"],
  ["paj", "pajek"],
  ["gml", "gml"],
  ["mtx", "matrix-market"],
]);
const TOLD = ["csv", "txt", "tsv", "json", "graphml", "xml", "gexf", "net", "gml", "mtx"];

/** Endings of formats that are not read, and what they are. */
const OTHERS: ReadonlyMap<string, string> = new Map([
  ["xlsx", "a workbook: save the sheet of edges as CSV UTF-8"],
  ["xls", "a workbook: save the sheet of edges as CSV UTF-8"],
  ["ods", "a workbook: save the sheet of edges as CSV in UTF-8"],
  ["dot", "Graphviz: write it as GraphML or as a table of edges"],
  ["gv", "Graphviz: write it as GraphML or as a table of edges"],
  ["gdf", "GUESS: open it in Gephi and export GEXF or GraphML"],
  ["dl", "UCINET: export an edge list"],
  ["graph", "METIS: write a table of edges"],
  ["lgl", "LGL: write a table of edges"],
  ["graphmlz", "zipped GraphML: unzip it"],
  ["adjlist", "lists of neighbours: write one edge a line"],
  ["mat", "MATLAB: write a table of edges, or Matrix Market"],
  ["rds", "R: write a table of edges with write.csv"],
  ["rdata", "R: write a table of edges with write.csv"],
  ["pkl", "Python: write a table of edges with to_csv(index=False)"],
  ["pickle", "Python: write a table of edges with to_csv(index=False)"],
  ["npz", "NumPy: write a table of edges, or Matrix Market"],
  ["parquet", "Parquet, which is read for units only: write the edges as CSV"],
  ["db", "a database: write a table of edges as CSV"],
  ["sqlite", "a database: write a table of edges as CSV"],
]);

/**
 * A network from the text of a file. The ending of its name says what it is: `.csv` and `.txt` a table of edges separated by
 * commas, tabs or what its header shows, `.tsv` by tabs, `.json`, `.graphml`, `.xml` (GraphML, or GEXF when that is its outermost element),
 * `.gexf`, `.net` (Pajek), `.gml`, `.mtx` (Matrix Market). A table that turns out to be one of the others is read as what it is, with a note.
 *
 * @throws SpillwayError for an unknown ending, and what {@link parseEdges}, {@link parseNetworkJson}, {@link parseGraphml} and
 * {@link parseGexf} throw.
 */
export function parseNetwork(text: string, options: ParseNetworkOptions = {}): Network {
  wantText("parseNetwork", "the content of a file", text);
  const { format: named, delimiter, ...given } = options;
  const told = named ?? formatOf(options.file, text);
  const seen = told === "csv" || told === "tsv" ? contentOf(text, options.file) : undefined;
  const network = read(text, seen ?? told, { ...given, ...(delimiter === undefined ? {} : { delimiter }) });
  if (seen === undefined || named !== undefined) return network;
  return {
    ...network,
    notes: [...network.notes, `the file was read as ${NAMES[seen]}, which is what it holds`],
  };
}

const NAMES: Readonly<Record<NetworkFormat, string>> = {
  csv: "CSV",
  tsv: "TSV",
  json: "JSON",
  graphml: "GraphML",
  gexf: "GEXF",
  pajek: "Pajek",
  gml: "GML",
  "matrix-market": "Matrix Market",
};

function read(text: string, format: NetworkFormat, options: ParseEdgesOptions): Network {
  switch (format) {
    case "csv":
      return parseEdges(text, options);
    case "tsv":
      return parseEdges(text, { delimiter: "\t", ...options });
    case "json":
      return parseNetworkJson(text, options);
    case "graphml":
      return parseGraphml(text, options);
    case "gexf":
      return parseGexf(text, options);
    case "pajek":
      return parsePajek(text, options);
    case "gml":
      return parseGml(text, options);
    case "matrix-market":
      return parseMatrixMarket(text, options);
    default: {
      const unknown: never = format;
      throw new SpillwayError(
        `network: format must be one of ${Object.keys(NAMES).join(", ")}, got "${unknown}"`,
      );
    }
  }
}

/** What a text is that should be a table of edges and is none; undefined for a table. */
function contentOf(text: string, file: string | undefined): NetworkFormat | undefined {
  const head = text.slice(0, 4096).replace(/^\uFEFF?\s*/, "");
  if (/^\*(?:vertices|network)\b/i.test(head)) return "pajek";
  if (/^%%MatrixMarket\b/i.test(head)) return "matrix-market";
  if (/^(?:creator\b[^\n]*\s|version\b[^\n]*\s|#[^\n]*\s|comment\b[^\n]*\s)*graph\s*\[/i.test(head))
    return "gml";
  if (/^<(?:\?xml|!DOCTYPE|graphml|gexf)/i.test(head)) return /<gexf[\s>]/.test(head) ? "gexf" : "graphml";
  if (
    /^\{\s*(?:\n|"(?:nodes|links|edges|directed|multigraph|graph|elements|agents)"\s*:\s*[[{tf])/.test(
      head,
    ) ||
    /^\[/.test(head)
  )
    return "json";
  const dimacs = /^(?:c[ \t][^\n]*\n|c\n)*p (?:edge|col|sp|max|min)\b/.test(head);
  const place = file === undefined ? {} : { place: { file } };
  if (dimacs)
    throw new SpillwayError(
      "network: this looks like DIMACS, which is not read: write its lines of edges as a table with the header source,target",
      place,
    );
  if (/^(?:strict\s+)?(?:di)?graph\b[^\n]*\{/i.test(head))
    throw new SpillwayError(
      "network: this looks like Graphviz, which is not read: write it as GraphML or as a table of edges",
      place,
    );
  if (/^nodedef>/i.test(head))
    throw new SpillwayError(
      "network: this looks like GDF, which is not read: open it in Gephi and export GEXF or GraphML",
      place,
    );
  if (/^dl\s+n\s*=/i.test(head))
    throw new SpillwayError(
      "network: this looks like UCINET's DL, which is not read: write a table of edges",
      place,
    );
  return undefined;
}

function formatOf(file: string | undefined, text: string): NetworkFormat {
  if (file === undefined) {
    throw new SpillwayError(
      `network: neither a file name nor a format is given: name a format (${Object.keys(NAMES).join(", ")})`,
    );
  }
  const ending = /\.([^./\\]+)$/.exec(file)?.[1]?.toLowerCase();
  const format = FORMATS.get(ending ?? "");
  if (format === undefined) {
    const known = TOLD.map((name) => `.${name}`).join(" ");
    const got = ending === undefined ? "none" : `.${ending.slice(0, 40)}`;
    const other = OTHERS.get(ending ?? "");
    const way = other === undefined ? "rename the file or name its format" : `this is ${other}`;
    throw new SpillwayError(`network: the ending of the file must be one of ${known}, got ${got}: ${way}`, {
      place: { file },
    });
  }
  return ending === "xml" && /<gexf[\s>]/.test(text.slice(0, 4096)) ? "gexf" : format;
}
