import { dirname, isAbsolute, join } from "node:path";
import { SpillwayError } from "../core/SpillwayError.ts";
import { readText } from "../log/files/readText.ts";
import type { Network } from "../network/Network.ts";
import type { Catalogue } from "../study/catalogues.ts";
import { candidateFiles } from "./candidates/candidateFiles.ts";
import { fromKind } from "./fromKind.ts";
import { resolveFiles } from "./resolveFiles.ts";
import { yamlSource } from "./yamlSource.ts";

interface DescriptionContext {
  /** What the description is for, in error messages: `--design`. */
  readonly option: string;
  /** The network, and the order in which other files list its agents: needed where a description names files. */
  readonly network?: Network;
  readonly order?: readonly string[];
  /** Is told what was supposed and left out in files that the description names. */
  readonly onNote?: (note: string) => void;
}

/**
 * Makes a thing of a catalogue from a command line: inline JSON (`{"kind":"bernoulli"}`), a bare kind (`bernoulli`), or
 * the name of a JSON or YAML file. Files named inside are read relative to that file, or to the current folder.
 *
 * @throws SpillwayError that names the option, and file, line and column where there is a file.
 */
export async function readDescription<Made>(
  given: string,
  catalogue: Catalogue<Made>,
  context: DescriptionContext,
): Promise<Made> {
  const { option, network, order, onNote } = context;
  const text = given.trim();
  if (catalogue.entries.some(({ kind }) => kind === text))
    return fromKind(catalogue, text, (message) => fail(option, message));
  const inline = /^[{["]/.test(text);
  if (!inline && text !== "-" && !/[./\\]/.test(text))
    fromKind(catalogue, text, (message) =>
      fail(option, `${message}; inline JSON and the name of a file are understood too`),
    );
  const file = inline ? option : text === "-" ? "(standard input)" : given;
  const source = yamlSource(inline ? text : await readText(given), file, option);
  const complain = (message: string, path: readonly PropertyKey[], at: "value" | "key"): never => {
    if (inline) return fail(option, message);
    throw new SpillwayError(`${option}: ${message}`, {
      place: at === "key" ? source.keyPlace(path) : source.valuePlace(path),
    });
  };
  const folder = inline || text === "-" ? "." : dirname(given);
  const read = (name: string): Promise<string> => readText(isAbsolute(name) ? name : join(folder, name));
  const ids = (): readonly string[] => network?.ids ?? [];
  const candidates = network ? await candidateFiles(source.data, ids, complain, read, onNote) : source.data;
  const resolved = network
    ? await resolveFiles(candidates, { ids, order: () => order ?? ids() }, complain, read, onNote)
    : candidates;
  return fromKind(catalogue, resolved, complain);
}

function fail(option: string, message: string): never {
  throw new SpillwayError(`${option}: ${message}`);
}
