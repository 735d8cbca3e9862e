import { csvText } from "../../core/csvText.ts";
import { present } from "../../core/present.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import type { TableDialect } from "../../network/files/tables/TableDialect.ts";
import type { Finding } from "../../trust/Finding.ts";
import { trustLog } from "../../trust/trustLog.ts";
import { type TrustUnitsOptions, trustUnits } from "../../trust/trustUnits.ts";
import { type CommonOptions, emit } from "../output.ts";
import { trustText } from "../text/trustText.ts";
import { logsIn } from "./parts/logsIn.ts";

interface TrustOptions extends CommonOptions, TableDialect {
  readonly text?: readonly string[];
  readonly duration?: readonly string[];
  readonly choice?: readonly string[];
  readonly filler?: readonly string[];
  readonly skipDamaged?: number;
  readonly units?: string;
  readonly design?: string;
  readonly network?: string;
  readonly directed?: boolean;
  readonly heard?: string;
  readonly channel?: NonNullable<TrustUnitsOptions["channel"]>;
  readonly covariates?: readonly string[];
  readonly negativeControl?: readonly string[];
  readonly order?: string;
  readonly seed?: string;
}

/** What `spillway trust` does. */
export async function trustAction(logs: readonly string[], options: TrustOptions): Promise<void> {
  const { text: texts, duration: durations, choice: choices, filler: fillers, skipDamaged } = options;
  const { delimiter, decimal, missing } = options;
  const { units, design, network, directed, heard, channel, covariates, order, seed } = options;
  if (logs.length === 0 && units === undefined)
    throw new SpillwayError("trust: wanted a log, --units with a unit table, or both");
  const needless = Object.entries({ design, network, directed, heard, channel, covariates, order })
    .filter(([, value]) => value !== undefined)
    .map(([name]) => `--${name}`);
  if (units === undefined && needless.length > 0)
    throw new SpillwayError(`trust: ${needless.join(", ")} need --units: the unit table`);
  const files = logs.flatMap((one) => logsIn(one, "trust"));
  const dialect = present({ delimiter, decimal, missing });
  const reports = [
    ...(files.length > 0
      ? [await trustLog(files, { dialect, ...present({ texts, durations, choices, fillers, skipDamaged }) })]
      : []),
    ...(units === undefined
      ? []
      : [
          await trustUnits(units, {
            dialect,
            ...present({ skipDamaged, design, network, directed, heard, channel, covariates, order, seed }),
            ...present({ negativeControls: options.negativeControl }),
          }),
        ]),
  ];
  const findings = reports.flatMap((one) => one.findings);
  const notes = reports.flatMap((one) => one.notes);
  const count = (verdict: Finding["verdict"]): number =>
    findings.filter((one) => one.verdict === verdict).length;
  emit(
    {
      data: {
        flagged: count("flagged"),
        clean: count("clean"),
        cannotTell: count("cannot tell"),
        findings,
        ...(notes.length > 0 ? { notes } : {}),
      },
      text: () => trustText(findings),
      csv: () =>
        csvText(
          ["check", "where", "verdict", "rows", "p", "says"],
          findings.map(({ check, where = "", verdict, rows, p, says }) => [
            check,
            where,
            verdict,
            rows === undefined ? "" : String(rows),
            p === undefined ? "" : String(p),
            says,
          ]),
          "people",
        ),
      notes,
    },
    options,
  );
}
