import { present } from "../core/present.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { wantArgument } from "../core/wantArgument.ts";
import { wantText } from "../core/wantText.ts";
import { scanUnitsFile } from "../log/units/readUnits.ts";
import type { TableDialect } from "../network/files/tables/TableDialect.ts";
import { fromEdges } from "../network/fromEdges.ts";
import { catalogues } from "../study/catalogues.ts";
import { readDescription } from "../study-file/readDescription.ts";
import { readNetworkAndOrder } from "../study-file/readNetwork.ts";
import { answerFields } from "./answers/answerFields.ts";
import type { TrustReport } from "./trustLog.ts";
import type { HeardRow } from "./units/heardChecks.ts";
import { type UnitCheckOptions, unitChecks } from "./units/unitChecks.ts";

export interface TrustUnitsOptions
  extends Pick<UnitCheckOptions, "channel" | "covariates" | "negativeControls" | "order" | "seed"> {
  readonly dialect?: TableDialect;
  readonly skipDamaged?: number;
  /** The law that assigned the arms: inline JSON, a kind, or a file. */
  readonly design?: string;
  /** File of the edges that were declared before the run. */
  readonly network?: string;
  readonly directed?: boolean;
  /** File of who heard whom: `source`, `target`, and `world` where there are several. */
  readonly heard?: string;
}

/**
 * {@link unitChecks} of files.
 *
 * @throws SpillwayError with file and line for what is wrong in one.
 */
export async function trustUnits(file: string, options: TrustUnitsOptions): Promise<TrustReport> {
  wantText("trustUnits", "the path of a unit table", file);
  wantArgument("trustUnits", "options", options);
  const { dialect = {}, skipDamaged, design, network: edges, directed, heard, ...more } = options;
  const scanned = await scanUnitsFile(file, {
    dialect,
    covariates: true,
    keep: () => true,
    ...present({ skipDamaged }),
  });
  const declared =
    edges === undefined
      ? undefined
      : await readNetworkAndOrder(edges, { ...dialect, ...present({ directed }) });
  const agents = [...new Set(scanned.units.map(({ agent }) => agent))];
  const { network, order } = declared ?? { network: fromEdges([], { agents }), order: agents };
  const law =
    design === undefined
      ? undefined
      : (await readDescription(design, catalogues.designs, { option: "--design", network, order })).law(
          network,
        );
  const findings = unitChecks(scanned.units, {
    ...more,
    placeOf: scanned.placeOf,
    ...present({ law }),
    // Agents without edges stand in the units alone, so the law is asked of the network that was declared.
    ...(declared || law ? { network } : {}),
    ...(heard === undefined ? {} : { heard: await heardRows(heard, dialect) }),
  });
  return { findings, notes: scanned.notes };
}

async function heardRows(file: string, dialect: TableDialect): Promise<HeardRow[]> {
  const { tables } = await answerFields([file], { dialect });
  const table = tables.find(({ path }) => path === "");
  const [source, target, world] = ["source", "target", "world"].map((name) => table?.columns.get(name));
  if (!table || !source || !target)
    throw new SpillwayError("trust: --heard wants the columns source and target", { place: { file } });
  return Array.from({ length: table.rows }, (_, k) => {
    const [from, to] = [source[k], target[k]];
    if (from === undefined || to === undefined || from === "" || to === "")
      throw new SpillwayError("trust: wanted source and target in each row of --heard, got an empty field", {
        place: { file, line: k + 2 },
      });
    return { world: Number(world?.[k] ?? 0), source: String(from), target: String(to) };
  });
}
