import { describe, expect, it } from "vitest";
import { populations } from "../../src/agents/index.ts";
import { canonicalJson } from "../../src/core/canonicalJson.ts";

describe("the catalogue of populations", () => {
  const needed = new Map<string, object>([
    ["exposure-response", { outcomes: { none: 1 } }],
    ["language", { model: "openai/gpt-x", prompt: "?", answer: { kind: "number", from: 0, to: 1 } }],
    ["command", { command: ["python3", "agents.py"] }],
    ["http", { url: "http://localhost:8000/act" }],
    ["flawed", { agents: { kind: "linear-in-means" } }],
    ["recorded", { journal: "runs/first/journal.jsonl" }],
  ]);
  const real = ["language", "command", "http", "recorded"];
  const made = populations.map((kind) => [kind, kind.from(needed.get(kind.kind))] as const);

  it("has each kind once, with a sentence about it", () => {
    expect(populations.map(({ kind }) => kind)).toEqual([
      "exposure-response",
      "linear-in-means",
      "threshold",
      "independent-cascade",
      "degroot",
      "bayesian-cascade",
      "naming-game",
      "conditional-cooperator",
      "public-goods",
      "conformist",
      "beauty-contest",
      "fishery",
      "flawed",
      "language",
      "command",
      "http",
      "recorded",
    ]);
    for (const { summary } of populations) expect(summary).toMatch(/^[a-z].*[^.]$/);
  });

  it("makes populations that bear the name of their kind and can be made again from their settings", () => {
    for (const [kind, population] of made) {
      expect(population.name).toBe(kind.kind);
      expect(population.synthetic).toBe(!real.includes(kind.kind));
      const again = kind.from(JSON.parse(canonicalJson(population.params)));
      expect(canonicalJson(again.params)).toBe(canonicalJson(population.params));
    }
  });
});
