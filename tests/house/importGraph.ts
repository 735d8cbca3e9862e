import { posix } from "node:path";
import { importsOf } from "./parsed.ts";

/** Which files of the repository each file imports, in any form of import, types included. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

/** The graph of imports between files, given by path and text. Imports of packages and of files that are not given are left out. */
export function importGraph(files: ReadonlyMap<string, string>): ImportGraph {
  return new Map(
    [...files].map(([path, source]) => {
      const targets = importsOf(source)
        .filter((name) => name.startsWith("."))
        .map((name) => posix.join(posix.dirname(path), name))
        .filter((target) => files.has(target));
      return [path, [...new Set(targets)].sort()];
    }),
  );
}

/** The same graph between groups, as rooms: an arrow from one to another where a file of the one imports a file of the other. */
export function groupedGraph(graph: ImportGraph, groupOf: (path: string) => string | undefined): ImportGraph {
  const grouped = new Map<string, Set<string>>();
  for (const [path, targets] of graph) {
    const from = groupOf(path);
    if (from === undefined) continue;
    const arrows = grouped.get(from) ?? new Set();
    for (const to of targets.map(groupOf)) if (to !== undefined && to !== from) arrows.add(to);
    grouped.set(from, arrows);
  }
  return new Map([...grouped].map(([from, arrows]) => [from, [...arrows].sort()]));
}

/** The circles of a graph: each set of files that reach one another, by Tarjan's algorithm; empty when there is none. */
export function circlesOf(graph: ImportGraph): string[][] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const waiting = new Set<string>();
  const circles: string[][] = [];
  const visit = (path: string): void => {
    order.set(path, order.size);
    lowest.set(path, order.get(path)!);
    stack.push(path);
    waiting.add(path);
    for (const target of graph.get(path) ?? []) {
      if (!order.has(target)) visit(target);
      if (waiting.has(target)) lowest.set(path, Math.min(lowest.get(path)!, lowest.get(target)!));
    }
    if (lowest.get(path) !== order.get(path)) return;
    const circle = stack.splice(stack.indexOf(path));
    for (const member of circle) waiting.delete(member);
    if (circle.length > 1 || graph.get(path)?.includes(path)) circles.push(circle.sort());
  };
  for (const path of graph.keys()) if (!order.has(path)) visit(path);
  return circles.sort(([a], [b]) => (a! < b! ? -1 : 1));
}
