import { canonicalJson, type Json } from "../core/canonicalJson.ts";
import { shown } from "../core/shown.ts";
import { type ChosenWave, choiceHash, ruleHash, type SecondWaveRule } from "../study/SecondWaveRule.ts";
import type { Deviation } from "./Deviation.ts";
import type { Mapping, SealedStudy } from "./sealedStudy.ts";

/** What the rule of a sealed pilot has chosen, where the study is its main wave. */
export function chosenWave(sealed: SealedStudy, now: SealedStudy): Mapping | undefined {
  const rule = sealed.study.secondWave as Mapping | undefined;
  const wave = now.study.secondWave as Mapping | undefined;
  if (rule === undefined || rule.chosen !== undefined) return undefined;
  return wave?.chosen as Mapping | undefined;
}

/** A sealed pilot as the main wave that its rule has chosen, where the study is that; else as it is. */
export function afterChoice(sealed: SealedStudy, now: SealedStudy): SealedStudy {
  const wave = chosenWave(sealed, now);
  if (wave === undefined) return sealed;
  const { data, secondWave } = sealed.study;
  return {
    ...sealed,
    study: {
      ...sealed.study,
      seed: wave.seed!,
      data: { ...(data as Mapping), assign: wave.design!, worlds: wave.worlds! },
      secondWave: { ...(secondWave as Mapping), chosen: wave },
    },
  };
}

/** A main wave that was chosen by another rule, or from another pilot, than those that were sealed. */
export function waveDeviations(sealed: SealedStudy, wave: Mapping): Deviation[] {
  const rule = ruleHash(sealed.study.secondWave as unknown as SecondWaveRule);
  const found: Deviation[] = [];
  const told = (path: string, what: string, a: string, b: Json): void => {
    if (a === b) return;
    found.push({
      path: `secondWave.chosen.${path}`,
      topic: "procedure",
      sealed: a,
      now: b,
      words: `procedure: ${what} was sealed as ${a.slice(0, 12)}…, and the main wave was chosen by ${String(b).slice(0, 12)}…`,
    });
  };
  told("rule", "the rule of the second wave", rule, wave.rule!);
  told("pilot", "the pilot", sealed.studyHash, wave.pilot!);
  if (wave.hash !== choiceHash(wave as unknown as ChosenWave))
    found.push({
      path: "secondWave.chosen",
      topic: "procedure",
      now: wave,
      words:
        "procedure: what the rule of the second wave has chosen was changed by hand: it is not what spillway second-wave wrote",
    });
  const { designs } = sealed.study.secondWave as unknown as SecondWaveRule;
  const text = canonicalJson(wave.design ?? null);
  if (!designs.some((one) => canonicalJson(one as Json) === text))
    found.push({
      path: "secondWave.chosen.design",
      topic: "assignment",
      now: wave.design!,
      words: `assignment: the design of the main wave, ${shown(wave.design)}, is none that the sealed rule chooses from`,
    });
  const most = (sealed.study.secondWave as Mapping).worlds;
  if (typeof most === "number" && Number(wave.worlds) > most)
    found.push({
      path: "secondWave.chosen.worlds",
      topic: "procedure",
      sealed: most,
      now: wave.worlds!,
      words: `procedure: the sealed rule has at most ${most} worlds, and the main wave ${String(wave.worlds)}`,
    });
  return found;
}
