import type { Complain } from "./fromKind.ts";
import { parseAssignments } from "./parseAssignments.ts";
import { parseClusters } from "./parseClusters.ts";
import type { ReadNamed, ResolvedSource } from "./sourceOf.ts";

/**
 * A design's description with the files that it names read in: `clusters: { file }` of the kind cluster becomes a list
 * with the cluster of each agent, `file` of the kind fixed becomes its assignments and weights. All else stays as it is.
 */
export async function resolveFiles(
  given: unknown,
  network: Pick<ResolvedSource, "order" | "ids">,
  complain: Complain,
  read: ReadNamed,
): Promise<unknown> {
  if (typeof given !== "object" || given === null) return given;
  const { kind, clusters, file } = given as { kind?: unknown; clusters?: unknown; file?: unknown };
  if (
    kind === "cluster" &&
    typeof clusters === "object" &&
    clusters !== null &&
    "file" in clusters &&
    Object.keys(clusters).length === 1
  ) {
    const name = clusters.file;
    if (typeof name !== "string" || name === "")
      return complain("clusters.file must be the name of a file", ["clusters", "file"], "value");
    const text = await read(name, ["data", "assign", "clusters", "file"]);
    return { ...given, clusters: parseClusters(text, network.ids(), name) };
  }
  if (kind === "fixed" && file !== undefined) {
    if (typeof file !== "string" || file === "")
      return complain("file must be the name of a file", ["file"], "value");
    if ("assignments" in given) return complain("give file or assignments, not both", ["file"], "key");
    const text = await read(file, ["data", "assign", "file"]);
    const { file: _, ...rest } = given as { file: string };
    return { ...rest, ...parseAssignments(text, network, file) };
  }
  return given;
}
