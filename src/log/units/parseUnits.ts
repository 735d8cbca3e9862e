import { unescapeControls } from "../../core/controlSigns.ts";
import { present } from "../../core/present.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import { suggest } from "../../core/suggest.ts";
import { compareUnits } from "./compareUnits.ts";
import { readNumber } from "./readNumber.ts";
import { textTable } from "./textTable.ts";
import type { UnitRow } from "./UnitRow.ts";

const ID_COLUMNS = ["agent", "unit", "id", "node"];
const STATUSES = ["ok", "refused", "invalid", "failed", "timeout", "missing"] as const;

/**
 * A unit table from CSV, TSV or JSONL with the columns `agent,arm,outcome[,world,round,status]`, in any order and case;
 * all others are covariates and stay texts. The agent's column may also be called `unit`, `id` or `node`; the first of
 * these names that occurs counts. An empty outcome is missing; an empty world is 0. Rows come out sorted by world, round
 * and agent.
 *
 * @param options.file name of the file, for error messages; default "(units)".
 * @throws SpillwayError with file and line for a missing column, an empty agent or arm, an outcome that is not a number,
 * a world or round that is not a whole number from 0, an unknown status, an outcome beside a status other than ok, and
 * the same world, round and agent twice.
 */
export function parseUnits(text: string, options: { readonly file?: string } = {}): UnitRow[] {
  const { file = "(units)" } = options;
  const { header, rows, place } = textTable(text, { who: "units", file });
  const names = header.map((name) => name.toLowerCase());
  const agentName = ID_COLUMNS.find((name) => names.includes(name)) ?? "agent";
  const column = (name: string): number => names.indexOf(name);
  for (const name of [agentName, "arm", "outcome"]) {
    if (column(name) !== -1) continue;
    const near = suggest(name, header);
    throw new SpillwayError(`units: the table needs a column "${name}"${near}`, { place: place(-1) });
  }
  const at = {
    agent: column(agentName),
    arm: column("arm"),
    outcome: column("outcome"),
    world: column("world"),
    round: column("round"),
    status: column("status"),
  };
  const extra = header.flatMap((name, c) => (Object.values(at).includes(c) ? [] : [[name, c] as const]));
  const first = new Map<string, number>();

  const units = rows.map((row, k): UnitRow => {
    const fault = (message: string): SpillwayError =>
      new SpillwayError(`units: ${message}`, { place: place(k) });
    const cell = (c: number): string => unescapeControls(row[c] ?? "");
    const agent = cell(at.agent);
    const arm = cell(at.arm);
    if (agent === "") throw fault("an agent needs an id, got an empty field");
    if (arm === "") throw fault(`agent ${shown(agent)} needs an arm, got an empty field`);
    const count = (name: string, c: number): number | undefined => {
      if (cell(c) === "") return undefined;
      const value = readNumber(cell(c));
      if (value === undefined || !Number.isSafeInteger(value) || value < 0) {
        throw fault(`${name} must be a whole number of at least 0, got ${shown(cell(c))}`);
      }
      return value;
    };
    const outcome = cell(at.outcome) === "" ? undefined : readNumber(cell(at.outcome));
    if (outcome === undefined && cell(at.outcome) !== "") {
      throw fault(
        `outcome must be a number, got ${shown(cell(at.outcome))}: write an empty field for a missing outcome`,
      );
    }
    const status = STATUSES.find((known) => known === cell(at.status));
    if (status === undefined && cell(at.status) !== "") {
      throw fault(`status must be one of ${STATUSES.join(", ")}, got ${shown(cell(at.status))}`);
    }
    if (outcome !== undefined && status !== undefined && status !== "ok") {
      throw fault(`agent ${shown(agent)} has an outcome and the status ${status}: only ok has an outcome`);
    }
    const world = count("world", at.world) ?? 0;
    const round = count("round", at.round);
    const key = `${world} ${round ?? ""} ${agent}`;
    const earlier = first.get(key);
    if (earlier !== undefined) {
      const when = `world ${world}${round === undefined ? "" : `, round ${round}`}`;
      throw fault(`agent ${shown(agent)} stands twice in ${when}, first in line ${place(earlier).line}`);
    }
    first.set(key, k);
    return {
      world,
      ...present({ round }),
      agent,
      arm,
      ...present({ outcome }),
      ...(status === undefined ? (outcome === undefined ? { status: "missing" } : {}) : { status }),
      ...(extra.length > 0
        ? { covariates: Object.fromEntries(extra.map(([name, c]) => [name, cell(c)])) }
        : {}),
    };
  });
  if (units.length === 0)
    throw new SpillwayError("units: there are no rows below the header", { place: { file } });
  return units.sort(compareUnits);
}
