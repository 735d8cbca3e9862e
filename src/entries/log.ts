// spillway/log: what happened, as journals, tables of units and spans.

// Journals
export { type Journal, readJournal } from "../log/journal/readJournal.ts";
export { type JournalReader, scanJournal } from "../log/journal/scanJournal.ts";
export type { ScannedJournal } from "../log/journal/ScannedJournal.ts";
export type {
  Attempt,
  AttemptKind,
  CallLine,
  EndLine,
  JournalLine,
  RunLine,
  Turn,
  TurnStatus,
} from "../log/Turn.ts";

// Tables of units
export type { UnitRow } from "../log/units/UnitRow.ts";
export { type UnitTableOptions, unitTable } from "../log/units/unitTable.ts";
export { readUnits } from "../log/units/readUnits.ts";
export { parseUnits } from "../log/units/parseUnits.ts";
export { formatUnits } from "../log/units/formatUnits.ts";
export { type Panels, panelToUnits } from "../log/units/panelToUnits.ts";
export { readText } from "../log/files/readText.ts";

// Tables by columns
export {
  type Column,
  type NumberColumn,
  type Table,
  type TextColumn,
  findColumn,
  numberColumn,
  textColumn,
} from "../log/table/Table.ts";
export { type Cell, type TableBuilder, tableBuilder } from "../log/table/tableBuilder.ts";
export { tableOfUnits } from "../log/table/tableOfUnits.ts";
export { type ContextColumns, worldContexts } from "../study/worldContexts.ts";

// Logs of other programs
export type { LogMap } from "../log/maps/LogMap.ts";
export { type JsonRecordsSettings, jsonRecords } from "../log/maps/jsonRecords.ts";
export { maps } from "../log/maps/maps.ts";

// Spans of OpenTelemetry
export { traceRun } from "../trace/traceRun.ts";
export { type ExportTraceOptions, exportTrace } from "../trace/exportTrace.ts";
export { type JournalSpansOptions, journalSpans } from "../trace/journalSpans.ts";
export type { OtlpAttribute, OtlpSpan, OtlpValue } from "../trace/OtlpSpan.ts";
export type { SentSpans } from "../trace/sendSpans.ts";

// Logs of other programs by maps as data
export { heardEdges, type ImportedLog, importLog, type ImportLogOptions } from "../log/maps/importLog.ts";
export type {
  FieldRule,
  FieldSpec,
  FieldTest,
  FilterSpec,
  HeardSpec,
  LookupSpec,
  MapFile,
  MissingSpec,
  RecordsSpec,
} from "../log/maps/fields/MapFile.ts";
export { parseLogMap, readLogMap } from "../study-file/maps/readLogMap.ts";
export { tableCsv } from "../log/table/tableCsv.ts";
export { type Assignments, parseAssignments } from "../log/units/assignments.ts";
export { withAssignments } from "../log/units/withAssignments.ts";

// Whether a log can be trusted
export type { Finding } from "../trust/Finding.ts";
export { type TrustLogOptions, type TrustReport, trustLog } from "../trust/trustLog.ts";
export { type TrustUnitsOptions, trustUnits } from "../trust/trustUnits.ts";
export { type UnitCheckOptions, unitChecks } from "../trust/units/unitChecks.ts";
export type { HeardRow } from "../log/units/readHeard.ts";

// Partners drawn at random
export { type Meeting, meetingsOf } from "../trust/partners/meetingsOf.ts";
export {
  type PartnerEffect,
  type PartnerEffectOptions,
  type PartnerRecord,
  type PartnerRecordsOptions,
  partnerEffect,
  partnerRecords,
} from "../trust/partners/partnerEffect.ts";
