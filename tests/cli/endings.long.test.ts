import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RunManifest } from "../../src/experiment/runManifest.ts";
import { program } from "./program.ts";

const cwd = mkdtempSync(join(tmpdir(), "spillway-endings-"));
let server: Server;
let url = "";
beforeAll(async () => {
  // The status is the first part of the path.
  server = createServer((request, response) => {
    request.resume();
    const status = Number(/^\/(\d+)/.exec(request.url ?? "")?.[1]);
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify({ error: { message: `said ${status}` } }));
  });
  await new Promise<void>((ready) => void server.listen(0, "127.0.0.1", () => ready()));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  rmSync(cwd, { recursive: true, force: true });
});

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the program; sends it signals as soon as it has said what is waited for. */
function ends(
  args: readonly string[],
  signals: readonly NodeJS.Signals[] = [],
  ready: () => boolean = () => true,
): Promise<Ended> {
  const child = spawn(process.execPath, [program, ...args], { cwd, stdio: ["ignore", "pipe", "pipe"] });
  let out = "";
  let err = "";
  child.stdout.on("data", (piece: Buffer) => {
    out += piece.toString();
  });
  child.stderr.on("data", (piece: Buffer) => {
    err += piece.toString();
  });
  const left = [...signals];
  const timer = setInterval(() => {
    if (left.length > 0 && ready()) child.kill(left.shift());
  }, 150);
  return new Promise((done) =>
    child.once("close", (code) => {
      clearInterval(timer);
      done({ code, out, err });
    }),
  );
}

const studyFile = (name: string, agents: string, run: string): string => {
  const file = `${name}.yaml`;
  writeFileSync(
    join(cwd, file),
    `seed: 1
model:
  network: { kind: ring-lattice, n: 6, k: 2 }
  agents: ${agents}
inquiry: { own: [treated, control] }
data: { assign: { kind: complete, treated: 2 }, expose: own-arm, rounds: 1 }
answer: [hajek]
run: ${run}
`,
  );
  return file;
};
const language = (status: number): string =>
  `{ kind: language, model: { url: "${url}/${status}/v1", model: m }, prompt: "Will you?", answer: { kind: choice, options: ["yes", "no"] }, outcome: { points: { yes: 1, no: 0 } } }`;

describe.each([[], ["--quiet"]])("a run that is interrupted %s", (...flags) => {
  const tag = flags.length === 0 ? "loud" : "quiet";
  const signals: readonly (readonly [readonly NodeJS.Signals[], RegExp, string])[] = [
    [
      ["SIGINT"],
      /^stopped after 0 of 6 turns: it was interrupted, after \d+ calls failed because: m: .*said 503; repeat/m,
      "interrupted",
    ],
    [["SIGHUP"], /^stopped after 0 of 6 turns: it was interrupted, after/m, "interrupted"],
  ];
  test.each(signals)(
    "%s",
    async (sent, words, how) => {
      const out = `${tag}-${sent.join()}.run`;
      const file = studyFile(out, language(503), "{}");
      const begun = (): boolean => {
        try {
          return readFileSync(join(cwd, out, "journal.jsonl"), "utf8").split('"attempt"').length > 3;
        } catch {
          return false;
        }
      };
      const ended = await ends(["run", file, "--out", out, ...flags], sent, begun);
      expect(ended.err).toMatch(words);
      expect(ended.code).toBe(130);
      const { sittings, spent } = JSON.parse(
        readFileSync(join(cwd, out, "manifest.json"), "utf8"),
      ) as RunManifest;
      expect(sittings.map(({ ended: one }) => one)).toEqual([how]);
      expect(spent.calls).toBe(
        readFileSync(join(cwd, out, "journal.jsonl"), "utf8")
          .trim()
          .split("\n").length - 1,
      );
    },
    60_000,
  );
});

test("a run that is interrupted twice in a call says in its manifest that it was ended at once", async () => {
  const hangs = `{ kind: command, command: [node, -e, "process.stdin.resume()"], timeout: 60 }`;
  const file = studyFile("twice", hangs, "{}");
  const begun = (): boolean => {
    try {
      return readFileSync(join(cwd, "twice", "journal.jsonl"), "utf8").length > 0;
    } catch {
      return false;
    }
  };
  const { code } = await ends(["run", file, "--out", "twice"], ["SIGINT", "SIGINT"], begun);
  expect(code).toBe(130);
  const { sittings } = JSON.parse(readFileSync(join(cwd, "twice", "manifest.json"), "utf8")) as RunManifest;
  expect(sittings).toMatchObject([{ ended: "interrupted", because: "the process was ended at once" }]);
}, 60_000);
