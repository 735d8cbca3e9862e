import { expect, it } from "vitest";
import { treatedShare } from "../../src/exposure/treatedShare.ts";
import { fromEdges } from "../../src/network/fromEdges.ts";
import { tiny, tinyNetworks } from "../support/tinyWorlds.ts";

const network = fromEdges(
  [
    ["1", "0", 1],
    ["2", "0", 3],
    ["0", "1", 2],
  ],
  { directed: true, agents: ["0", "1", "2", "3"] },
);

it("is the share of in-neighbours in the focal arm", () => {
  expect([...treatedShare().of(network, Uint8Array.of(0, 1, 0, 1))]).toEqual([0.5, 0, 0, 0]);
  expect([...treatedShare({ focal: 0 }).of(network, Uint8Array.of(0, 1, 0, 1))]).toEqual([0.5, 1, 0, 0]);
  expect([...treatedShare({ focal: 2 }).of(network, Uint8Array.of(2, 2, 2, 1))]).toEqual([1, 1, 0, 0]);
});

it("counts by the weights of edges when told to", () => {
  expect([...treatedShare({ weighted: true }).of(network, Uint8Array.of(0, 1, 0, 1))]).toEqual([
    0.25, 0, 0, 0,
  ]);
  expect(treatedShare({ weighted: true }).of(tiny(3, [[0, 1]]), Uint8Array.of(0, 1, 0))[0]).toBe(1);
});

it("is not defined for agents without in-neighbours, or whose edges all weigh 0, and is 0 there", () => {
  expect([...treatedShare().defined(network)]).toEqual([1, 1, 0, 0]);
  const weightless = { ...network, weights: Float64Array.of(0, 0, 1) };
  const share = treatedShare({ weighted: true });
  expect([...share.defined(weightless)]).toEqual([0, 1, 0, 0]);
  expect([...share.of(weightless, Uint8Array.of(1, 1, 1, 1))]).toEqual([0, 1, 0, 0]);
  expect([...treatedShare().defined(tinyNetworks["no edges"]!)]).toEqual([0, 0, 0, 0]);
});

it("refuses negative weights, with the agent", () => {
  const negative = { ...network, weights: Float64Array.of(1, -3, 2) };
  expect(() => treatedShare({ weighted: true }).defined(negative)).toThrow(
    'treated-share: weights must be at least 0, got -3 on an edge to agent "0": leave weighted out to count each in-neighbour the same',
  );
  expect([...treatedShare().defined(negative)]).toEqual([1, 1, 0, 0]);
});

it("says what it is", () => {
  expect(treatedShare().params).toEqual({ weighted: false });
  expect(treatedShare({ focal: "b", weighted: true }).params).toEqual({ focal: "b", weighted: true });
  expect(treatedShare({ focal: "b" }).forArms(["a", "b"]).params).toEqual({ focal: "b", weighted: false });
});
