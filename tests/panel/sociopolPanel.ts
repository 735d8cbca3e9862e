import type { Panel } from "../../estimators/panel/Panel.ts";
import { cells, SOCIOPOL } from "./peerPanels.ts";

/** Chances of having adopted by each of the three stages. */
export const SOCIOPOL_CHANCE: readonly number[] = [0.2, 0.4, 0.8];

/** Days d-15 to d-1 come before the peer's panel, which begins with d0. */
const WARM_UP = 15;

/**
 * Voting intentions as they were stated, 46 days, with a fifth of the cells filled; or as the peer has them: from d0 on, each cell without a
 * statement filled with the last one. The library never does so, and this is here for the peer's numbers alone.
 */
export function sociopolPanel({ carried = false }: { readonly carried?: boolean } = {}): Panel {
  const rows = cells(new URL("score_experiment_soc.csv.gz", SOCIOPOL));
  const first = new Map(
    cells(new URL("assignment_experiment_soc.csv.gz", SOCIOPOL)).map(([unit, day]) => [unit, day]),
  );
  if (carried)
    for (const row of rows) for (let t = 2; t < row.length; t++) if (row[t] === "") row[t] = row[t - 1]!;
  const skipped = carried ? WARM_UP : 0;
  const days = Array.from({ length: 46 - skipped }, (_, t) => t + skipped);
  return {
    agents: rows.map(([unit]) => unit!),
    periods: days.map((t) => `d${t - WARM_UP}`),
    outcome: days.map((t) => Float64Array.from(rows, (row) => Number(row[t + 1]))),
    observed: days.map((t) => Uint8Array.from(rows, (row) => (row[t + 1] === "" ? 0 : 1))),
    adopted: Uint32Array.from(rows, ([unit]) => {
      const day = first.get(unit);
      return day ? Number(day) + WARM_UP - skipped : days.length;
    }),
  };
}
