import { csvText } from "../../core/csvText.ts";
import { present } from "../../core/present.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { suggest } from "../../core/suggest.ts";
import type { MeasureRequest, MeasureRow } from "../../experiment/measuring/MeasureRequest.ts";
import { measureData } from "../../experiment/measuring/measureData.ts";
import { measureEdges } from "../../experiment/measuring/measureEdges.ts";
import { measureEmergence } from "../../experiment/measuring/measureEmergence.ts";
import { readMeasuredData } from "../../experiment/measuring/readMeasuredData.ts";
import { measures } from "../../measures/index.ts";
import { yamlSource } from "../../study-file/yamlSource.ts";
import { type CommonOptions, emit } from "../output.ts";
import { measuresList, measureText, settingsText } from "../text/measureText.ts";

interface MeasureOptions extends CommonOptions {
  readonly variable?: readonly string[];
  readonly source?: string;
  readonly target?: string;
  readonly given?: readonly string[];
  readonly edges?: boolean;
  readonly edge?: readonly (readonly [string, string])[];
  readonly each?: boolean;
  readonly by?: string;
  readonly bins?: number;
  readonly set?: readonly string[];
  readonly controls?: readonly string[];
  readonly map?: string;
  readonly null?: NonNullable<MeasureRequest["null"]>;
  readonly draws?: number;
  readonly seed?: string;
  readonly delimiter?: string;
  readonly decimal?: "." | ",";
  readonly missing?: readonly string[];
}

/** What `spillway measure` does. */
export async function measureAction(
  kind: string | undefined,
  path: string | undefined,
  options: MeasureOptions,
): Promise<void> {
  if (kind === undefined) {
    const data = measures.map((one) => ({ kind: one.kind, summary: one.summary }));
    emit(
      { data: { measures: [...data, EMERGENCE] }, text: () => measuresList([...data, EMERGENCE]) },
      options,
    );
    return;
  }
  if (path === undefined) {
    describe(kind, options);
    return;
  }
  const { delimiter, decimal, missing, map } = options;
  const reading = { ...present({ delimiter, decimal, missing, map }), anyTable: true };
  const data = await readMeasuredData(path, reading);
  const rows =
    kind === EMERGENCE.kind
      ? measureEmergence(
          data,
          onlyVariable(options),
          await Promise.all((options.controls ?? []).map((one) => readMeasuredData(one, reading))),
          emergenceSettings(settingsOf(options.set)),
        )
      : options.each
        ? measureEdges(data, requestOf(kind, options))
        : measureData(data, requestOf(kind, options));
  emit({ data: { data: path, rows }, text: () => measureText(rows), csv: () => rowsCsv(rows) }, options);
}

const EMERGENCE = {
  kind: "emergence",
  summary: "whether a group has more synergy than the same agents without each other, in bits",
};

function describe(kind: string, options: MeasureOptions): void {
  const entry = measures.find((one) => one.kind === kind);
  if (!entry && kind !== EMERGENCE.kind)
    throw new SpillwayError(
      `measure: there is no measure "${kind}"${suggest(kind, [...measures.map((one) => one.kind), EMERGENCE.kind])}; spillway measure lists them`,
    );
  const { summary } = entry ?? EMERGENCE;
  emit({ data: { kind, summary }, text: () => settingsText(kind, summary, entry) }, options);
}

function requestOf(kind: string, options: MeasureOptions): MeasureRequest {
  const { variable = [], source, target, given = [], edges = false, edge, by, bins, draws, seed } = options;
  if (variable.length > 0 && (source !== undefined || target !== undefined))
    throw new SpillwayError(
      "measure: --variable and --source or --target name the same: give the one or the others",
    );
  if ((source === undefined) !== (target === undefined))
    throw new SpillwayError("measure: --source and --target belong together: give both");
  if (edges && edge) throw new SpillwayError("measure: --edges and --edge exclude each other");
  const variables = [...variable, ...(source === undefined ? [] : [source, target!]), ...given];
  return {
    kind,
    settings: settingsOf(options.set),
    variables,
    ...present({ by, bins, draws, seed, null: options.null, pairs: edges ? ("edges" as const) : edge }),
  };
}

function onlyVariable({ variable = [] }: MeasureOptions): string {
  if (variable.length > 1)
    throw new SpillwayError(`measure: emergence is of 1 variable, got ${variable.length}`);
  return variable[0] ?? "outcome";
}

const CHOICES = {
  states: ["moves", "levels"],
  redundancy: ["i-min", "mmi", "broja"],
  unit: ["bits", "nats"],
} as const;

function emergenceSettings(
  settings: Readonly<Record<string, unknown>>,
): Parameters<typeof measureEmergence>[3] {
  for (const [name, value] of Object.entries(settings)) {
    const choices: readonly string[] | undefined = Object.hasOwn(CHOICES, name)
      ? CHOICES[name as keyof typeof CHOICES]
      : undefined;
    if (!choices)
      throw new SpillwayError(
        `emergence: there is no setting "${name}"${suggest(name, Object.keys(CHOICES))}`,
      );
    if (!choices.includes(value as string))
      throw new SpillwayError(
        `emergence: ${name} must be ${choices.join(" or ")}, got ${JSON.stringify(value)}`,
      );
  }
  return settings;
}

/** `name=value` settings; a value is read as in a study file, so that 2 is a number and {a: 0.5} a mapping. */
function settingsOf(given: readonly string[] = []): Record<string, unknown> {
  const entries = given.map((text): readonly [string, unknown] => {
    const at = text.indexOf("=");
    if (at < 1 || at === text.length - 1)
      throw new SpillwayError(`measure: --set wants name=value, got "${text}"`);
    return [text.slice(0, at), yamlSource(text.slice(at + 1), "--set", "--set").data];
  });
  return Object.fromEntries(entries);
}

function rowsCsv(rows: readonly MeasureRow[]): string {
  const header = [
    "measure",
    "variables",
    "of",
    "value",
    "unit",
    "plug_in",
    "null_mean",
    "effective",
    "p",
    "simultaneous",
    "draws",
    "n",
    "missing",
    "cells",
    "correction",
    "null",
    "claim",
    "because",
    "withheld",
    "notes",
  ];
  return csvText(
    header,
    rows.map((row) => [
      row.measure,
      row.variables.join(" "),
      row.of,
      row.value,
      row.unit,
      row.plugIn,
      row.nullMean,
      row.effective,
      row.p,
      row.simultaneous,
      row.draws,
      row.n,
      row.missing,
      row.cells,
      row.correction,
      row.null,
      row.claim,
      row.because,
      row.withheld,
      row.notes.join("; "),
    ]),
  );
}
