import { SpillwayError } from "../core/SpillwayError.ts";
import { shown } from "../core/shown.ts";
import type { Complain } from "./fromKind.ts";
import { isMapping } from "./isMapping.ts";
import type { ReadNamed } from "./sourceOf.ts";
import { yamlSource } from "./yamlSource.ts";

/** The description of a study's agents, and the way to say what is wrong with it. */
interface AgentsDescription {
  readonly given: unknown;
  readonly complain: Complain;
}

/**
 * Agents that are described in a file of their own, `{ file: people.yaml, …settings }`: the file's settings, in whose place
 * come those beside its name. What is wrong is said where it stands, in the one file or the other. Any other description stays
 * as it is. Files that settings name are relative to the study file in either case.
 */
export async function agentsFile(
  given: unknown,
  complain: Complain,
  read: ReadNamed,
): Promise<AgentsDescription> {
  if (!isMapping(given) || !("file" in given)) return { given, complain };
  const { file, ...own } = given;
  if (typeof file !== "string" || file === "")
    return complain(`file must be the name of a file, got ${shown(file)}`, ["file"], "value");
  const source = yamlSource(await read(file, ["model", "agents", "file"]), file, "agents");
  if (!isMapping(source.data))
    throw new SpillwayError(
      `agents: wanted a mapping with a kind and its settings, got ${shown(source.data)}`,
      {
        place: source.valuePlace([]),
      },
    );
  return {
    given: { ...source.data, ...own },
    complain: (message, path, at, inside) => {
      const [first] = path;
      if (first === undefined || Object.hasOwn(own, first)) return complain(message, path, at, inside);
      const place = at === "key" ? source.keyPlace(path) : source.valuePlace(path, inside);
      throw new SpillwayError(`agents: ${message}`, { place });
    },
  };
}
