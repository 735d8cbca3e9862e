import { describe, expect, it } from "vitest";
import { fromEdges } from "../../src/network/fromEdges.ts";
import { networkHash } from "../../src/network/networkHash.ts";

describe("networkHash", () => {
  it("tells networks apart by ids, agents without edges, direction, edges and weights", () => {
    const hashes = [
      fromEdges([["a", "b"]]),
      fromEdges([["a", "c"]]),
      fromEdges([["a", "b"]], { agents: ["a", "b", "c"] }),
      fromEdges([["a", "b"]], { directed: true }),
      fromEdges([["b", "a"]], { directed: true }),
      fromEdges(
        [
          ["a", "b"],
          ["b", "a"],
        ],
        { directed: true },
      ),
      fromEdges([["a", "b", 2]]),
      fromEdges([["a", "b", 2 + 2 ** -51]]),
      fromEdges([["a\nb", "c"]]),
      fromEdges([["a", "b\nc"]]),
    ].map(networkHash);
    expect(new Set(hashes).size).toBe(hashes.length);
    for (const hash of hashes) expect(hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it("does not tell apart what only the notes do", () => {
    expect(
      networkHash(
        fromEdges([
          ["a", "b"],
          ["a", "b"],
          ["a", "a"],
        ]),
      ),
    ).toBe(networkHash(fromEdges([["b", "a", 1]])));
  });

  it("has not changed: plans and journals on disk carry it", () => {
    expect(
      networkHash(
        fromEdges([
          ["a", "b", 2.5],
          ["10", "2"],
        ]),
      ),
    ).toBe("055ce643f3becb5a4a217edaea20a2cba1d644101d6530db137930814460dc31");
  });
});
