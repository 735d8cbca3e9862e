import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { languageOf } from "../../../src/agents/language/language.ts";
import { ending } from "../../../src/cli/text/ending.ts";
import { runStudy } from "../../../src/experiment/runStudy.ts";
import type { Injection } from "../../../src/experiment/twin/Injection.ts";
import { StoppedTwin } from "../../../src/experiment/twin/StoppedTwin.ts";
import { twinWorlds } from "../../../src/experiment/twin/twinWorlds.ts";
import { type Study, study } from "../../../src/study/study.ts";
import { parseStudy } from "../../../src/study-file/parseStudy.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-twin-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const N = 10;
/** y(t + 1) = ρ y(t) + γ W y(t) + τ z has no agent of its own here: γ = 0.7 and ρ = 0 give the same sums on a ring for all against none. */
const linear = (): string => `seed: 4
model:
  network: { kind: ring-lattice, n: ${N}, k: 2 }
  agents: { kind: linear-in-means, direct: 1, indirect: 0, endogenous: 0.7, noise: 0.5, spread: 1 }
inquiry: { spillover: [indirect, none] }
data:
  assign: { kind: bernoulli, probability: 0 }
  expose: any-treated
  rounds: 5
  worlds: 4
answer: [hajek]
`;
const treated: Injection = { kind: "arm", arm: "treated" };

/** Σ_s (γW)^s τ over so many rounds: what one treated agent has moved each agent by, by matrix powers. */
function moved(gamma: number, rounds: number): number[] {
  let now: number[] = Array.from({ length: N }, (_, i) => (i === 0 ? 1 : 0));
  const sum = new Array<number>(N).fill(0);
  for (let s = 0; s < rounds; s++) {
    for (const [i, value] of now.entries()) sum[i]! += value;
    now = now.map((_, i) => (gamma * (now[(i + 1) % N]! + now[(i + N - 1) % N]!)) / 2);
  }
  return sum;
}

describe("twin worlds of linear agents", () => {
  test("have the total effect of all against none exactly: Στ(ρ + γ)^s, whatever the noise", async () => {
    const { effect, rounds, calls } = await twinWorlds(await parseStudy(linear()), { injection: treated });
    for (const { round, estimate } of rounds) {
      const wanted = Array.from({ length: round }, (_, s) => 0.7 ** s).reduce((a, b) => a + b, 0);
      expect(Math.abs(estimate - wanted)).toBeLessThan(1e-12);
    }
    // The number of agent-systems: ring of ten, ρ + γ = 0.7, five rounds.
    expect(effect.estimate.toFixed(4)).toBe("2.7731");
    expect(effect.worlds).toBe(4);
    expect(calls).toBe(2 * N * 5 * 4);
  });

  test("who moved whom is the sum of powers of the network, agent by agent, and so is each agent's effect on the team", async () => {
    const { matrix, ofAgents, calls } = await twinWorlds(await parseStudy(linear()), {
      injection: treated,
      agents: "each",
    });
    const wanted = moved(0.7, 5);
    for (let j = 0; j < N; j++)
      for (let i = 0; i < N; i++)
        expect(Math.abs(matrix!.effects[j]![i]! - wanted[(i - j + N) % N]!)).toBeLessThan(1e-12);
    const team = wanted.reduce((a, b) => a + b, 0) / N;
    for (const { estimate, worlds } of ofAgents!) {
      expect(Math.abs(estimate! - team)).toBeLessThan(1e-12);
      expect(worlds).toBe(4);
    }
    expect(calls).toBe((N + 1) * N * 5 * 4);
  });

  test("a message moves those who hear it, two rounds later its sender's neighbours' neighbours", async () => {
    const { onAgents, rounds } = await twinWorlds(await parseStudy(linear().replace("noise: 0.5, ", "")), {
      injection: { kind: "message", said: { treated: 0, value: 0 } },
      agents: ["0"],
      after: 2,
    });
    expect(rounds.map(({ round }) => round)).toEqual([3, 4, 5]);
    expect(rounds[0]!.estimate).toBe(0);
    const at = (i: number): number => onAgents![i]!.estimate!;
    // Heard in round 4 by 1 and 9, in round 5 through them by 2, 8 and 0.
    expect([2, 8].every((i) => at(i) === at(2)) && at(2) !== 0).toBe(true);
    expect([1, 3, 4, 5, 6, 7, 9].map(at)).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect(at(0)).toBeCloseTo(2 * at(2), 12);
  });

  test("a removal leaves the removed out of both branches; a persona has other settings from the fork on", async () => {
    const made = await parseStudy(linear());
    const gone = await twinWorlds(made, { injection: { kind: "removal" }, agents: ["3"], after: 2 });
    expect(gone.onAgents![3]).toMatchObject({ worlds: 0, because: expect.stringContaining("no world") });
    expect(gone.rounds[0]).toMatchObject({ round: 3, estimate: 0 });
    const other = await twinWorlds(made, {
      injection: { kind: "persona", settings: { baseline: 2 } },
      agents: ["3"],
      after: 4,
    });
    expect(other.onAgents!.map(({ estimate }) => Number(estimate!.toFixed(10)))).toEqual(
      Array.from({ length: N }, (_, i) => (i === 3 ? 2 : 0)),
    );
  });

  test("agents drawn one a world come equally often, and have the effects that each of them has", async () => {
    const text = linear().replace("worlds: 4", "worlds: 20");
    const { ofAgents, calls } = await twinWorlds(await parseStudy(text), {
      injection: treated,
      agents: "random",
    });
    expect(ofAgents!.map(({ worlds }) => worlds)).toEqual(new Array(N).fill(2));
    const team = moved(0.7, 5).reduce((a, b) => a + b, 0) / N;
    for (const { estimate } of ofAgents!) expect(Math.abs(estimate! - team)).toBeLessThan(1e-12);
    expect(calls).toBe(2 * N * 5 * 20);
  });

  test("who has the arm already says nothing, and that is told", async () => {
    const text = linear().replace("probability: 0 }", "probability: 0.5 }");
    const { matrix, notes } = await twinWorlds(await parseStudy(text), {
      injection: treated,
      agents: "each",
    });
    expect(matrix!.effects.flat().every((value) => value === undefined || Number.isFinite(value))).toBe(true);
    expect(notes).toEqual([]);
    const all = await twinWorlds(await parseStudy(text), { injection: treated });
    expect(all.notes[0]).toMatch(/of 40 agents in worlds have the arm already/);
  });
});

