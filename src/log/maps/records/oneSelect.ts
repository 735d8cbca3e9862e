import { SpillwayError } from "../../../core/SpillwayError.ts";
import { shown } from "../../../core/shown.ts";

/** Words that no query of a map needs: they write, reach other files, or never end. */
const REFUSED =
  /\b(?:attach|detach|pragma|insert|update|delete|drop|alter|create|copy|install|load|export|import|call|set|vacuum|reindex|recursive|load_extension|readfile|writefile|generate_series|zeroblob|randomblob)\b|\b(?:read|write|parquet|sniff)_\w+|\bpragma_\w+|\bglob\s*\(|\brange\s*\(/i;

/**
 * SQL that is one SELECT and nothing else: a map may come from somebody else. Texts in quotes are left aside.
 *
 * @throws SpillwayError for several statements, for any other statement, and for words that write, reach other files or never end.
 */
export function oneSelect(sql: string, who: string): string {
  const bare = sql.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\//g, " ");
  const trimmed = bare.trim().replace(/;\s*$/, "");
  if (!/^(?:select|with)\b/i.test(trimmed))
    throw new SpillwayError(`${who}: sql must be one SELECT, got ${shown(sql)}`);
  if (trimmed.includes(";")) throw new SpillwayError(`${who}: sql must be one statement, got several`);
  const refused = REFUSED.exec(trimmed)?.[0];
  if (refused !== undefined)
    throw new SpillwayError(
      `${who}: sql may read tables of the log and nothing else: ${shown(refused)} is not allowed`,
    );
  return sql.trim().replace(/;\s*$/, "");
}
