import { explainIssue } from "../../core/explainIssue.ts";
import { present } from "../../core/present.ts";
import { worstIssue } from "../../core/worstIssue.ts";
import { eachEdge } from "../../network/eachEdge.ts";
import { parseNetwork } from "../../network/files/parseNetwork.ts";
import type { Edge } from "../../network/fromEdges.ts";
import type { Complain } from "../fromKind.ts";
import { isMapping } from "../isMapping.ts";
import type { ReadNamed } from "../sourceOf.ts";
import { networkFile } from "../studyShape.ts";

/**
 * An exposure's description with the candidate networks that stand in files of their own read in: `{ file }`, with the settings that
 * a network of a study file has, becomes `{ edges, directed }`. All else stays as it is.
 *
 * @param ids all agents, so that a file that names another is refused with its line; made when a file is read
 */
export async function candidateFiles(
  given: unknown,
  ids: () => readonly string[],
  complain: Complain,
  read: ReadNamed,
  onNote: (note: string) => void = () => {},
): Promise<unknown> {
  if (!isMapping(given) || !isMapping(given.networks)) return given;
  const networks: [string, unknown][] = [];
  for (const [name, one] of Object.entries(given.networks)) {
    if (!isMapping(one) || !("file" in one)) {
      networks.push([name, one]);
      continue;
    }
    const path = ["networks", name];
    const parsed = networkFile.safeParse(one);
    if (!parsed.success) {
      const issue = worstIssue(parsed.error.issues);
      const at = issue.code === "unrecognized_keys" ? [...issue.path, issue.keys[0]!] : issue.path;
      const key = issue.code === "unrecognized_keys" ? "key" : "value";
      return complain(explainIssue(issue, one, networkFile), [...path, ...at], key);
    }
    const { file, directed, influence, agents, columns, weight, delimiter, decimal } = parsed.data;
    if (agents !== undefined)
      return complain(
        "agents are those of the study's own network: leave this out",
        [...path, "agents"],
        "key",
      );
    const network = parseNetwork(await read(file, ["data", "expose", ...path, "file"]), {
      file,
      agents: ids(),
      ...present({ directed, influence, columns, weight, delimiter, decimal }),
    });
    for (const note of network.notes) onNote(`candidate ${name}: ${note}`);
    const edges: Edge[] = [];
    eachEdge(network, (source, target, weight) => {
      const ends = [network.ids[source]!, network.ids[target]!] as const;
      edges.push(weight === 1 ? ends : [...ends, weight]);
    });
    networks.push([name, { edges, directed: network.directed }]);
  }
  return { ...given, networks: Object.fromEntries(networks) };
}
