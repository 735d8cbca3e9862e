import { describe, expect, it } from "vitest";
import type { Attempt, Turn } from "../../../src/log/Turn.ts";
import type { UnitRow } from "../../../src/log/units/UnitRow.ts";
import { attrition } from "../../../src/run/checks/attrition.ts";
import { durations } from "../../../src/run/checks/durations.ts";
import { fisherTest } from "../../../src/run/checks/fisherTest.ts";
import { type RunChecks, runChecks } from "../../../src/run/checks/runChecks.ts";
import { planOf, ring } from "../ring.ts";

describe("fisherTest", () => {
  it("gives the p of the lady tasting tea, 34/70, and those of R's fisher.test", () => {
    expect(fisherTest({ units: 4, answers: 3 }, { units: 4, answers: 1 })).toBeCloseTo(34 / 70, 12);
    // fisher.test(matrix(c(1, 9, 11, 3), 2)): p-value = 0.002759
    expect(fisherTest({ units: 10, answers: 1 }, { units: 14, answers: 11 })).toBeCloseTo(0.002759456, 8);
  });

  it("agrees with a sum over all tables, whatever the margins", () => {
    const choose = (n: number, k: number): number => {
      let value = 1;
      for (let j = 0; j < k; j++) value = (value * (n - j)) / (j + 1);
      return k < 0 || k > n ? 0 : value;
    };
    for (let a = 1; a <= 6; a++) {
      for (let b = 1; b <= 6; b++) {
        for (let x = 0; x <= a; x++) {
          for (let y = 0; y <= b; y++) {
            const weight = (k: number): number => choose(a, k) * choose(b, x + y - k);
            let total = 0;
            let extreme = 0;
            for (let k = 0; k <= a; k++) {
              total += weight(k);
              if (weight(k) <= weight(x) * (1 + 1e-7)) extreme += weight(k);
            }
            const p = fisherTest({ units: a, answers: x }, { units: b, answers: y });
            expect(p).toBeCloseTo(extreme / total, 12);
          }
        }
      }
    }
  });

  it("does not overflow with a million units", () => {
    const p = fisherTest({ units: 500_000, answers: 490_000 }, { units: 500_000, answers: 490_300 });
    // The normal approximation of the difference: z = 300 / sqrt(2 × 500000 × 0.0197 × 0.9803).
    expect(p).toBeGreaterThan(0.02);
    expect(p).toBeLessThan(0.04);
    expect(fisherTest({ units: 500_000, answers: 0 }, { units: 500_000, answers: 500_000 })).toBe(0);
  });
});

describe("attrition", () => {
  it("compares two arms exactly and more by χ², and needs no test when all answered", () => {
    const two = attrition([
      { arm: "a", units: 10, answers: 10 },
      { arm: "b", units: 10, answers: 5 },
    ]);
    expect(two.difference).toBe(-0.5);
    expect(two.p).toBeCloseTo(0.0325077, 6);
    expect(two.method).toMatch(/^Fisher/);
    const three = attrition([
      { arm: "a", units: 100, answers: 90 },
      { arm: "b", units: 100, answers: 80 },
      { arm: "c", units: 100, answers: 70 },
    ]);
    // Σ (90 − 80)² / (100 × 0.8 × 0.2) over three arms = 12.5 on 2 degrees of freedom: exp(−6.25).
    expect(three.p).toBeCloseTo(Math.exp(-6.25), 10);
    expect(three).not.toHaveProperty("difference");
    for (const answers of [0, 7]) {
      const same = attrition(["a", "b"].map((arm) => ({ arm, units: 7, answers })));
      expect(same).not.toHaveProperty("p");
      expect(same.difference).toBe(0);
    }
    expect(attrition([{ arm: "a", units: 3, answers: 1 }]).method).toBe("no test: there is one arm only");
  });
});

