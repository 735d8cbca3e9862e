import type { Rng } from "../../core/rng.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { textColumn } from "../../log/table/Table.ts";
import type { Measure, Symbols } from "../../measures/Measure.ts";
import { exchangeRuns } from "../../measures/nulls/exchangeRuns.ts";
import type { RedrawVariables } from "../../measures/nulls/randomizationNull.ts";
import type { Layout } from "./Layout.ts";
import type { MeasuredData } from "./MeasuredData.ts";
import type { MeasureRequest } from "./MeasureRequest.ts";
import { rowsOfAssignment } from "./rowsOfAssignment.ts";
import { gathered } from "./symbolsOfColumn.ts";

/** How what was randomized is drawn anew. */
interface Null {
  readonly redraw: RedrawVariables;
  /** In words. */
  readonly words: string;
  /** True when the draws are those of the study's own randomization. */
  readonly randomized: boolean;
}

/** Columns that an assignment decides. */
const ASSIGNED: readonly string[] = ["arm", "condition"];

/**
 * The null of a measure: the randomization of the study drawn anew, or why there is none.
 *
 * @throws SpillwayError when the null that was asked for needs what the data have not.
 */
export function nullOf(
  measure: Measure,
  data: MeasuredData,
  request: MeasureRequest,
  layout: Layout,
  variables: readonly Symbols[],
): Null | { readonly because: string } {
  const names = request.variables;
  const wanted = request.null ?? "auto";
  if (wanted === "none") return { because: "none was asked for" };
  if (measure.noNull !== undefined) return { because: measure.noNull };
  if (wanted === "deliveries" || (wanted === "auto" && names.includes("delivered")))
    return deliveries(data, names, variables);
  const assigned = names.some((name) => ASSIGNED.includes(name));
  if (wanted === "assignments" && !assigned)
    throw new SpillwayError(
      `measure: the null assignments draws arms anew, and no variable is of them: wanted one of ${ASSIGNED.join(", ")}`,
    );
  if (wanted === "assignments" || (wanted === "auto" && assigned && data.run))
    return assignments(data, names, layout, variables);
  return worlds(data, wanted === "worlds", layout, variables, names);
}

function worlds(
  data: MeasuredData,
  asked: boolean,
  { worlds: worldOf, series }: Layout,
  variables: readonly Symbols[],
  names: readonly string[],
): Null | { readonly because: string } {
  const count = new Set(worldOf).size;
  if (!asked && !data.run)
    return {
      because:
        "nothing is known of a randomization of these data: if their worlds are independent replicates, --null worlds exchanges the first variable between them",
    };
  if (count < 2)
    return {
      because:
        "there is one world, and nothing of these variables was randomized: run several worlds, or measure what the study draws (arm, condition, delivered)",
    };
  if (variables.length < 2) return { because: "one variable depends on nothing" };
  try {
    const redraw = exchangeRuns(variables, { worlds: worldOf, series });
    return { redraw, words: `${names[0]} exchanged between the ${count} worlds`, randomized: false };
  } catch (cause) {
    if (cause instanceof SpillwayError) return { because: cause.message };
    throw cause;
  }
}

function assignments(
  data: MeasuredData,
  names: readonly string[],
  layout: Layout,
  variables: readonly Symbols[],
): Null | { readonly because: string } {
  if (!data.run)
    throw new SpillwayError(
      "measure: the null assignments needs the design: wanted the folder of a run, got a file",
    );
  const rows = rowsOfAssignment(data);
  if ("because" in rows) return rows;
  const { prepared, plan } = data.run;
  const redraw: RedrawVariables = (stream) => {
    const drawn = plan.assignments.map((_, world) => prepared.law.draw(stream.fork(world)));
    return variables.map((variable, k) => {
      if (!ASSIGNED.includes(names[k]!)) return variable;
      const { runs } = variable;
      const fresh = gathered(rows.column(names[k]!, drawn), layout.rows[k]!);
      // A record that has no row, or is left out, stays so.
      return { ...fresh, known: variable.known, ...(runs ? { runs } : {}) };
    });
  };
  return { redraw, words: `assignments of the design ${plan.design.name} drawn anew`, randomized: true };
}

function deliveries(
  { messages, run, table }: MeasuredData,
  names: readonly string[],
  variables: readonly Symbols[],
): Null | { readonly because: string } {
  const place = names.indexOf("delivered");
  if (place < 0)
    throw new SpillwayError(
      "measure: the null deliveries draws deliveries anew, and no variable is delivered: give it as the first",
    );
  if (!messages || !run)
    throw new SpillwayError(
      "measure: the null deliveries needs the probabilities of the study: wanted the folder of a run, got a file",
    );
  const interact = run.prepared.study.data.interact;
  if (interact?.delivery === undefined)
    return {
      because: "the study delivers every message: nothing was drawn (interact.delivery in the study)",
    };
  if (
    interact.shuffle ||
    interact.channel.atOnce ||
    Object.values(interact.hears).some(({ atOnce }) => atOnce)
  )
    return {
      because: `messages were permuted among their receivers (${interact.shuffle ? "interact.shuffle" : "the channel shuffled"})`,
    };
  const { probability: usual = 1, edges = [], per = "message" } = interact.delivery;
  const agent = textColumn(table, "agent");
  const world = table.columns.find(({ name }) => name === "world");
  const special = new Map(
    edges.map(({ from, to, probability }) => [JSON.stringify([from, to]), probability]),
  );
  const keys = messages.map(({ row, from }) => JSON.stringify([from, agent.texts[agent.codes[row]!]]));
  const chance = Float64Array.from(keys, (key) => special.get(key) ?? usual);
  const redraw = (stream: Rng): Uint32Array => {
    if (per === "message") {
      const drawn = new Float64Array(messages.length);
      stream.uniforms(drawn);
      return Uint32Array.from(drawn, (u, r) => (u < chance[r]! ? 1 : 0));
    }
    const works = new Map<string, number>();
    return Uint32Array.from(messages, ({ row }, r) => {
      const at = world?.kind === "number" ? world.values[row]! : 0;
      const key = `${at}:${keys[r]}`;
      const found = works.get(key) ?? (stream.uniform() < chance[r]! ? 1 : 0);
      works.set(key, found);
      return found;
    });
  };
  return {
    redraw: (stream) => variables.map((one, k) => (k === place ? { ...one, codes: redraw(stream) } : one)),
    words: "deliveries of messages drawn anew with the study's probabilities",
    randomized: true,
  };
}
