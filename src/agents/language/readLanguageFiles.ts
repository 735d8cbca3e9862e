import { labelKey } from "../../core/labelKey.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { parseAgents } from "../../network/files/parseAgents.ts";
import { textTable } from "../../network/files/tables/textTable.ts";

const TEXTS = ["system", "prompt", "persona"] as const;

/** Reads a file that stands at a path below the settings. */
type ReadFile = (name: string, path: readonly string[]) => Promise<string>;

/**
 * Settings of language-model agents with the files that they name read in: `{ file }` as `system`, `prompt` or `persona`
 * becomes its text, as `attributes` or the `table` of a tool the rows of its table; also in the settings of agents that these are made of. So the texts are part of the study and of its hash. Everything
 * else stays as it is; what is wrong with it is said where settings are checked.
 */
export async function readLanguageFiles(
  given: unknown,
  read: ReadFile,
  onNote: (note: string) => void = () => {},
): Promise<unknown> {
  if (typeof given !== "object" || given === null || Array.isArray(given)) return given;
  const found: [string, unknown][] = [];
  for (const setting of [...TEXTS, "attributes"]) {
    const file = namedFile((given as Readonly<Record<string, unknown>>)[setting]);
    if (file === undefined) continue;
    const text = await read(file, [setting, "file"]);
    found.push([setting, setting === "attributes" ? rowsOf(text, file, onNote) : text]);
  }
  const { tools } = given as { readonly tools?: unknown };
  if (Array.isArray(tools) && tools.some((tool) => tableFile(tool) !== undefined)) {
    const filled = tools.map(async (tool, k) => {
      const file = tableFile(tool);
      if (file === undefined) return tool;
      return {
        ...tool,
        table: tableOf(await read(file, ["tools", String(k), "table", "file"]), file, tool.key, onNote),
      };
    });
    found.push(["tools", await Promise.all(filled)]);
  }
  // Agents that are made of other agents hold their settings.
  if ("agents" in given) {
    const inside = await readLanguageFiles(
      given.agents,
      (name, path) => read(name, ["agents", ...path]),
      onNote,
    );
    if (inside !== given.agents) found.push(["agents", inside]);
  }
  return found.length === 0 ? given : { ...given, ...Object.fromEntries(found) };
}

function namedFile(given: unknown): string | undefined {
  if (typeof given !== "object" || given === null || Array.isArray(given)) return undefined;
  if (!("file" in given) || Object.keys(given).length !== 1) return undefined;
  return typeof given.file === "string" && given.file !== "" ? given.file : undefined;
}

function rowsOf(text: string, file: string, onNote: (note: string) => void): Record<string, string>[] {
  const { ids, covariates, notes } = parseAgents(text, { file });
  for (const note of notes) onNote(`${file}: ${note}`);
  const columns = [...covariates];
  return ids.map((agent, k) => ({
    ...Object.fromEntries(columns.map(([name, values]) => [name, values[k]!])),
    agent,
  }));
}

function tableFile(tool: unknown): string | undefined {
  return typeof tool === "object" && tool !== null && "table" in tool ? namedFile(tool.table) : undefined;
}

/** The rows of the table of a tool. A key that is no name of a column is said where settings are checked. */
function tableOf(
  text: string,
  file: string,
  key: unknown,
  onNote: (note: string) => void,
): Record<string, string>[] {
  const columns = typeof key === "string" ? [labelKey(key)] : [];
  const { header, rows, notes, place } = textTable(text, {
    who: "lookup",
    file,
    columns,
    knows: (names) => columns.some((one) => names.includes(one)),
    firstColumn: "kept",
  });
  if (rows.length === 0)
    throw new SpillwayError("lookup: there are no rows below the header", { place: place(-1) });
  for (const note of notes) onNote(`${file}: ${note}`);
  return rows.map((row) => Object.fromEntries(header.map((name, k) => [name, row[k]!])));
}
