import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { Action, Agent, AskContext, View } from "../../../src/agents/Agent.ts";
import { AgentFault } from "../../../src/agents/AgentFault.ts";
import { type CommandSettings, command } from "../../../src/agents/program/command.ts";
import { rng } from "../../../src/core/rng.ts";
import { row, settingOf } from "../lineNetwork.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-command-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A program that reads lines; `body` answers one, with view, id and say(answer) at hand. */
const program = `
const { createInterface } = require("node:readline");
const say = (answer) => process.stdout.write(JSON.stringify(answer) + "\\n");
const answer = new Function("view", "id", "say", "memory", process.argv[2]);
const memory = {};
createInterface({ input: process.stdin }).on("line", (line) => {
  const { id, view } = JSON.parse(line);
  answer(view, id, say, memory);
});`;
writeFileSync(join(folder, "program.cjs"), program);

const closing: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

function agentOf(body: string, settings: Partial<CommandSettings> = {}): Agent {
  const given = { command: [process.execPath, "program.cjs", body], ...settings };
  const setting = {
    ...settingOf(row),
    onClose: (close: () => void | Promise<void>) => void closing.push(close),
  };
  return command(given).inFolder!(folder).create(setting)(0);
}

const view = (more: Partial<View> = {}): View => ({
  world: 2,
  round: 3,
  rounds: 4,
  agent: "b",
  arm: "treated",
  heard: [{ from: "a", said: { x: [1, "ä"] } }],
  state: 7,
  rng: rng(1).fork("turn"),
  ...more,
});

const fault = async (agent: Agent, more: Partial<View> = {}, context?: AskContext): Promise<AgentFault> => {
  const thrown: unknown = await Promise.resolve(agent(view(more), context)).then(
    (action) => action,
    (cause: unknown) => cause,
  );
  expect(thrown).toBeInstanceOf(AgentFault);
  return thrown as AgentFault;
};
const said = async (agent: Agent, more: Partial<View> = {}): Promise<unknown> =>
  ((await agent(view(more))) as Action).said;

