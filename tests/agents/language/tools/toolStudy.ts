import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { runStudy } from "../../../../src/experiment/runStudy.ts";
import { readJournal } from "../../../../src/log/journal/readJournal.ts";
import type { Attempt } from "../../../../src/log/Turn.ts";
import { type RunChecks, runChecks } from "../../../../src/run/checks/runChecks.ts";
import { prepareStudy } from "../../../../src/study/prepareStudy.ts";
import { parseStudy } from "../../../../src/study-file/parseStudy.ts";
import { still } from "../../../run/ring.ts";
import { type FaultServer, type FaultServerOptions, faultServer } from "../../../support/faultServer.ts";
import { toolServer } from "./toolServer.ts";

/** Agents of the study of {@link toolStudy}. */
export const N = 4;

/** A study of agents with tools. */
export const toolStudy = (url: string, tools: string, more = "", run = "{ reasks: 1, open: 1 }"): string => `
seed: 3
model:
  network: { kind: ring-lattice, n: ${N}, k: 2 }
  agents:
    kind: language
    model: { url: "${url}", model: m }
    prompt: "Round {{ round }}, {{ arm }}: how much?"
    answer: { kind: number, from: 0, to: 100 }
    price: { input: 1, output: 4 }
    tools: ${tools}
${more}
inquiry: { own: [treated, control] }
data: { assign: { kind: complete, treated: 2 }, expose: own-arm, rounds: 2 }
answer: [hajek]
run: ${run}
`;

interface ToolBench {
  /** A folder that is not there yet. */
  fresh(): string;
  /** An endpoint whose model calls tools by the fields for that. */
  serve(...given: Parameters<typeof toolServer>): Promise<FaultServer>;
  /** An endpoint that answers in words. */
  serveWords(options: FaultServerOptions): Promise<FaultServer>;
  /** Plays a study to its end; gives the folder of the run. */
  played(source: string, out?: string): Promise<string>;
  close(): Promise<void>;
}

/** Where studies are played against endpoints. */
export function toolBench(): ToolBench {
  const folder = mkdtempSync(join(tmpdir(), "spillway-tools-"));
  const servers: FaultServer[] = [];
  let number = 0;
  const kept = (server: FaultServer): FaultServer => {
    servers.push(server);
    return server;
  };
  const fresh = (): string => join(folder, `${number++}`);
  return {
    fresh,
    serve: async (...given) => kept(await toolServer(...given)),
    serveWords: async (options) => kept(await faultServer(options)),
    async played(source, out = fresh()) {
      expect((await runStudy(await parseStudy(source), { out, clock: still })).complete).toBe(true);
      return out;
    },
    async close() {
      rmSync(folder, { recursive: true, force: true });
      for (const server of servers) await server.close();
    },
  };
}

export const journalIn = (out: string): NonNullable<ReturnType<typeof readJournal>> =>
  readJournal(join(out, "journal.jsonl"));

interface Step {
  readonly prompt: string;
  readonly reply: string;
  readonly calls: readonly {
    readonly tool: string;
    readonly arguments: unknown;
    readonly result?: string;
    readonly error?: string;
    readonly fault?: string;
  }[];
  readonly beyond?: number;
}

/** What the steps among attempts have brought. */
export const stepsIn = (attempts: readonly Attempt[]): Step[] =>
  attempts.flatMap(({ kind, call }) => (kind === "step" ? [call!.step as unknown as Step] : []));

/** What the checks of a run say of its journal. */
export async function checksOf(out: string, source: string): Promise<RunChecks> {
  const plan = JSON.parse(readFileSync(join(out, "plan.json"), "utf8"));
  const checker = runChecks(plan, prepareStudy(await parseStudy(source)).network);
  const { turns, attempts } = journalIn(out);
  for (const line of [...attempts, ...turns]) checker.take(line);
  return checker.checks([]);
}
