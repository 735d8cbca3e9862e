import { Command } from "commander";
import { lazily } from "../../lazily.ts";
import { wholeNumber, withCommon } from "../../options.ts";

const HELP = `
Eleven lessons on experiments with interference, in a browser: each with one idea, one thing to move and one
picture, and a bet before the reveal. Everything is computed by the library in the browser; the server only
hands out its own files, and answers to this machine only. With --out the same files are written to a
folder, which any web server can host.

Examples:
  $ spillway lab
  $ spillway lab --out public/lab`;

/** `spillway lab`. */
export function labCommand(): Command {
  const command = new Command("lab")
    .summary("open the laboratory: lessons on interference, in a browser")
    .description("Open the laboratory: lessons on interference, in a browser.")
    .option("--port <number>", "port on this machine; 0 takes a free one (default 4870)", wholeNumber(0))
    .addHelpText("after", HELP)
    .action(lazily(async () => (await import("../../actions/serving/labAction.ts")).labAction));
  return withCommon(command, "folder for the laboratory as files, instead of serving it");
}
