import { describe, expect, it } from "vitest";
import { populations } from "../../src/agents/index.ts";
import { canonicalJson } from "../../src/core/canonicalJson.ts";

describe("the catalogue of populations", () => {
  const made = populations.map(
    (kind) =>
      [kind, kind.from(kind.kind === "exposure-response" ? { outcomes: { none: 1 } } : undefined)] as const,
  );

  it("has each kind once, with a sentence about it", () => {
    expect(populations.map(({ kind }) => kind)).toEqual([
      "exposure-response",
      "linear-in-means",
      "threshold",
      "degroot",
    ]);
    for (const { summary } of populations) expect(summary).toMatch(/^[a-z].*[^.]$/);
  });

  it("makes populations that bear the name of their kind and can be made again from their settings", () => {
    for (const [kind, population] of made) {
      expect(population.name).toBe(kind.kind);
      expect(population.synthetic).toBe(true);
      const again = kind.from(JSON.parse(canonicalJson(population.params)));
      expect(canonicalJson(again.params)).toBe(canonicalJson(population.params));
    }
  });
});
