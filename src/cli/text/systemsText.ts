import type { FilesComparison } from "../../systems/compareSystemFiles.ts";
import type { SystemDifference } from "../../systems/SystemDifference.ts";
import type { Finding } from "../../trust/Finding.ts";
import { textTable, wrapped } from "./textTable.ts";

/** A comparison of systems as tables and sentences. */
export function systemsText({ systems, scores, rows, confidence, findings }: FilesComparison): string {
  const level = `${Number((100 * confidence).toPrecision(4))} %`;
  const paired = rows.every(({ ranks }) => ranks === undefined);
  const several = rows.filter(({ se }) => se !== undefined).length > 1;
  return [
    textTable(
      ["system", "tasks", "runs", ...scores],
      systems.map(({ system, tasks, runs, means }) => [
        system,
        String(tasks),
        String(runs),
        ...means.map(short),
      ]),
      [1, 2, ...scores.map((_, k) => k + 3)],
    ),
    "",
    textTable(
      [
        ...["contrast", ...(scores.length > 1 ? ["score"] : []), "difference", "se", `${level} interval`],
        ...(several ? ["all at once"] : []),
        ...[
          "p",
          ...(rows.length > 1 ? ["Holm"] : []),
          ...(paired ? ["up / level / down"] : ["ranks p", "r"]),
        ],
        ...["units", "claim"],
      ],
      rows.map((row) => [
        ...[row.contrast, ...(scores.length > 1 ? [row.score] : [])],
        ...[row.because === undefined ? short(row.difference) : "none", short(row.se), range(row.ci)],
        ...(several ? [range(row.simultaneous)] : []),
        ...[short(row.p), ...(rows.length > 1 ? [short(row.adjusted)] : [])],
        ...(paired ? [row.signs?.join(" / ") ?? ""] : [short(row.ranks?.p), short(row.ranks?.rankBiserial)]),
        ...[typeof row.units === "number" ? String(row.units) : row.units.join(" / "), row.claim],
      ]),
      [scores.length > 1 ? 2 : 1, scores.length > 1 ? 3 : 2],
    ),
    "",
    ...sentences(rows).map((line) => wrapped(line)),
    ...checked(findings),
  ].join("\n");
}

/** What is said of rows, once for all of which it is said. */
function sentences(rows: readonly SystemDifference[]): string[] {
  const about = new Map<string, string[]>();
  const several = new Set(rows.map(({ score }) => score)).size > 1;
  const nameOf = (row: SystemDifference): string =>
    several ? `${row.contrast} (${row.score})` : row.contrast;
  for (const row of rows)
    for (const text of [
      row.rests,
      ...(row.because === undefined ? [] : [`none: ${row.because}`]),
      ...(row.withheld === undefined ? [] : [`no standard error: ${row.withheld}`]),
      ...row.warnings.map((one) => `warning: ${one}`),
      ...row.notes,
    ])
      about.set(text, [...(about.get(text) ?? []), nameOf(row)]);
  const listed = (of: (row: SystemDifference) => number | undefined): string =>
    rows.flatMap((row) => (of(row) === undefined ? [] : [`${nameOf(row)} ${short(of(row))}`])).join(", ");
  const [g, fisher] = [listed((row) => row.g), listed((row) => row.fisher)];
  return [
    ...rows.map((row) => `${nameOf(row)}: ${row.estimand}`),
    ...[...about].map(([text, names]) =>
      names.length === rows.length ? text : `${names.join(", ")}: ${text}`,
    ),
    ...(g === ""
      ? []
      : [`Hedges' g, which takes all units as independent and divides by how much they differ: ${g}`]),
    ...(fisher === "" ? [] : [`Fisher's exact test: p ${fisher}`]),
  ];
}

/** What was flagged in whole sentences, and what else was looked at by its name. */
function checked(findings: FilesComparison["findings"]): string[] {
  if (findings.length === 0) return [];
  const named = (verdict: Finding["verdict"]): string =>
    [
      ...new Set(
        findings
          .filter((one) => one.verdict === verdict)
          .map(({ check, where }) => (where === undefined ? check : `${check} (${where})`)),
      ),
    ].join(", ");
  const rest = (["clean", "cannot tell"] as const).flatMap((verdict) =>
    named(verdict) === "" ? [] : [`${verdict}: ${named(verdict)}`],
  );
  return [
    "",
    ...findings
      .filter(({ verdict }) => verdict === "flagged")
      .map(({ check, where, says }) =>
        wrapped(`flagged: ${check}${where === undefined ? "" : `, ${where}`}: ${says}`),
      ),
    wrapped(`answers looked at by spillway trust: ${rest.join("; ")}`),
  ];
}

const short = (value: number | undefined): string =>
  value === undefined
    ? ""
    : value === 0
      ? "0"
      : Math.abs(value) < 1e-6
        ? value.toExponential(1)
        : String(Number(value.toPrecision(4)));

const range = (pair: readonly [number, number] | undefined): string =>
  pair === undefined ? "" : `${short(pair[0])} to ${short(pair[1])}`;
