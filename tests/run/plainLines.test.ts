import { describe, expect, it } from "vitest";
import { lineText } from "../../src/log/journal/lineText.ts";
import type { Attempt, Turn } from "../../src/log/Turn.ts";
import { linePacker, type PlainLines } from "../../src/run/plainLines.ts";

const turn = (agent: string, more: Partial<Turn> = {}): Turn => ({
  type: "turn",
  world: 2,
  round: 1,
  phase: "act",
  agent,
  arm: "control",
  heard: [{ from: "b", said: "line\nbreak é 字" }],
  action: { said: "x" },
  outcome: 1,
  status: "ok",
  attempts: 1,
  callId: "c",
  contentHash: "h",
  ms: 0,
  at: "t",
  ...more,
});
const attempt: Attempt = {
  ...{ type: "attempt", world: 2, round: 2, phase: "act", agent: "z", attempt: 1 },
  ...{ kind: "wait", because: "busy", callId: "c", ms: 1, at: "t" },
};

describe("lines on their way from a thread", () => {
  it("keep their order and their text; what is plain goes together, round by round", () => {
    const sent: (PlainLines | Turn | Attempt)[] = [];
    const lines = linePacker((message) => sent.push(message));
    const given: (readonly [Turn | Attempt, boolean])[] = [
      [turn("a"), true],
      [turn("b"), true],
      [turn("c", { round: 2 }), true],
      [turn("d", { round: 2, status: "failed", because: "no" }), true],
      [turn("e", { round: 2, usage: { input: 1, output: 1 } }), true],
      [attempt, true],
      [turn("f", { round: 2 }), false],
      [turn("g", { round: 2 }), true],
    ];
    for (const [line, cheap] of given) lines.take(line, cheap);
    lines.flush();
    lines.flush();
    expect(sent.map(({ type, round }) => `${type} ${round}`)).toEqual([
      ...["plain 1", "plain 2", "turn 2", "turn 2", "attempt 2", "turn 2", "plain 2"],
    ]);
    const come = sent.map((message) =>
      message.type === "plain" ? new TextDecoder().decode(message.bytes) : `${lineText(message)}\n`,
    );
    for (const [k, message] of sent.entries())
      if (message.type === "plain") {
        expect(message.world).toBe(2);
        expect(come[k]!.match(/\n/g)).toHaveLength(message.turns);
      }
    expect(come.join("")).toBe(given.map(([line]) => `${lineText(line)}\n`).join(""));
  });

  it("do not wait when there are many", () => {
    const sent: number[] = [];
    const lines = linePacker((message) => sent.push(message.type === "plain" ? message.bytes.length : 0));
    for (let i = 0; i < 2000; i++) lines.take(turn(`${i}`), true);
    expect(sent.length).toBeGreaterThan(3);
    expect(Math.max(...sent)).toBeLessThan(70_000);
  });
});
