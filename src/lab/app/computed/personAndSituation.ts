import { normalDraw } from "../../../core/numbers/normalDraw.ts";
import { rng } from "../../../core/rng.ts";
import { personSituation as split } from "../../../measures/variance/personSituation.ts";

interface PersonAndSituation {
  readonly personas: readonly string[];
  readonly situations: readonly string[];
  /** Mean of each persona in each situation. */
  readonly means: readonly (readonly number[])[];
  /** Of the variance among true means: persona, situation, and both together. */
  readonly shares: readonly { readonly of: string; readonly share?: number; readonly because?: string }[];
}

const PERSONAS = ["bold", "careful", "friendly"];
const SITUATIONS = ["alone", "watched", "in a crowd"];
const WORLDS = 8;

/** Three personas in three situations, eight worlds each: how much is due to the person, how much to the situation, when they interact so much. */
export function personAndSituation(interaction: number, seed: string): PersonAndSituation {
  const noise = rng(seed).fork("noise");
  const person = [1, -1, 0];
  const situation = [-0.6, 0, 0.6];
  const records = PERSONAS.flatMap((one, p) =>
    SITUATIONS.flatMap((other, s) =>
      Array.from({ length: WORLDS }, (_, world) => ({
        levels: [one, other],
        world: `${p} ${s} ${world}`,
        // The bold shine in a crowd, and the careful shrink in it.
        value: 5 + person[p]! + situation[s]! + interaction * person[p]! * (s - 1) + 0.5 * normalDraw(noise),
      })),
    ),
  );
  const found = split({ factors: ["person", "situation"], records });
  const meanOf = (p: number, s: number): number =>
    found.means.find(({ levels }) => levels[0] === PERSONAS[p] && levels[1] === SITUATIONS[s])!.mean;
  return {
    personas: PERSONAS,
    situations: SITUATIONS,
    means: PERSONAS.map((_, p) => SITUATIONS.map((_, s) => meanOf(p, s))),
    shares: found.rows
      .filter(({ kind }) => kind === "component")
      .map(({ of, share, because }) => ({
        of: of.join(" × "),
        ...(share === undefined ? {} : { share }),
        ...(because === undefined ? {} : { because }),
      })),
  };
}
