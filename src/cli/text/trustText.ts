import type { Finding } from "../../trust/Finding.ts";
import { plainText } from "./plainText.ts";

const ORDER: readonly Finding["verdict"][] = ["flagged", "cannot tell", "clean"];

/** Findings as sentences, those first that one has to look at. */
export function trustText(findings: readonly Finding[]): string {
  const blocks = ORDER.flatMap((verdict) => {
    const some = findings.filter((one) => one.verdict === verdict);
    if (some.length === 0) return [];
    return [
      `${verdict.toUpperCase()} (${some.length})`,
      ...some.map(({ check, where, says, p }) =>
        inLines(
          `  ${check}${where === undefined ? "" : `, ${where}`}: ${says}${p === undefined || p === 1 || verdict === "cannot tell" ? "" : ` (p ${p < 1e-6 ? "below 0.000001" : `= ${Number(p.toPrecision(2))}`})`}.`,
        ),
      ),
      "",
    ];
  });
  return plainText(
    [
      ...blocks,
      "A check flags an honest log with a chance of at most 0.001, over all its fields together.",
    ].join("\n"),
  );
}

const inLines = (text: string): string => text.replace(/(?![^\n]{1,96}$)([^\n]{1,96})\s/g, "$1\n    ");
