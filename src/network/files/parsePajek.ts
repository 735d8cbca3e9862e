import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import type { Edge } from "../fromEdges.ts";
import type { Network } from "../Network.ts";
import { leftOut } from "./leftOut.ts";
import { type GivenNetworkOptions, wantWeightFound } from "./mergeAgentLists.ts";
import { networkOfFile } from "./networkOfFile.ts";
import { readWeight } from "./readWeight.ts";

/**
 * A network from Pajek's format: `*Vertices`, then `*Edges` (both ways), `*Arcs` (one way), or their lists, with weights. Agents are
 * called by their labels, or by their numbers where labels are missing or not all different. Positions and looks are left out with a note.
 *
 * @throws SpillwayError with file and line for matrices, relations of several sorts, two-mode networks and lines that are not understood.
 */
export function parsePajek(text: string, options: GivenNetworkOptions = {}): Network {
  const { file = "(pajek)" } = options;
  const left = leftOut();
  const labels = new Map<number, string>();
  const rows: {
    source: number;
    target: number;
    weight: number | undefined;
    oneWay: boolean;
    line: number;
  }[] = [];
  let section = "";
  let n: number | undefined;
  text
    .replace(/^\uFEFF/, "")
    .split(/\r\n|\n|\r/)
    .forEach((raw, k) => {
      const line = k + 1;
      const place = { file, line };
      const fault = (message: string): SpillwayError => new SpillwayError(`network: ${message}`, { place });
      const row = raw.trim();
      if (row === "" || row.startsWith("%")) return;
      if (row.startsWith("*")) {
        const [, name = "", rest = ""] = /^\*(\w+)\s*(.*)$/.exec(row) ?? [];
        section = name.toLowerCase();
        if (section === "network") return left.add("the name of the network", place);
        if (section === "vertices") {
          if (n !== undefined)
            throw fault(
              "the file must hold one network, got a second *Vertices: give each a file of its own",
            );
          const [count, first] = rest.split(/\s+/);
          n = Number(count);
          if (!/^\d+$/.test(count ?? ""))
            throw fault(`*Vertices must say how many there are, got ${shown(rest)}`);
          if (first !== undefined && first !== "")
            throw fault(
              "*Vertices with two numbers are two sorts of vertices: give the network of one of them",
            );
        } else if (["edges", "arcs", "edgeslist", "arcslist"].includes(section)) {
          if (rest !== "" && !/^:1(?:\s|$)/.test(rest))
            throw fault(
              `relations of several sorts are not read (${shown(row)}): give a file of one of them`,
            );
          if (rest !== "") left.add("the name of the relation", place);
        } else
          throw fault(
            `*${name.slice(0, 40)} is not read: wanted *Vertices, *Edges, *Arcs, *Edgeslist or *Arcslist`,
          );
        return;
      }
      const fields = row.match(/"[^"]*"|\S+/g) ?? [];
      const number = (field: string | undefined): number => {
        const value = Number(field);
        if (!/^\d+$/.test(field ?? "") || value < 1 || value > (n ?? 0))
          throw fault(`wanted the number of a vertex from 1 to ${n ?? 0}, got ${shown(field ?? "")}`);
        return value;
      };
      if (section === "vertices") {
        const vertex = number(fields[0]);
        if (labels.has(vertex)) throw fault(`vertex ${vertex} is listed twice`);
        labels.set(vertex, (fields[1] ?? String(vertex)).replace(/^"(.*)"$/, "$1"));
        if (fields.length > 2) left.add("the position and looks of vertices", place);
      } else if (section.endsWith("list")) {
        const [source, ...targets] = fields.map(number);
        for (const target of targets)
          rows.push({ source: source!, target, weight: undefined, oneWay: section === "arcslist", line });
      } else if (section === "edges" || section === "arcs") {
        const [one, other, third, ...more] = fields;
        const weight = third === undefined || !/^[+-]?[\d.]/.test(third) ? undefined : readWeight(third);
        if (third !== undefined && /^[+-]?[\d.]/.test(third) && (weight === undefined || !(weight > 0)))
          throw fault(`weight must be a finite number above 0, got ${shown(third)}`);
        if (more.length > 0 || (third !== undefined && weight === undefined)) {
          if (fields.some((field) => /^\[.*\]$/.test(field)))
            throw fault("the edge is there for a part of the time ([…]): give the network of one moment");
          left.add("the looks of edges", place);
        }
        rows.push({ source: number(one), target: number(other), weight, oneWay: section === "arcs", line });
      } else throw fault(`wanted *Vertices first, got ${shown(row)}`);
    });
  if (n === undefined) throw new SpillwayError("network: wanted *Vertices, got none", { place: { file } });
  if (n > MOST)
    throw new SpillwayError(`network: *Vertices must be at most ${MOST}, got ${n}`, { place: { file } });
  const names = Array.from({ length: n }, (_, k) => labels.get(k + 1) ?? String(k + 1));
  const distinct = new Set(names).size === n && names.every((name) => name !== "");
  if (!distinct) left.say("labels of vertices are not all different: agents are called by their numbers");
  const ids = distinct ? names : names.map((_, k) => String(k + 1));
  wantWeightFound(options.weight === "weight" ? undefined : options.weight, false, { file });
  return networkOfFile(
    {
      ids,
      edges: rows.map(({ source, target, weight }): Edge => {
        const ends = [ids[source - 1]!, ids[target - 1]!] as const;
        return weight === undefined ? ends : [...ends, weight];
      }),
      ...(rows.length > 0 ? { oneWay: rows.map(({ oneWay }) => oneWay) } : {}),
      place: (k) => ({ file, line: rows[k]!.line }),
      whole: { file },
      left,
    },
    options,
  );
}

/** Vertices of a file at most. */
const MOST = 100_000_000;
