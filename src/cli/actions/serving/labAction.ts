import { cpSync, existsSync, mkdirSync, readdirSync, statSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { SpillwayError } from "../../../core/SpillwayError.ts";
import { shown } from "../../../core/shown.ts";
import { type LabFiles, labFiles } from "../../../lab/labFiles.ts";
import { labServer } from "../../../lab/labServer.ts";
import { type CommonOptions, emit, output } from "../../output.ts";

interface LabOptions extends CommonOptions {
  readonly port?: number;
}

const PORT = 4870;

/** What `spillway lab` does: serves the laboratory until Ctrl-C, or writes it into a folder. */
export async function labAction(options: LabOptions): Promise<void> {
  const { port = PORT, out, ...shownAs } = options;
  if (port > 65_535) throw new SpillwayError(`lab: a port is at most 65535, got ${port}`);
  const files = labFiles();
  if (files === undefined)
    throw new SpillwayError("lab: the laboratory has not been built here: run npm run build:lab first", {
      kind: "failure",
    });
  if (out !== undefined) {
    write(files, out);
    emit(
      { data: { folder: out, files: files.size }, text: () => `${files.size} files written to ${out}` },
      shownAs,
    );
    return;
  }
  const server = labServer(files);
  await new Promise<void>((ready, fail) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      fail(
        new SpillwayError(
          error.code === "EADDRINUSE"
            ? `lab: port ${port} is taken: name another with --port, or take a free one with --port 0`
            : `lab: cannot listen on port ${port}: ${error.code ?? error.message}`,
          { kind: "failure" },
        ),
      ),
    );
    server.listen(port, "127.0.0.1", ready);
  });
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const { print, note } = output(options);
  print(options.json === true ? JSON.stringify({ address }) : address);
  note("open this address in a browser; Ctrl-C ends the laboratory");
  await new Promise<void>((ended) => {
    const end = (): void => {
      server.close(() => ended());
      server.closeAllConnections();
    };
    process.once("SIGINT", end);
    process.once("SIGTERM", end);
  });
}

/** Writes all files into a folder that is new or empty: what stands there is not the laboratory's to change. */
function write(files: LabFiles, folder: string): void {
  if (existsSync(folder) && (!statSync(folder).isDirectory() || readdirSync(folder).length > 0))
    throw new SpillwayError(
      `lab: wanted a new or an empty folder, got ${shown(folder)}, where something is: name another with --out`,
    );
  try {
    for (const [name, path] of files) {
      mkdirSync(join(folder, dirname(name)), { recursive: true });
      cpSync(path, join(folder, name));
    }
  } catch (error) {
    throw new SpillwayError(
      `lab: cannot write to ${shown(folder)}: ${(error as NodeJS.ErrnoException).code ?? "no reason is known"}`,
    );
  }
}