describe("command", () => {
  it("hands the program its view with a seed and the settings, and takes its action", async () => {
    const agent = agentOf("say({ id, action: { said: view, state: [1], outcome: 0.5 } })", {
      settings: { persona: "shy" },
    });
    const action = (await agent(view({ crowd: { yes: 2 } }))) as Action;
    expect(action).toMatchObject({ state: [1], outcome: 0.5 });
    const shown = action.said as { seed: number };
    expect(shown).toEqual({
      world: 2,
      round: 3,
      rounds: 4,
      agent: "b",
      arm: "treated",
      heard: [{ from: "a", said: { x: [1, "ä"] } }],
      crowd: { yes: 2 },
      state: 7,
      seed: shown.seed,
      settings: { persona: "shy" },
    });
    expect(Number.isInteger(shown.seed) && shown.seed >= 0 && shown.seed < 2 ** 32).toBe(true);
  });

  it("gives the same seed for the same turn, and another for another turn or attempt", async () => {
    const agent = agentOf("say({ id, action: { said: view.seed } })");
    const first = await said(agent);
    expect(await said(agent)).toBe(first);
    expect(await said(agent, { retry: { attempt: 2, because: "no" } })).not.toBe(first);
    expect(await said(agent, { rng: rng(2) })).not.toBe(first);
  });

  it("starts no process before the first turn, shares turns among the processes, and ends them with the run", async () => {
    const agent = agentOf("setTimeout(() => say({ id, action: { said: process.pid } }), 30)", {
      processes: 2,
    });
    expect(closing).toHaveLength(1);
    const pids = (await Promise.all(Array.from({ length: 6 }, () => said(agent)))) as number[];
    expect(new Set(pids).size).toBe(2);
    expect(pids.every(alive)).toBe(true);
    await closing.splice(0)[0]!();
    expect(pids.some(alive)).toBe(false);
    const idle: (() => void | Promise<void>)[] = [];
    command({ command: ["there-is-no-such-program"] }).create({
      ...settingOf(row),
      onClose: (close) => void idle.push(close),
    });
    await idle[0]!();
  });

  it("ends a program that does not end when its input closes", { timeout: 10_000 }, async () => {
    const agent = agentOf("setInterval(() => {}, 1000); say({ id, action: { said: process.pid } })");
    const pid = (await said(agent)) as number;
    await closing.splice(0)[0]!();
    expect(alive(pid)).toBe(false);
  });

  it("has one question open in a process, or as many as allowed, answered in any order", async () => {
    const body =
      "memory.open = (memory.open ?? 0) + 1; const most = memory.open; setTimeout(() => { memory.open--; say({ id, action: { said: [view.agent, most] } }) }, view.agent === 'slow' ? 60 : 5)";
    const both = (agent: Agent): Promise<unknown[]> =>
      Promise.all([said(agent, { agent: "slow" }), said(agent, { agent: "quick" })]);
    expect(await both(agentOf(body))).toEqual([
      ["slow", 1],
      ["quick", 1],
    ]);
    expect(await both(agentOf(body, { atOnce: 2 }))).toEqual([
      ["slow", 1],
      ["quick", 2],
    ]);
  });

  it("lets a turn wait when the program ends in the middle of it, with its last words, and starts it again", async () => {
    const body =
      "if (view.agent === 'bad') { console.error('warning'); console.error('Error: no model'); process.exit(3) } say({ id, action: { said: process.pid } })";
    const agent = agentOf(body, { restarts: 1 });
    const before = await said(agent);
    const one = await fault(agent, { agent: "bad" });
    expect([one.kind, one.message]).toEqual([
      "wait",
      "command: the program ended (exit code 3) before it answered; its last words: Error: no model",
    ]);
    expect(await said(agent)).not.toBe(before);
    // An answer between, so the count begins anew.
    expect((await fault(agent, { agent: "bad" })).kind).toBe("wait");
    const last = await fault(agent, { agent: "bad" });
    expect(last.kind).toBe("stop");
    expect(last.message).toContain("(2 times without an answer between)");
  });

  it("gives an answer up after the time, ends that process and goes on with another", async () => {
    const agent = agentOf("if (view.agent !== 'slow') say({ id, action: { said: process.pid } })", {
      timeout: 0.3,
    });
    const before = (await said(agent)) as number;
    const late = await fault(agent, { agent: "slow" });
    expect([late.kind, late.message]).toEqual(["timeout", "command: no answer within 0.3 seconds"]);
    expect(await said(agent)).not.toBe(before);
  });

  it("ends a call when the run is ended", async () => {
    const agent = agentOf("");
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);
    const ended = await fault(agent, {}, { signal: controller.signal });
    expect([ended.kind, ended.message]).toEqual(["timeout", "command: the run ended the call"]);
  });

  it("reads no line longer than allowed", async () => {
    const agent = agentOf("say({ id, action: { said: 'x'.repeat(view.round) } })", { maxBytes: 500 });
    expect(await said(agent, { round: 100 })).toBe("x".repeat(100));
    const long = await fault(agent, { round: 1000 });
    expect([long.kind, long.message]).toEqual([
      "invalid",
      "command: the program wrote a line of more than 500 bytes",
    ]);
    expect(await said(agent, { round: 1 })).toBe("x");
  });

  it.each([
    [
      "console.log('thinking…')",
      'command: wanted a line { id, action } or { id, error }, got "thinking…": whatever else the program has to say belongs on standard error',
    ],
    ["say({ id })", 'command: wanted an answer with an object as action, got ["id"]'],
    ["say({ id, action: 5 })", "command: wanted an answer with an object as action, got 5"],
    [
      "say({ id, action: { says: 1 } })",
      'command: there is no field "says" in an action (did you mean "said"?)',
    ],
    [
      "say({ id, error: { kind: 'busy', message: 'x' } })",
      'command: wanted an error that is a text or { kind, message } with one of wait, stop, invalid, refused, timeout as kind, got {"kind":"busy","message":"x"}',
    ],
  ])("calls an answer invalid that is none: %s", async (body, message) => {
    const bad = await fault(agentOf(body));
    expect([bad.kind, bad.message]).toEqual(["invalid", message]);
  });

  it("takes the program's own words for what went wrong", async () => {
    const refused = await fault(
      agentOf("say({ id, error: { kind: 'refused', message: 'I would rather not' } })"),
    );
    expect([refused.kind, refused.message]).toEqual(["refused", "command: I would rather not"]);
    const busy = await fault(
      agentOf("say({ id, error: { kind: 'wait', message: 'busy', retryAfter: 1.5 } })"),
    );
    expect([busy.kind, busy.retryAfter]).toEqual(["wait", 1500]);
    const failed: unknown = await Promise.resolve(
      agentOf("say({ id, error: 'division by zero' })")(view()),
    ).catch((cause: unknown) => cause);
    expect(failed).not.toBeInstanceOf(AgentFault);
    expect(failed).toMatchObject({ message: "command: division by zero" });
  });

  it("shows the program the named part of the environment alone, and blanks the keys in it wherever it says them", async () => {
    process.env.SPILLWAY_TEST_CODE = "sesame-open-1234";
    try {
      const env = ["PATH", "SPILLWAY_TEST_CODE"];
      const names = agentOf("say({ id, action: { said: Object.keys(process.env).sort() } })", { env });
      expect(await said(names)).toEqual(env);
      const talks = "say({ id, action: { said: 'it is ' + process.env.SPILLWAY_TEST_CODE } })";
      expect(await said(agentOf(talks, { env }))).toBe("it is [key]");
      const dies = await fault(
        agentOf("console.error(process.env.SPILLWAY_TEST_CODE); process.exit(1)", { env }),
      );
      expect(dies.message).toContain("its last words: [key]");
      const strays = await fault(agentOf("console.log(process.env.SPILLWAY_TEST_CODE)", { env }));
      expect(strays.message).not.toContain("sesame");
    } finally {
      delete process.env.SPILLWAY_TEST_CODE;
    }
    const unset = await fault(agentOf("", { env: ["SPILLWAY_TEST_CODE"] }));
    expect([unset.kind, unset.message]).toEqual([
      "stop",
      "command: env names the variable SPILLWAY_TEST_CODE, which is not set",
    ]);
  });

  it("shows arguments to no shell", async () => {
    const args = "$(exit 9); echo `id` > here & *";
    const given = {
      command: [process.execPath, "program.cjs", "say({ id, action: { said: process.argv[3] } })", args],
    };
    expect(await said(agentOf("", given))).toBe(args);
  });

  it("stops the run when the program cannot be started", async () => {
    const absent = await fault(agentOf("", { command: ["there-is-no-such-program"] }));
    expect([absent.kind, absent.message]).toEqual([
      "stop",
      'command: cannot start "there-is-no-such-program" (ENOENT): is it there, and may it be run?',
    ]);
  });

  it("says what is wrong with its settings", () => {
    expect(() => command.from({})).toThrow(
      "command: command is missing: it must be a list: the program and its arguments",
    );
    expect(() => command.from({ command: "python3 x.py" })).toThrow(
      'command: command must be a list: the program and its arguments, got "python3 x.py"',
    );
    expect(() => command({ command: [] })).toThrow("command: command must name a program, got []");
    expect(() => command({ command: ["x"], env: ["A=b"] })).toThrow(
      'command: env.0 must be the name of an environment variable, got "A=b"',
    );
    expect(() => command({ command: ["x"], timeout: 0 })).toThrow(
      "command: timeout must be a number of seconds above 0, got 0",
    );
  });
});

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
