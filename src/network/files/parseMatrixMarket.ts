import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import type { Edge } from "../fromEdges.ts";
import type { Network } from "../Network.ts";
import { leftOut } from "./leftOut.ts";
import { type GivenNetworkOptions, wantWeightFound } from "./mergeAgentLists.ts";
import { networkOfFile } from "./networkOfFile.ts";
import { readWeight } from "./readWeight.ts";

/** Agents of a file at most. */
const MOST = 100_000_000;

/**
 * A network from a sparse square matrix in Matrix Market's format: an entry in row i and column j is an edge from agent i to agent j,
 * its value the weight (1 for a pattern). A symmetric matrix is undirected, a general one directed. Agents are called by their
 * numbers from 1.
 *
 * @throws SpillwayError with file and line for matrices that are not square, dense, complex or skew, and for entries that are no weights.
 */
export function parseMatrixMarket(text: string, options: GivenNetworkOptions = {}): Network {
  const { file = "(matrix)" } = options;
  const left = leftOut();
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  const fault = (message: string, k: number): SpillwayError =>
    new SpillwayError(`network: ${message}`, { place: { file, line: k + 1 } });
  const [, object, form, field, symmetry] = (lines[0] ?? "").trim().toLowerCase().split(/\s+/);
  if (object !== "matrix" || form !== "coordinate")
    throw fault(`wanted "%%MatrixMarket matrix coordinate …", got ${shown(lines[0] ?? "")}`, 0);
  if (!["real", "integer", "pattern"].includes(field ?? ""))
    throw fault(`values must be real, integer or pattern, got ${shown(field ?? "")}`, 0);
  if (!["general", "symmetric"].includes(symmetry ?? ""))
    throw fault(`the matrix must be general or symmetric, got ${shown(symmetry ?? "")}`, 0);
  let size: readonly [number, number] | undefined;
  const edges: Edge[] = [];
  const at: number[] = [];
  lines.forEach((raw, k) => {
    const row = raw.trim();
    if (k === 0 || row === "") return;
    if (row.startsWith("%")) return left.add("a comment", { file, line: k + 1 });
    const fields = row.split(/\s+/);
    if (size === undefined) {
      const [rows, columns, entries] = fields.map(Number);
      if (fields.length !== 3 || !fields.every((one) => /^\d+$/.test(one)))
        throw fault(`wanted rows, columns and entries, got ${shown(row)}`, k);
      if (rows !== columns) throw fault(`the matrix must be square, got ${rows} × ${columns}`, k);
      if (rows! > MOST) throw fault(`the matrix must have at most ${MOST} rows, got ${rows}`, k);
      size = [rows!, entries!];
      return;
    }
    const [n] = size;
    const [i, j, value] = fields;
    for (const end of [i, j])
      if (!/^\d+$/.test(end ?? "") || Number(end) < 1 || Number(end) > n)
        throw fault(`wanted a row and a column from 1 to ${n}, got ${shown(row)}`, k);
    const weight = field === "pattern" ? undefined : readWeight(value ?? "");
    if (field !== "pattern" && (weight === undefined || !(weight > 0)))
      throw fault(`weight must be a finite number above 0, got ${shown(value ?? "")}`, k);
    edges.push(weight === undefined ? [i!, j!] : [i!, j!, weight]);
    at.push(k + 1);
  });
  if (size === undefined)
    throw fault("wanted a line with rows, columns and entries, got none", lines.length - 1);
  const [n, entries] = size;
  if (edges.length !== entries)
    throw new SpillwayError(
      `network: the file announces ${entries} entries and holds ${edges.length}: it may be cut short`,
      {
        place: { file },
      },
    );
  wantWeightFound(options.weight === "weight" ? undefined : options.weight, false, { file });
  return networkOfFile(
    {
      ids: Array.from({ length: n }, (_, k) => String(k + 1)),
      edges,
      directed: symmetry === "general",
      place: (k) => ({ file, line: at[k]! }),
      whole: { file },
      left,
    },
    options,
  );
}
