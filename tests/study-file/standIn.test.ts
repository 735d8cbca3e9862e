import { describe, expect, it } from "vitest";
import { standIn } from "../../src/study-file/standIn.ts";

describe("other agents in the place of a study's own", () => {
  it("takes what only its own agents understand with them, and leaves the rest", () => {
    const given = {
      seed: 1,
      model: { network: "karate-club", agents: { kind: "language", model: "x" } },
      data: {
        assign: "bernoulli",
        treat: { treated: { system: "be bold" } },
        ask: [{ name: "seen" }],
        worlds: 3,
      },
    };
    const before = structuredClone(given);
    expect(standIn(given, { kind: "threshold" })).toEqual({
      seed: 1,
      model: { network: "karate-club", agents: { kind: "threshold" } },
      data: { assign: "bernoulli", worlds: 3 },
    });
    expect(given).toEqual(before);
  });

  it("wants a model to put them in", () => {
    expect(() => standIn({ seed: 1 }, "threshold")).toThrow('vary: there is no "model" in the study');
  });

  it("leaves data of another shape to whoever reads the study", () => {
    expect(standIn({ model: {}, data: "?" }, "degroot")).toEqual({ model: { agents: "degroot" }, data: "?" });
  });
});