describe("branches that differ by the same amount in every world", () => {
  const ways = ["all", ["0"], ["1", "4", "7"], "each", "random"] as const;
  const kinds: readonly (readonly [Injection, quantity: string, amount: boolean])[] = [
    [treated, "mean", true],
    [{ kind: "persona", settings: { baseline: 2 } }, "mean", true],
    // Moving all alike leaves their spread as it was, but for rounding.
    [treated, "polarization", false],
  ];
  test.each(
    kinds.flatMap(([injection, quantity, amount]) =>
      ways
        .filter((way) => amount || way === "all")
        .map((way) => [injection.kind, quantity, way, injection] as const),
    ),
  )(
    "%s, %s, to %j: error 0, no interval, no t, no p, and the words",
    async (_, quantity, agents, injection) => {
      const text = linear()
        .replace("worlds: 4", "worlds: 20")
        .replace("noise: 0.5", "noise: 0.5, baseline: 1000");
      const request = { injection, quantity, agents };
      const { effect, rounds, onAgents, ofAgents } = await twinWorlds(await parseStudy(text), request);
      expect(effect.se).toBe(0);
      expect("p" in effect || "pSignFlip" in effect).toBe(false);
      expect("ci" in effect || [...(onAgents ?? []), ...(ofAgents ?? [])].some((one) => "ci" in one)).toBe(
        false,
      );
      if (quantity === "polarization") expect(effect.estimate).toBe(0);
      expect(effect.notes).toEqual([
        effect.estimate === 0
          ? "the branches do not differ in any world"
          : "the branches differ by the same amount in every world, so that there is no error to estimate, no interval and nothing to test",
      ]);
      for (const one of [...rounds, ...(onAgents ?? []), ...(ofAgents ?? [])]) expect(one.se).toBe(0);
    },
  );
});

test("the error of a total effect is at most a third of that of independent worlds, for the same number of calls", async () => {
  // Contributions stop at 0 and at the endowment, so that effects differ with the noise of each turn.
  const text = (probability: number, seed: number): string => `seed: ${seed}
model:
  network: { kind: small-world, n: 40, k: 4, rewire: 0.1 }
  agents: { kind: conditional-cooperator, slope: 0.8, noise: 3, push: 2 }
inquiry: { direct: [treated, control] }
data: { assign: { kind: bernoulli, probability: ${probability} }, expose: own-arm, rounds: 6, worlds: 10 }
answer: [difference-in-means]
`;
  const { effect } = await twinWorlds(await parseStudy(text(0, 1)), { injection: treated });
  // Independent: ten worlds of nobody and ten others of everybody, the same calls.
  const means = async (probability: number, seed: number): Promise<number> => {
    const one = await twinWorlds(await parseStudy(text(probability, seed)), {
      injection: { kind: "arm", arm: probability === 0 ? "control" : "treated" },
    });
    return one.effect.isolated;
  };
  const draws = 8;
  const found: number[] = [];
  for (let k = 0; k < draws; k++) found.push((await means(1, 100 + k)) - (await means(0, 200 + k)));
  const mean = found.reduce((a, b) => a + b, 0) / draws;
  const independent = Math.sqrt(found.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (draws - 1));
  expect(effect.se!).toBeLessThan(independent / 3);
  expect(Math.abs(effect.estimate - mean)).toBeLessThan(
    (4 * independent) / Math.sqrt(draws) + 4 * effect.se!,
  );
});

