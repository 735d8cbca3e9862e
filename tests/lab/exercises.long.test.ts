import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { exercise } from "../../src/lab/app/computed/exercise.ts";
import { handInCode, readHandIn } from "../../src/lab/app/computed/handIn.ts";
import { marks } from "../../src/lab/app/computed/marks.ts";
import { spillway } from "../cli/spillway.ts";
import { inTurn } from "../support/enumeration/inTurn.ts";

const cwd = mkdtempSync(join(tmpdir(), "spillway-exercises-"));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));
const ask = [
  "estimate",
  "--network",
  "edges.csv",
  "--units",
  "units.csv",
  "--exposure",
  "any-treated",
  "--json",
];
const seeds = Array.from({ length: 30 }, (_, k) => `spring-${k + 1}`);

describe("exercises", () => {
  test("thirty seeds give thirty data sets with one right answer each, the one that the program gives", () => {
    const all = seeds.map((seed) => exercise(seed));
    expect(new Set(all.map(({ edges }) => edges)).size).toBe(30);
    expect(new Set(all.map(({ units }) => units)).size).toBe(30);
    expect(new Set(all.map(({ answer }) => answer)).size).toBe(30);
    for (const { answer, naive } of all) expect(naive).not.toBe(answer);
    for (const { edges, units, answer } of inTurn(all, 0)) {
      writeFileSync(join(cwd, "edges.csv"), edges);
      writeFileSync(join(cwd, "units.csv"), units);
      const design = '{"kind":"bernoulli","probability":0.3}';
      const { code, out } = spillway([...ask, "--design", design, "--contrast", "spillover=indirect:none"], {
        cwd,
      });
      expect(code).toBe(0);
      const { rows } = JSON.parse(out) as { rows: { estimator: string; estimate: number }[] };
      expect(rows.find(({ estimator }) => estimator === "hajek")!.estimate.toFixed(3)).toBe(answer);
    }
    expect(exercise("spring-1")).toEqual(all[0]);
  });
});

describe("codes", () => {
  const told = { name: "Zoë O’Neil 💥", seed: "spring-7", answer: "-1.234" };

  test("say again what was handed in", () => {
    for (const one of [
      told,
      { ...told, name: "" },
      { ...told, name: "x".repeat(200) },
      { name: "a,b|c\"'", seed: "-", answer: "0.000" },
    ])
      expect(readHandIn(handInCode(one))).toEqual(one);
  });

  test("altered by one sign, anywhere and to anything, are refused; so are one more, one less and two exchanged", () => {
    const code = handInCode(told);
    for (let k = 0; k < code.length; k++) {
      for (const sign of "0123456789ABCDEFGHJKMNPQRSTVWXYZ-aoIl ")
        if (sign !== code[k] && !(sign === " " && (k === 0 || k === code.length - 1)))
          expect(readHandIn(code.slice(0, k) + sign + code.slice(k + 1))).toBeUndefined();
      expect(readHandIn(code.slice(0, k) + code.slice(k + 1))).toBeUndefined();
      if (code[k] !== code[k + 1] && k + 1 < code.length)
        expect(readHandIn(code.slice(0, k) + code[k + 1]! + code[k]! + code.slice(k + 2))).toBeUndefined();
    }
    for (const none of ["", "-", "AAAAA", "<script>", code.toLowerCase(), `${code}-`])
      expect(readHandIn(none)).toBeUndefined();
  });

  test("are marked by computing each answer anew", () => {
    const { answer, naive } = exercise("spring-7");
    const codes = [answer, naive, "99.000", ""].map((one) =>
      handInCode({ name: "Ada", seed: "spring-7", answer: one }),
    );
    const found = marks(`${codes.join("\n")}\nnothing\n`);
    expect(found.map(({ right }) => right)).toEqual([true, false, false, false, undefined]);
    expect(found[1]!.because).toContain("without weights");
    expect(found[4]!.because).toContain("no code");
  });
});
