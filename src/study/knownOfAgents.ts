import type { Population } from "../agents/Population.ts";

/** Numbers that a population knows of its agents before anything is done, by name and agent: the columns of numbers of a table of agents. */
export function knownOfAgents({ params }: Population): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const known = new Map<string, Map<string, number>>();
  const { agents } = params;
  if (!Array.isArray(agents)) return known;
  for (const one of agents as readonly unknown[]) {
    if (typeof one !== "object" || one === null || !("agent" in one)) continue;
    const { agent, ...columns } = one as Readonly<Record<string, unknown>>;
    for (const [name, cell] of Object.entries(columns)) {
      const value =
        typeof cell === "number"
          ? cell
          : typeof cell === "string" && cell.trim() !== ""
            ? Number(cell)
            : Number.NaN;
      if (!Number.isFinite(value)) continue;
      const column = known.get(name) ?? new Map<string, number>();
      known.set(name, column);
      column.set(String(agent), value);
    }
  }
  return known;
}
