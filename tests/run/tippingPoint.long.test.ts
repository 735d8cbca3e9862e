import { describe, expect, it } from "vitest";
import { estimateTipping } from "../../examples/tippingPoint.ts";
import { namingGame } from "../../src/agents/synthetic/namingGame.ts";
import { rng } from "../../src/core/rng.ts";
import { onePair } from "../../src/run/schedules/onePair.ts";
import { replay } from "../../src/run/world/replay.ts";
import { everyone, settled } from "./interacting.ts";

/**
 * Mean field of the binary naming game with a committed share p of the first word (Xie et al. 2011, "Social consensus
 * through the influence of committed minorities", Physical Review E 84, 011130, equations 1 and 2): the share of the others
 * that say the first word after `time` ticks for each agent, when at first none of them knows it.
 */
function meanField(p: number, time: number): number {
  let a = 0;
  let b = 1 - p;
  const step = 0.005;
  for (let t = 0; t < time; t += step) {
    const ab = 1 - p - a - b;
    const da = -a * b + ab * ab + a * ab + 1.5 * p * ab;
    const db = -a * b + ab * ab + b * ab - p * b;
    a += step * da;
    b += step * db;
  }
  return (a + (1 - p - a - b) / 2) / (1 - p);
}

const N = 400;
const TIME = 60;
const network = everyone(N);
const interaction = settled({ schedule: onePair() });
const agents = namingGame({ rule: "inventory", words: ["Q", "M"], start: "Q", committed: "M" });
const armNames = ["control", "treated"];

/** Share of agents without commitment whose last word is the committed one, in one world. */
function share(committed: number, world: number): number {
  const agentOf = agents.create({ network, arms: armNames, rng: rng(1) });
  const arms = network.ids.map((_, i) => (i < committed ? 1 : 0));
  const { outcomes, failures } = replay({
    ...{ network, agentOf, interaction, world, rounds: TIME * N, rng: rng(7), arms, armNames },
  });
  expect(failures).toBe(0);
  const others = outcomes.filter((_, i) => arms[i] === 0);
  return others.reduce((sum, one) => sum + one, 0) / others.length;
}

describe("the binary naming game on a complete network, one pair a round", () => {
  it("has its tipping point at a committed share of 0.0979 in the mean field", () => {
    expect(meanField(0.0978, 3000)).toBeLessThan(0.5);
    expect(meanField(0.098, 3000)).toBeGreaterThan(0.99);
  });

  it("has it at 0.0979 within the error of the played worlds, in the limit of finite populations", {
    timeout: 60_000,
  }, () => {
    const { halves, share: limit, se, slope, misfit } = estimateTipping([100, 200, 400, 800], 16, 3);
    expect(se).toBeLessThan(0.001);
    expect(Math.abs(limit - 0.0979)).toBeLessThan(4 * se);
    // Fewer agents turn sooner, as the law says.
    expect(slope).toBeLessThan(0);
    expect(halves.map(({ n }) => n)).toEqual([100, 200, 400, 800]);
    expect(misfit).toBeLessThan(13.8);
  });

  it("holds the old word below, as often as the mean field says, and gives it up above", {
    timeout: 60_000,
  }, () => {
    const below = [0, 1, 2, 3].map((world) => share(0.05 * N, world));
    const mean = below.reduce((sum, one) => sum + one, 0) / 4;
    const wanted = meanField(0.05, TIME);
    // One word of each of 380 others, who are almost independent that far below: five standard errors of 4 worlds, and
    // 10/N for what a finite population differs from the limit.
    const se = Math.sqrt((wanted * (1 - wanted)) / (0.95 * N * 4));
    expect(Math.abs(mean - wanted)).toBeLessThan(5 * se + 10 / N);
    expect(share(0.15 * N, 0)).toBe(1);
  });
});
