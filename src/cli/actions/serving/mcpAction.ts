import { statSync } from "node:fs";
import { SpillwayError } from "../../../core/SpillwayError.ts";
import { shown } from "../../../core/shown.ts";
import { mcpServer } from "../../mcp/mcpServer.ts";

/** What `spillway mcp` does. */
export async function mcpAction({ folder }: { readonly folder: string }): Promise<void> {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new SpillwayError(`mcp: --folder must be a folder, got ${shown(folder)}`);
  await mcpServer(folder);
}
