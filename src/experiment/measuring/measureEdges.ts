import { CLAIMS } from "../../../estimators/Claim.ts";
import { shuffle } from "../../core/numbers/shuffle.ts";
import { present } from "../../core/present.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { findColumn, textColumn } from "../../log/table/Table.ts";
import type { Symbols } from "../../measures/Measure.ts";
import { type EdgeTransferOptions, edgeTransfer } from "../../measures/series/edgeTransfer.ts";
import { seriesLayout } from "./Layout.ts";
import type { MeasuredData } from "./MeasuredData.ts";
import type { MeasureRequest, MeasureRow } from "./MeasureRequest.ts";
import { pairsOf } from "./pairsOf.ts";
import { rowsOfAssignment } from "./rowsOfAssignment.ts";
import { symbolsOfColumn } from "./symbolsOfColumn.ts";

/**
 * Transfer entropy along every edge by itself, with p-values for each and for all together, and a first row for their mean.
 *
 * @throws SpillwayError for another measure, and as {@link measureData}.
 */
export function measureEdges(data: MeasuredData, request: MeasureRequest): MeasureRow[] {
  const { kind, variables: names, settings = {}, bins } = request;
  if (kind !== "transfer-entropy" || names.length !== 2)
    throw new SpillwayError(
      `measure: --each is for transfer-entropy with a source and a target, got ${kind} of ${names.length} columns`,
    );
  const { k = 1, l = 1, delay = 1, ...others } = settings as Record<string, number>;
  const unknown = Object.keys(others);
  if (unknown.length > 0)
    throw new SpillwayError(
      `measure: --each takes the settings k, l and delay alone, got ${unknown.join(", ")}`,
    );
  const pairs = pairsOf(data, request.pairs);
  if (!pairs) throw new SpillwayError("measure: --each needs pairs of agents: give --edges, or --edge a:b");
  const ids = textColumn(data.table, "agent").texts;
  const layout = seriesLayout(data.table, 1, undefined);
  const [rows] = layout.rows;
  const worlds = layout.worlds.length === 0 ? 0 : layout.worlds.at(-1)! + 1;
  const rounds = layout.runs.length > 1 ? layout.runs[1]! : 0;
  const numberOf = new Map(ids.map((id, i) => [id, i]));
  const edges = pairs.map((pair) => {
    const ends = pair.map((id) => numberOf.get(id));
    if (ends.includes(undefined))
      throw new SpillwayError(`measure: a pair names an agent without a row: ${pair.join(" and ")}`);
    return ends as [number, number];
  });
  const assigned = rowsIfAssigned(data, names[0]!, request.null);
  const columns = names.map((name): Symbols => {
    if (name === "condition" && data.run && !findColumn(data.table, name)) {
      const rowsOf = rowsOfAssignment(data);
      if ("because" in rowsOf) throw new SpillwayError(`measure: condition: ${rowsOf.because}`);
      return rowsOf.column(name, data.run.plan.assignments);
    }
    const column = findColumn(data.table, name);
    if (!column)
      throw new SpillwayError(
        `measure: there is no column "${name}"; the columns are ${data.table.columns.map((one) => one.name).join(", ")}`,
      );
    return symbolsOfColumn(column, bins);
  });
  const panelOf = (symbols: Symbols): EdgeTransferOptions["source"] => ({
    agents: ids.length,
    rounds,
    worlds,
    symbols: symbols.texts.length,
    codes: codesOf(symbols, rows!),
  });
  const source = panelOf(columns[0]!);
  const redraw = assigned
    ? assignedRedraw(data, names[0]!, assigned, rows!)
    : worlds > 1 && request.null !== "none" && (data.run || request.null === "worlds")
      ? worldsRedraw(source.codes, ids.length * rounds, worlds)
      : undefined;
  const found = edgeTransfer({
    source,
    target: panelOf(columns[1]!),
    edges,
    k,
    l,
    delay,
    ...present({ redraw, draws: request.draws, seed: request.seed }),
  });
  const claim = CLAIMS[assigned ? "randomized" : "association"];
  const head = { measure: kind, variables: names, claim };
  if ("because" in found) return [{ ...head, notes: data.notes, because: found.because }];
  const of = assigned
    ? "assignments drawn anew"
    : `${names[0]} exchanged between the ${worlds} worlds, for all edges alike`;
  const words = redraw
    ? { null: of, draws: request.draws ?? 999 }
    : { withheld: "nothing that was randomized is at hand: see --null" };
  return [
    {
      ...head,
      of: "mean of all edges",
      value: found.overall.value,
      unit: "bits",
      ...present({ effective: found.overall.effective, p: found.overall.p }),
      ...words,
      notes: ["plug-in values; the effective ones are without the mean of their null", ...data.notes],
    },
    ...pairs.map(
      ([from, to], e): MeasureRow => ({
        ...head,
        of: `${from} → ${to}`,
        value: found.value[e]!,
        unit: "bits",
        n: found.n[e]!,
        ...present({
          effective: found.effective?.[e],
          p: found.p?.[e],
          simultaneous: found.simultaneous?.[e],
        }),
        ...words,
        notes: [],
      }),
    ),
  ];
}

function codesOf({ codes, known, texts }: Symbols, rows: Int32Array): Uint32Array {
  return Uint32Array.from(rows, (row) => (row < 0 || known[row] !== 1 ? texts.length : codes[row]!));
}

function rowsIfAssigned(
  data: MeasuredData,
  name: string,
  wanted: MeasureRequest["null"],
): Exclude<ReturnType<typeof rowsOfAssignment>, { readonly because: string }> | undefined {
  if (!data.run || (name !== "arm" && name !== "condition") || wanted === "worlds" || wanted === "none")
    return undefined;
  const rows = rowsOfAssignment(data);
  return "because" in rows ? undefined : rows;
}

function assignedRedraw(
  data: MeasuredData,
  name: string,
  rows: NonNullable<ReturnType<typeof rowsIfAssigned>>,
  at: Int32Array,
): NonNullable<EdgeTransferOptions["redraw"]> {
  const { prepared, plan } = data.run!;
  return (stream, into) => {
    const drawn = plan.assignments.map((_, world) => prepared.law.draw(stream.fork(world)));
    into.set(codesOf(rows.column(name, drawn), at));
  };
}

function worldsRedraw(
  codes: ArrayLike<number>,
  size: number,
  worlds: number,
): NonNullable<EdgeTransferOptions["redraw"]> {
  const all = Uint32Array.from(codes);
  return (stream, into) => {
    const order = shuffle(
      stream,
      Uint32Array.from({ length: worlds }, (_, world) => world),
    );
    for (let world = 0; world < worlds; world++)
      into.set(all.subarray(order[world]! * size, (order[world]! + 1) * size), world * size);
  };
}
