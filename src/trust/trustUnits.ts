import { present } from "../core/present.ts";
import { wantArgument } from "../core/wantArgument.ts";
import { wantText } from "../core/wantText.ts";
import { readHeard } from "../log/units/readHeard.ts";
import { scanUnitsFile } from "../log/units/readUnits.ts";
import type { TableDialect } from "../network/files/tables/TableDialect.ts";
import { fromEdges } from "../network/fromEdges.ts";
import { catalogues } from "../study/catalogues.ts";
import { readDescription } from "../study-file/readDescription.ts";
import { readNetworkAndOrder } from "../study-file/readNetwork.ts";
import type { TrustReport } from "./trustLog.ts";
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
    ...(heard === undefined ? {} : { heard: await readHeard(heard, "trust", dialect) }),
  });
  return { findings, notes: scanned.notes };
}
