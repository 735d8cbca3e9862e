import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { progressText } from "../../src/cli/text/progressText.ts";
import { ask } from "../support/commands/ask.ts";
import { commandServer } from "../support/commands/commandServer.ts";
import type { Answer } from "../support/commands/Request.ts";
import { everyCase } from "../support/enumeration/inTurn.ts";
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

/** This process must answer meanwhile, so it does not wait. */
const ends = (args: readonly string[]): Promise<Answer> =>
  ask(commandServer(), { file: program, args, cwd, env: { ...process.env } as Record<string, string> });

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

describe.each([[], ["--quiet"]])("every way in which a run ends without its result %s", (...flags) => {
  const tag = flags.length === 0 ? "loud" : "quiet";
  const ways: readonly (readonly [string, () => [string, string], number, RegExp])[] = [
    [
      "a fault that a person must mend",
      () => [language(404), "{ open: 1 }"],
      1,
      /^stopped after 0 of 6 turns: m: .*said 404/m,
    ],
    [
      "nobody answers, ever",
      () => [language(503), "{ patience: 0.5 }"],
      1,
      /^stopped after 0 of 6 turns: nobody answered for 0\.5 seconds \(run\.patience\), and \d+ calls failed, the last because: m: .*503.*said 503/m,
    ],
    [
      "all turns fail",
      () => [language(502), "{ tries: 1, reasks: 0 }"],
      1,
      /^the run is complete, but nobody answered: none of the 6 turns ended well; 6 times because: .*502/m,
    ],
    [
      "the other side is not there",
      () => ['{ kind: http, url: "http://127.0.0.1:59998" }', "{ patience: 0.5 }"],
      1,
      /^stopped after .*nobody answered .*ECONNREFUSED/m,
    ],
    [
      "a program keeps its answers back",
      () => ['{ kind: command, command: [node, -e, "process.stdin.resume()"], timeout: 0.4 }', "{}"],
      1,
      /^stopped after .* 2 times, and the program has never answered: does it flush its output/m,
    ],
    [
      "the study is refused",
      () => [language(404).replace("Will you?", "{{ heard.first.said }}"), "{}"],
      2,
      /^spillway: \S+\.yaml:4:\d+: language: prompt, line 1/m,
    ],
  ];
  // It is its timeouts that take long here.
  test.each(
    ways.filter(([name]) => everyCase || tag === "loud" || name !== "a program keeps its answers back"),
  )(
    "%s",
    async (name, given, code, words) => {
      const file = studyFile(`${tag}-${name.replaceAll(/\W/g, "-")}`, ...given());
      const ended = await ends(["run", file, "--trust", "--out", `${file}.run`, ...flags]);
      expect(ended.err).toMatch(words);
      expect(ended.code).toBe(code);
    },
    60_000,
  );
});

test("progress has no rate before a turn has ended, and says what went wrong and what will come of it", () => {
  const spent = { calls: 9, input: 0, output: 0, money: 0 };
  const now = { done: 0, total: 48, earlier: 0, world: 0, round: 1, failed: 0, faults: 9, spent };
  const because = "m: the endpoint answered with status 503: Loading";
  expect(
    progressText({ ...now, trouble: { because, times: 9, again: 4200, stopsIn: 540_000 } }, 0, 9000, 1000),
  ).toBe(
    `0 of 48 turns (0 %), world 0, round 1, 9 attempts failed, last failure (9 times): ${because}; tried again within 4 s, stops in 9 min if nobody answers`,
  );
  expect(
    progressText({ ...now, pause: 30_000, trouble: { because, times: 1, again: 30_000 } }, 0, 9000),
  ).toBe(
    `0 of 48 turns (0 %), world 0, round 1, 9 attempts failed, asked to wait for 30 s, last failure: ${because}`,
  );
});
