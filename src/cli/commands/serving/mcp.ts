import { Command } from "commander";
import { lazily } from "../../lazily.ts";

const HELP = `
Serves design, check, diagnose, plan, probabilities, estimate, run, try, status and transcript as tools
of the Model Context Protocol over standard input and output, so that an assistant can use them. The
tools see files inside the folder alone, and ask no agent without confirm: true and a budget of calls.
Needs the package @modelcontextprotocol/sdk, which is not installed with Spillway.

Example of a client's settings:
  { "command": "spillway", "args": ["mcp", "--folder", "/home/me/study"] }`;

/** `spillway mcp`. */
export function mcpCommand(): Command {
  return new Command("mcp")
    .summary("serve the commands as tools for assistants (Model Context Protocol)")
    .description("Serve the commands as tools for assistants (Model Context Protocol).")
    .option("--folder <folder>", "the folder whose files the tools may use", ".")
    .addHelpText("after", HELP)
    .action(lazily(async () => (await import("../../actions/serving/mcpAction.ts")).mcpAction));
}
