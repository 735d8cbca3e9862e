// The program `spillway` of the shell blocks on pages: has its command run by the server whose socket it is given.
// What is piped into it is standard input.
import { fstatSync, readFileSync } from "node:fs";
import { ask } from "./ask.ts";

const [socket = "", file = "", ...args] = process.argv.slice(2);
const input = fstatSync(0).isCharacterDevice() ? "" : readFileSync(0, "utf8");
const env = { ...process.env } as Record<string, string>;
const { code, out, err } = await ask(socket, { file, args, cwd: process.cwd(), env, input });
// A reader that closes the pipe early is no failure.
process.stdout.on("error", () => process.exit(0));
process.stderr.write(err);
process.stdout.write(out);
process.exitCode = code ?? 1;
