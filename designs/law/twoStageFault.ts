import { shown } from "../../src/core/shown.ts";
import type { TwoStageScheme } from "./twoStageScheme.ts";

/**
 * Why a two-stage design that treats fixed numbers within groups cannot have drawn an assignment: a group has a number of treated that no
 * saturation gives it, or no way to hand out the saturations gives all groups theirs. Undefined when it can.
 *
 * Cost: O(n + groups² × saturations) at worst.
 */
export function twoStageFault(scheme: TwoStageScheme, assignment: ArrayLike<number>): string | undefined {
  const { group, labels, treated, counts } = scheme;
  const seen = new Uint32Array(labels.length);
  group.forEach((g, i) => {
    if (assignment[i] === 1) seen[g]!++;
  });
  const possible = labels.map((_, g) => treated.flatMap((row, s) => (row[g] === seen[g] ? [s] : [])));
  const odd = possible.findIndex((list) => list.length === 0);
  if (odd >= 0) {
    const wanted = [...new Set(treated.map((row) => row[odd]!))].sort((a, b) => a - b).join(" or ");
    return `the design treats ${wanted} agents of group ${shown(labels[odd])}, but ${seen[odd]} are`;
  }
  if (!counts) return undefined;
  // Each group wants one of its possible saturations, which have so many places: augmenting paths (Kuhn 1955).
  const holders: number[][] = counts.map(() => []);
  const place = (g: number, tried: Set<number>): boolean => {
    for (const s of possible[g]!) {
      if (tried.has(s)) continue;
      tried.add(s);
      if (holders[s]!.length < counts[s]!) {
        holders[s]!.push(g);
        return true;
      }
      for (const [k, other] of holders[s]!.entries())
        if (place(other, tried)) {
          holders[s]![k] = g;
          return true;
        }
    }
    return false;
  };
  const left = labels.findIndex((_, g) => !place(g, new Set()));
  return left < 0
    ? undefined
    : `no ${counts.join(" and ")} of its ${labels.length} groups have the numbers of treated agents that the saturations give`;
}
