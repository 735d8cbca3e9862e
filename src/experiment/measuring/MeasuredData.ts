import type { TreatmentPlan } from "../../../designs/plan.ts";
import type { Table } from "../../log/table/Table.ts";
import type { PreparedStudy } from "../../study/prepareStudy.ts";

/** What measures are taken of: a table with a row for each turn or record, and where it comes from. */
export interface MeasuredData {
  readonly file: string;
  readonly table: Table;
  /** Of a run's folder: its study and its plan, whose randomization can be drawn anew. */
  readonly run?: { readonly prepared: PreparedStudy; readonly plan: TreatmentPlan };
  /** Of a run or a journal: each message that was sent to an agent in a turn. */
  readonly messages?: readonly SentMessage[];
  readonly notes: readonly string[];
}

/** A message, and whether it was delivered. */
export interface SentMessage {
  /** Row of the turn of the agent that it was sent to. */
  readonly row: number;
  readonly from: string;
  readonly delivered: boolean;
}
