import type { TurnStatus } from "../../log/Turn.ts";
import type { Trouble } from "./patience.ts";

/** Why a run whose turns have all ended has too few answers; undefined when it has enough. */
export function unanswered(
  { ok }: Readonly<Record<TurnStatus, number>>,
  total: number,
  floor: number,
  trouble: Pick<Trouble, "because" | "times"> | undefined,
): string | undefined {
  if (total === 0 || (ok > 0 && ok / total >= floor)) return undefined;
  const last = trouble === undefined ? "" : `; ${trouble.times} times because: ${trouble.because}`;
  const below = floor > 0 ? `, below the floor of ${floor}` : "";
  return ok === 0
    ? `nobody answered: none of the ${total} turns ended well${last}`
    : `only ${ok} of ${total} turns ended well${below}${last}`;
}
