import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { callId } from "../../../src/log/journal/callId.ts";

const half = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 32);

describe("callId", () => {
  it("is a hash of plan, world, round, phase and sample, and one of the agent, in whatever order calls come", () => {
    const call = fc.record({
      plan: fc.constantFrom("a".repeat(64), "b"),
      world: fc.integer({ min: 0, max: 2 }),
      agent: fc.oneof(fc.constantFrom("1", "11", '"', "é", "act"), fc.string()),
      round: fc.integer({ min: 1, max: 3 }),
      phase: fc.constantFrom("act", "ask:belief", 'ask:"'),
    });
    fc.assert(
      fc.property(fc.array(call, { minLength: 1, maxLength: 30 }), (calls) => {
        const ids = new Map<string, string>();
        for (const { plan, world, agent, round, phase } of calls) {
          const id = callId(plan, world, agent, round, phase);
          expect(id).toBe(half(JSON.stringify([plan, world, round, phase, 0])) + half(JSON.stringify(agent)));
          ids.set(JSON.stringify([plan, world, agent, round, phase]), id);
        }
        expect(new Set(ids.values()).size).toBe(ids.size);
      }),
    );
  });

  it("is that of an act where no phase is told", () => {
    expect(callId("p", 0, "a", 1)).toBe(callId("p", 0, "a", 1, "act"));
  });

  it("knows more agents than it keeps", () => {
    const first = callId("p", 0, "0", 1);
    for (let i = 1; i <= 100_001; i++) callId("p", 0, `${i}`, 1);
    expect(callId("p", 0, "0", 1)).toBe(first);
  });
});
