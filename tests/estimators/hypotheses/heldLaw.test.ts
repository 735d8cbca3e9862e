import { describe, expect, test } from "vitest";
import type { Law } from "../../../designs/Design.ts";
import { complete, twoStage } from "../../../designs/index.ts";
import { heldLaw } from "../../../estimators/hypotheses/heldLaw.ts";
import { reference } from "../../../estimators/hypotheses/reference.ts";
import { rng } from "../../../src/core/rng.ts";
import { tiny } from "../../support/tinyWorlds.ts";

const network = tiny(6, []);
const held = Uint8Array.of(1, 1, 0, 0, 0, 0);
const own = Uint8Array.of(1, 0, 1, 0, 1, 0);

/** The same law, known by what it draws and nothing else. */
const opaque = ({ support, ...law }: Law): Law => ({ ...law, structure: { kind: "sampler-only" } });

describe("the law given what is held", () => {
  test("is listed where there are at most 200,000 assignments, and drawn from exactly otherwise", () => {
    const law = complete({ treated: 3 }).law(network);
    expect([...heldLaw(law, own, held).list!()].map(([z]) => z.join(""))).toEqual([
      "100011",
      "100101",
      "100110",
      "101001",
      "101010",
      "101100",
    ]);
    const many = complete({ treated: 20 }).law(tiny(40, []));
    const arms = many.draw(rng(1));
    const some = Uint8Array.from(arms, (_, i) => (i < 10 ? 1 : 0));
    const free = heldLaw(many, arms, some);
    expect(free.list).toBeUndefined();
    for (let r = 0; r < 50; r++) {
      const z = free.draw(rng(r))!;
      expect(z.subarray(0, 10)).toEqual(arms.subarray(0, 10));
      expect(z.reduce((sum, arm) => sum + arm, 0)).toBe(20);
    }
  });

  test("of a law known only by what it draws has the draws that agree", () => {
    const law = heldLaw(opaque(complete({ treated: 3 }).law(network)), own, held);
    expect(law.list).toBeUndefined();
    for (let r = 0; r < 20; r++) expect([...law.draw(rng(r))!.subarray(0, 2)]).toEqual([1, 0]);
    const impossible = heldLaw(
      opaque(complete({ treated: 1 }).law(network)),
      Uint8Array.of(1, 1, 0, 0, 0, 0),
      held,
    );
    expect(impossible.draw(rng(1))).toBeUndefined();
  });

  test("of two-stage designs is uniform given how many of each group are treated, as their assignments are", () => {
    const groups = [0, 0, 0, 1, 1, 1];
    for (const within of ["complete", "bernoulli"] as const) {
      const saturations = [1, 2].map((treated) => ({
        ...(within === "complete" ? { treated } : { share: treated / 3 }),
        groups: 1,
      }));
      const law = twoStage({ groups, within, saturations }).law(network);
      const chance = new Map<string, number>();
      for (const [z, p] of law.support!()) {
        const count = [0, 1]
          .map((g) => z.reduce((sum, arm, i) => sum + (groups[i] === g ? arm : 0), 0))
          .join();
        expect(chance.get(count) ?? p).toBeCloseTo(p, 14);
        chance.set(count, p);
      }
      const given = heldLaw(opaque(law), own, held);
      const listed = [...given.list!()].map(([z]) => z.join(""));
      // In the first group two are treated and the first is held; in the second one of three.
      expect(listed).toEqual(["101001", "101010", "101100"]);
    }
  });

  test("several worlds are listed together, or drawn together", () => {
    const law = heldLaw(complete({ treated: 3 }).law(network), own);
    const both = reference([law, law], { draws: 10, seed: 1 });
    let total = 0;
    let count = 0;
    both.visit((_, weight) => {
      total += weight;
      count++;
    });
    expect([both.listed, both.possible, count]).toEqual([true, 400, 400]);
    expect(total).toBeCloseTo(1, 12);
    const five = reference([law, law, law, law, law], { draws: 10, seed: 1 });
    const seen: string[] = [];
    five.visit((arms) => seen.push(arms.join(" ")));
    expect([five.listed, five.possible, seen.length, new Set(seen).size]).toEqual([false, 20 ** 5, 10, 10]);
  });
});
