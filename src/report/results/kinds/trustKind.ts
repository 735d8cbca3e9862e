import { formatCount } from "../../formatNumber.ts";
import { counted, listed, named } from "../../opening/clause.ts";
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
  opening: (data) => ({
    question: `Can the log be trusted, by ${counted(objects(data.findings).length, "check")} of what it holds?`,
    answer: trustSentence(objects(data.findings)),
  }),
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
  const [unclear, all] = [of("cannot tell").length, findings.length];
  if (all === 0) return "There is no finding, because no check fitted what the log holds.";
  const begin =
    flagged.length > 0
      ? `Look before you estimate: ${formatCount(flagged.length)} of ${counted(all, "check")} ${flagged.length === 1 ? "flags" : "flag"} something (${listed([...new Set(flagged.map((one) => named(text(one.check))))])})`
      : `None of ${counted(all, "check")} flags anything`;
  return `${begin}, and ${formatCount(unclear)} cannot tell; these are checks, no estimate of an effect.`;
}