describe("durations", () => {
  it("gives quantiles within 2.5 % in little memory", () => {
    const taken = durations();
    for (let ms = 1; ms <= 10_000; ms++) taken.take(ms);
    const { calls, mean, median, p95 } = taken.summary();
    expect([calls, mean]).toEqual([10_000, 5000]);
    expect(Math.abs(median / 5000 - 1)).toBeLessThan(0.03);
    expect(Math.abs(p95 / 9500 - 1)).toBeLessThan(0.03);
    expect(durations().summary()).toEqual({ calls: 0, mean: 0, median: 0, p95: 0 });
    const zero = durations();
    zero.take(0);
    expect(zero.summary()).toEqual({ calls: 1, mean: 0, median: 0, p95: 0 });
  });
});

describe("runChecks", () => {
  const network = ring(4);
  const plan = planOf(network, [[0, 0, 1, 1]]);
  const turn = (agent: number, round: number, more: Partial<Turn> = {}): Turn => ({
    type: "turn",
    world: 0,
    round,
    phase: "act",
    agent: `${agent}`,
    arm: agent < 2 ? "control" : "treated",
    heard: [],
    action: {},
    outcome: 1,
    status: "ok",
    attempts: 1,
    callId: "c",
    contentHash: "h",
    ms: 100,
    at: `2026-01-01T00:00:0${round}.000Z`,
    ...more,
  });
  const check = (lines: readonly (Turn | Attempt)[], beyond = false): RunChecks => {
    const checker = runChecks(plan, network);
    for (const line of lines) checker.take(line);
    const units = lines.flatMap((line): UnitRow[] =>
      line.type === "turn" && line.round === 2
        ? [
            {
              world: 0,
              agent: line.agent,
              arm: line.arm,
              ...(line.outcome === undefined ? {} : { outcome: 1 }),
            },
          ]
        : [],
    );
    return checker.checks(units, beyond);
  };
  const all = (more: (agent: number, round: number) => Partial<Turn> = () => ({})): Turn[] =>
    [1, 2].flatMap((round) => [0, 1, 2, 3].map((agent) => turn(agent, round, more(agent, round))));

  it("has nothing to say when all is well", () => {
    const heard = (agent: number, round: number): Partial<Turn> =>
      round === 1 ? {} : { heard: [{ from: `${(agent + 1) % 4}`, said: 1 }] };
    const { notes, answers, messages, treatment, models } = check(all(heard));
    expect(notes).toEqual([]);
    expect(
      answers.map(({ arm, round, turns, answered, valid }) => [arm, round, turns, answered, valid]),
    ).toEqual([
      ["control", 1, 2, 1, 1],
      ["control", 2, 2, 1, 1],
      ["treated", 1, 2, 1, 1],
      ["treated", 2, 2, 1, 1],
    ]);
    expect(messages).toEqual({ heard: 4, undeclared: 0, examples: [] });
    expect(treatment).toEqual({ turns: 8, wrong: 0, examples: [] });
    expect(models).toEqual([]);
  });

  it("counts how turns ended by arm and round, and how many answers could be used", () => {
    const lost = { outcome: undefined, action: undefined } as unknown as Partial<Turn>;
    const {
      answers,
      attrition: missing,
      notes,
    } = check(
      all((agent, round) => {
        if (round === 1) return agent === 0 ? { ...lost, status: "invalid" } : {};
        return agent >= 2 ? { ...lost, status: agent === 2 ? "refused" : "timeout" } : {};
      }),
    );
    expect(answers[0]).toMatchObject({ statuses: { ok: 1, invalid: 1 }, answered: 0.5, valid: 0.5 });
    expect(answers[3]).toMatchObject({ statuses: { refused: 1, timeout: 1 }, answered: 0 });
    expect(answers[3]).not.toHaveProperty("valid");
    expect(missing.arms.map(({ arm, rate }) => [arm, rate])).toEqual([
      ["control", 1],
      ["treated", 0],
    ]);
    expect(notes).toEqual([
      "not all of the 8 turns ended well: 1 refused, 1 invalid, 1 timeout",
      "units without an outcome: control 2 of 2, treated 0 of 2 have one (p = 0.33 for a difference)",
    ]);
  });

  it("finds another arm than planned, a message over no edge, slower arms, and another model", () => {
    const { notes, models, modelChanges, messages } = check(
      all((agent, round) => ({
        ...(agent === 1 && round === 2 ? { arm: "treated", heard: [{ from: "3", said: 1 }] } : {}),
        ...(agent === 0 ? { model: `m-${round}` } : {}),
        ms: agent < 2 ? 100 : 200,
      })),
    );
    expect(modelChanges).toEqual(["control"]);
    expect(models.map(({ arm, model, turns }) => [arm, model, turns])).toEqual([
      ["control", "m-1", 1],
      ["control", "m-2", 1],
    ]);
    expect(messages).toMatchObject({ heard: 1, undeclared: 1 });
    expect(notes).toEqual([
      "more than one model answered in arm control: m-1 (1 turn), m-2 (1 turn)",
      expect.stringMatching(/^calls take longer in some arms: median control 9\d\.\d ms, treated 20\d ms$/),
      "1 turn with another arm than the plan's: world 0, round 2, agent 1: planned control, given treated",
      "1 of 1 messages came over no declared edge: world 0, round 2, agent 1: heard 3",
    ]);
  });

  it("finds another configuration behind the same model, and passes on what calls were warned of", () => {
    const changing = check(
      all((agent, round) => ({
        model: agent === 3 ? `m-${round}` : "m",
        fingerprint: agent < 2 ? `fp-${agent}` : `fp-${agent}-${round}`,
        ...(agent === 0 ? { warnings: ["seed is not supported", "seed is not supported"] } : {}),
      })),
    );
    expect(changing.fingerprintChanges).toEqual(["control", "treated"]);
    expect(
      changing.fingerprints.map(({ arm, model, fingerprint, turns }) => [arm, model, fingerprint, turns]),
    ).toEqual([
      ["control", "m", "fp-0", 2],
      ["control", "m", "fp-1", 2],
      ["treated", "m", "fp-2-1", 1],
      ["treated", "m-1", "fp-3-1", 1],
      ["treated", "m", "fp-2-2", 1],
      ["treated", "m-2", "fp-3-2", 1],
    ]);
    expect(changing.warnings.map(({ arm, warning, turns }) => [arm, warning, turns])).toEqual([
      ["control", "seed is not supported", 2],
    ]);
    expect(changing.notes).toEqual([
      "more than one model answered in arm treated: m (2 turns), m-1 (1 turn), m-2 (1 turn)",
      "the configuration behind model m changed in arm control: fp-0 (2 turns), fp-1 (2 turns)",
      "the configuration behind model m changed in arm treated: fp-2-1 (1 turn), fp-2-2 (1 turn)",
      "calls came with a warning in arm control (2 turns): seed is not supported",
    ]);
    const same = check(all(() => ({ model: "m", fingerprint: "fp" })));
    expect(same).toMatchObject({ fingerprintChanges: [], notes: [], warnings: [] });
  });

  it("keeps little of names that are others in each turn", () => {
    const lines = Array.from({ length: 1500 }, (_, k) =>
      turn(0, 1, {
        model: "m",
        fingerprint: `fp-${k}`,
        at: `2026-01-01T00:00:${String(k).padStart(5, "0")}Z`,
      }),
    );
    const { fingerprints, notes } = check(lines);
    expect(fingerprints).toHaveLength(1001);
    expect(fingerprints.at(-1)).toMatchObject({ fingerprint: "(others)", turns: 500 });
    expect(notes[0]).toMatch(/^the configuration behind model m changed .* fp-4 \(1 turn\), and 995 more$/);
  });

  it("does not complain of messages beyond edges that the study asks for", () => {
    const far = all((agent, round) =>
      agent === 1 && round === 2 ? { heard: [{ from: "3", said: 1 }] } : {},
    );
    expect(check(far, true).notes).toEqual([]);
    expect(check(far).notes).toHaveLength(1);
  });

  it("counts attempts by what went wrong", () => {
    const attempt = (kind: Attempt["kind"]): Attempt => {
      const { world, round, phase, agent, callId, ms, at } = turn(0, 1);
      return { type: "attempt", world, round, phase, agent, attempt: 1, kind, because: "x", callId, ms, at };
    };
    expect(check([attempt("wait"), attempt("wait"), attempt("invalid"), ...all()]).faults).toEqual({
      wait: 2,
      stop: 0,
      invalid: 1,
      timeout: 0,
    });
  });
});
