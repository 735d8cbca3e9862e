import { formatCount } from "../../formatNumber.ts";
import { objects, text } from "../fields.ts";
import { has } from "../parts/has.ts";
import { section } from "../parts/section.ts";
import type { ResultData, ResultKind } from "../ResultKind.ts";
import { rowsTable } from "../rowsTable.ts";

/** Whether a log can be trusted. */
export const trustKind: ResultKind = {
  kind: "trust checks",
  made: "spillway trust … --out file.json",
  title: "Trust checks",
  is: (data) => Array.isArray(data.findings) && !has(data, "rows"),
  says: (data) => [trustSentence(objects(data.findings))],
  sections: async (data) => [
    section(
      "trust-checks",
      "Trust checks",
      rowsTable("Trust checks", objects(data.findings), [
        { head: "check", field: "check" },
        { head: "where", field: "where" },
        { head: "verdict", field: "verdict" },
        { head: "what was found", field: "says" },
        { head: "p", field: "p", numeric: true },
        { head: "rows", field: "rows", numeric: true },
      ]),
    ),
  ],
};

function trustSentence(findings: readonly ResultData[]): string {
  const of = (verdict: string): readonly ResultData[] => findings.filter((one) => one.verdict === verdict);
  const flagged = of("flagged");
  return `Can the log be trusted? ${formatCount(flagged.length)} of ${formatCount(findings.length)} checks flag something${flagged.length === 0 ? "" : `: ${[...new Set(flagged.map((one) => text(one.check)))].join(", ")}`}; ${formatCount(of("cannot tell").length)} cannot tell.`;
}
