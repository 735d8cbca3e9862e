// The program that tests start once and that then runs many commands: see commandServer.ts. Plain Node runs it.
import { createServer } from "node:net";
import { Readable } from "node:stream";
import { pathToFileURL } from "node:url";
import type { Answer, Request } from "./Request.ts";

const quiet = process.listeners("SIGINT").concat(process.listeners("SIGTERM"));
let runs = 0;
let turn: Promise<unknown> = Promise.resolve();

const server = createServer({ allowHalfOpen: true }, (connection) => {
  let text = "";
  connection
    .setEncoding("utf8")
    .on("data", (piece: string) => {
      text += piece;
    })
    .on("end", () => {
      turn = turn
        .then(() => run(JSON.parse(text) as Request))
        .then((answer) => connection.end(JSON.stringify(answer)));
    })
    .on("error", () => connection.destroy());
});
server.listen(process.argv[2]);
// Whoever started it has gone.
process.on("disconnect", () => process.exit(0));

/** Evaluates a module anew, as Node would as its main program, while what it imports stays loaded. */
async function run({ file, args, cwd, env, input = "" }: Request): Promise<Answer> {
  process.chdir(cwd);
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
  Object.assign(process.env, env);
  process.argv = [process.execPath, file, ...args];
  Object.defineProperty(process, "stdin", {
    configurable: true,
    value: Readable.from(input === "" ? [] : [Buffer.from(input)]),
  });
  const [out, err] = [process.stdout, process.stderr].map(caught) as [Caught, Caught];
  let code: number;
  try {
    await import(`${pathToFileURL(file)}?run=${++runs}`);
    code = Number(process.exitCode ?? 0);
  } catch (error) {
    code = 1;
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  }
  process.exitCode = undefined;
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    for (const heard of process.listeners(signal)) if (!quiet.includes(heard)) process.off(signal, heard);
  return { code, out: out.end(), err: err.end() };
}

interface Caught {
  /** What was written, after which writing goes where it went. */
  end(): string;
}

function caught(stream: NodeJS.WriteStream): Caught {
  const pieces: Buffer[] = [];
  const own = stream.write;
  const heard = stream.listeners("error");
  stream.write = (piece: string | Uint8Array, ...rest: unknown[]): boolean => {
    pieces.push(typeof piece === "string" ? Buffer.from(piece) : Buffer.from(piece));
    const done = rest.at(-1);
    if (typeof done === "function") process.nextTick(done as () => void);
    return true;
  };
  return {
    end() {
      stream.write = own;
      for (const listener of stream.listeners("error"))
        if (!heard.includes(listener)) stream.off("error", listener as () => void);
      return Buffer.concat(pieces).toString("utf8");
    },
  };
}