test("agents that are not synthetic are run in a folder, and the rounds before the fork are asked once", async () => {
  let calls = 0;
  const agents = languageOf(
    { model: "scripted", prompt: "{{ arm }} {{ round }}?", answer: { kind: "number", from: 0, to: 9 } },
    {
      generate: async ({ messages }) => {
        calls++;
        const text = messages.at(-1)!.content.startsWith("treated") ? "7" : "2";
        return { text, model: "scripted", usage: { input: 1, output: 1 }, finish: "stop", warnings: [] };
      },
    },
  );
  const base = await parseStudy(linear().replace("worlds: 4", "worlds: 2"));
  const made = study({
    ...base,
    model: { ...base.model, agents },
    inquiry: base.inquiry,
    answer: base.answer,
  });
  await expect(twinWorlds(made, { injection: treated })).rejects.toThrow("need a folder");
  const { effect, calls: counted } = await twinWorlds(made, { injection: treated, after: 3, out: folder });
  expect(effect).toMatchObject({ isolated: 2, interacting: 7, estimate: 5, worlds: 2 });
  expect(calls).toBe(counted);
  expect(counted).toBe(N * 5 * 2 + N * 2 * 2);
  const journal = readFileSync(join(folder, "branches", "all", "journal.jsonl"), "utf8");
  expect(journal.match(/"type":"turn"/g)).toHaveLength(N * 5 * 2);
  // Again: nothing is asked.
  await twinWorlds(made, { injection: treated, after: 3, out: folder });
  expect(calls).toBe(counted);
});

test.each(["base", "all"])(
  "a budget ends the run of %s as it ends any run, and asking again resumes it",
  async (name) => {
    const out = join(folder, `budget-${name}`);
    const agents = languageOf(
      { model: "scripted", prompt: "{{ arm }} {{ round }}?", answer: { kind: "number", from: 0, to: 9 } },
      {
        generate: async ({ messages }) => {
          const text = messages.at(-1)!.content.startsWith("treated") ? "7" : "2";
          return { text, model: "scripted", usage: { input: 1, output: 1 }, finish: "stop", warnings: [] };
        },
      },
    );
    const base = await parseStudy(linear().replace("worlds: 4", "worlds: 2"));
    const made = (calls: number): Study =>
      study({
        ...{ ...base, model: { ...base.model, agents }, inquiry: base.inquiry, answer: base.answer },
        run: { budget: { calls } },
      });
    if (name === "all") await runStudy(made(1000), { out: join(out, "base") });
    const caught = await twinWorlds(made(30), { injection: treated, out }).catch((cause: unknown) => cause);
    expect(caught).toBeInstanceOf(StoppedTwin);
    const { branch, run, kind, message } = caught as StoppedTwin;
    expect([branch, kind, run.halted?.kind, run.turns, run.total]).toEqual([
      name,
      "failure",
      "budget",
      30,
      100,
    ]);
    expect(message).toContain("after 30 of 100 turns: the budget of");
    // What the command says of it, and its exit code: those of a run.
    expect(ending(run)).toMatchObject({
      code: 0,
      words: expect.stringMatching(/^paused after 30 of 100 turns/),
    });
    expect((await twinWorlds(made(1000), { injection: treated, out })).effect.estimate).toBe(5);
  },
);

test.each([
  [{ injection: treated, after: 5 }, "0 to 4"],
  [{ injection: { kind: "arm", arm: "treatd" } }, 'did you mean "treated"'],
  [{ injection: treated, agents: ["x"] }, "no agent"],
  [{ injection: treated, agents: [] }, "got none"],
  [{ injection: treated, quantity: "meen" }, 'did you mean "mean"'],
  [{ injection: treated, confidence: 2 }, "confidence"],
  [{ injection: { kind: "persona", settings: { noize: 1 } } }, "noize"],
] as const)("%j is refused in words", async (request, words) => {
  await expect(twinWorlds(await parseStudy(linear()), request as never)).rejects.toThrow(words);
});
