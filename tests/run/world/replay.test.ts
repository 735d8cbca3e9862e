import { describe, expect, it } from "vitest";
import type { Agent } from "../../../src/agents/Agent.ts";
import { populations } from "../../../src/agents/index.ts";
import { rng } from "../../../src/core/rng.ts";
import type { Turn } from "../../../src/log/Turn.ts";
import { playWorld } from "../../../src/run/world/playWorld.ts";
import { replay } from "../../../src/run/world/replay.ts";
import { deskOf } from "../deskOf.ts";
import { planOf, ring } from "../ring.ts";

const armNames = ["control", "treated"];
const conditionOf = {
  conditions: ["none", "indirect", "direct", "both"],
  focal: "treated",
  of: (arm: string, treated: number): string =>
    arm === "treated" ? (treated ? "both" : "direct") : treated ? "indirect" : "none",
};

describe("replay", () => {
  it("gives the outcomes that a run of the same world measures, for every population", async () => {
    const network = ring(7);
    const arms = [0, 1, 1, 0, 0, 0, 1];
    const settings = new Map<string, object>([
      [
        "exposure-response",
        { outcomes: { none: 0, indirect: 1, direct: 2, both: 3 }, spread: 1, effectSpread: 0.2, noise: 0.5 },
      ],
      ["linear-in-means", { endogenous: 0.4, spread: 1, noise: 0.5 }],
      ["flawed", { agents: "degroot", undelivered: 0.5 }],
    ]);
    // Agents that answer later cannot be replayed.
    const outside = ["command", "http", "language", "recorded"];
    for (const kind of populations.filter((one) => !outside.includes(one.kind))) {
      const agentOf = kind
        .from(settings.get(kind.kind))
        .create({ network, arms: armNames, rng: rng(3), conditionOf });
      const turns: Turn[] = [];
      const shared = { network, world: 1, rounds: 4, rng: rng(9), agentOf };
      await playWorld({
        ...shared,
        plan: planOf(network, [arms, arms]),
        desk: deskOf(),
        write: (turn) => void turns.push(turn),
      });
      const { outcomes, present, failures } = replay({ ...shared, arms, armNames });
      const last = turns.filter(({ round }) => round === 4);
      expect([...outcomes]).toEqual(last.map(({ outcome }) => outcome ?? 0));
      expect([...present]).toEqual(last.map(({ outcome }) => (outcome === undefined ? 0 : 1)));
      expect(failures).toBe(0);
    }
  });

  it("marks agents without an outcome, counts failures and never holds NaN", () => {
    const agentOf =
      (i: number): Agent =>
      () => {
        if (i === 0) throw new Error("gone");
        return i === 1 ? { outcome: Number.NaN } : i === 2 ? {} : { outcome: 5 };
      };
    expect(
      replay({ network: ring(4), arms: [0, 0, 0, 0], armNames, rounds: 2, world: 0, rng: rng(1), agentOf }),
    ).toEqual({
      outcomes: new Float64Array([0, 0, 0, 5]),
      present: new Uint8Array([0, 0, 0, 1]),
      failures: 4,
      because: "gone",
    });
  });

  it("refuses agents that answer later and arms that do not fit", () => {
    const base = { network: ring(3), armNames, rounds: 1, world: 0, rng: rng(1) };
    expect(() => replay({ ...base, arms: [0, 0, 0], agentOf: () => async () => ({}) })).toThrow(
      "replay: wanted agents that answer at once, got a promise: run these agents instead",
    );
    expect(() => replay({ ...base, arms: [0, 0], agentOf: () => () => ({}) })).toThrow(
      "replay: wanted an arm for each of the 3 agents, got 2",
    );
    expect(() => replay({ ...base, arms: [0, 2, 0], agentOf: () => () => ({}) })).toThrow(
      "replay: an arm must be an index into control, treated, got 2",
    );
  });
});
