import { dirname, resolve } from "node:path";
import { stringify } from "yaml";
import { observe } from "../../estimators/contrast/observe.ts";
import type { Candidate } from "../compare/compareDesigns.ts";
import { canonicalJson, type Json } from "../core/canonicalJson.ts";
import { few } from "../core/few.ts";
import { present } from "../core/present.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { sha256 } from "../core/sha256.ts";
import { loadRun } from "../experiment/loadRun.ts";
import { outcomesOf } from "../study/outcomesOf.ts";
import { choiceHash, ruleHash } from "../study/SecondWaveRule.ts";
import { changedStudy } from "../study-file/changedStudy.ts";
import { readStudyData } from "../study-file/readStudyData.ts";
import { type SecondWave, secondWave } from "./secondWave.ts";

interface SecondWaveFileOptions {
  /** Folder of the finished pilot. */
  readonly pilot: string;
  /** Where the main study will be written: files that it names are relative to it. */
  readonly out: string;
  /** Designs to choose from: inline JSON or kinds. */
  readonly designs?: readonly string[];
  /** Name of a contrast of the study. Default the first. */
  readonly contrast?: string;
  /** Wanted standard error, in units of the outcome. Default: the most worlds are taken. */
  readonly se?: number;
  /** The most worlds of the main wave. Default the study's. */
  readonly worlds?: number;
}

/** The main wave, and the study file that says it. */
interface SecondWaveFile extends SecondWave {
  readonly text: string;
  /** SHA-256 of the rule: candidates, contrast, wanted error and most worlds; of one that stands in the command and not in the study, the study, too. */
  readonly rule: string;
}

/**
 * The study of a main wave, chosen from a finished pilot ({@link secondWave}): the study with another design, number of worlds and seed, and notes that say why.
 *
 * @throws SpillwayError when study and pilot do not fit, or nothing can be chosen.
 */
export async function secondWaveFile(file: string, options: SecondWaveFileOptions): Promise<SecondWaveFile> {
  const { pilot, out } = options;
  const { data, studyOf } = await readStudyData(file);
  const study = await studyOf(data);
  const { secondWave: declared } = study;
  if (declared?.chosen)
    throw new SpillwayError("second wave: the study is a main wave already: wanted the study of the pilot");
  const said = (["designs", "contrast", "se", "worlds"] as const).filter((one) => options[one] !== undefined);
  if (declared && said.length > 0)
    throw new SpillwayError(
      `second wave: the study declares the rule (secondWave), and ${said.map((one) => `--${one === "designs" ? "design" : one}`).join(", ")} would be another one: leave it out`,
    );
  const { contrast: name, se } = declared ?? options;
  const designs = declared
    ? declared.designs.map((one) => canonicalJson(one as Json))
    : (options.designs ?? []);
  if (study.looks)
    throw new SpillwayError(
      "second wave: looks of the study are at its own number of worlds, and the main wave may have another: plan looks in the main study",
    );
  if ((study.files ?? []).length > 0 && resolve(dirname(out)) !== resolve(dirname(file)))
    throw new SpillwayError(
      "second wave: the study names files beside it: write the main study into the same folder with --out",
    );
  const contrast = name === undefined ? study.inquiry[0] : study.inquiry.find((one) => one.name === name);
  if (contrast === undefined)
    throw new SpillwayError(
      `second wave: wanted a contrast of the study (${few(study.inquiry.map((one) => one.name))}), got ${name ?? "none"}`,
    );
  if (designs.length === 0)
    throw new SpillwayError("second wave: wanted --design for each design to choose from, got none");
  const { catalogues } = await import("../study/catalogues.ts");
  const { readDescription } = await import("../study-file/readDescription.ts");
  const { prepared, plan, units } = await loadRun(pilot);
  const { network, law } = prepared;
  const candidates: Candidate[] = [];
  for (const text of designs)
    candidates.push({
      label: text,
      design: await readDescription(text, catalogues.designs, { option: "--design", network }),
    });
  const exposure = study.data.expose.forArms?.(law.arms) ?? study.data.expose;
  const worlds = declared?.worlds ?? options.worlds ?? study.data.worlds;
  const found = secondWave({
    ...{ network, exposure, contrast, candidates, worlds, seed: study.seed, ...present({ se }) },
    pilot: outcomesOf(units, plan).map((outcomes, w) =>
      observe(plan, w, outcomes, { network, law, exposure, conditions: [], impossible: () => [] }),
    ),
  });
  const chosen = candidates.find(({ label }) => label === found.design)!.design;
  const rule = declared
    ? ruleHash(declared)
    : sha256(
        canonicalJson({
          study: data,
          designs: [...designs],
          contrast: contrast.name,
          worlds,
          se: se ?? null,
        }),
      );
  const notes = [
    `main wave, chosen by the rule ${rule} from the pilot ${plan.studyHash}; the pilot's outcomes are not pooled with its own`,
    ...found.because,
  ];
  const before = (data as { readonly notes?: readonly string[] }).notes ?? [];
  const seed = `${study.seed}, second wave`;
  const design = JSON.parse(canonicalJson({ kind: chosen.name, ...chosen.params })) as Json;
  const pilotHash = plan.studyHash ?? prepared.hash;
  if (pilotHash === undefined)
    throw new SpillwayError(
      `second wave: the plan in "${pilot}" names no study: wanted a run of spillway run`,
    );
  const choice = {
    rule,
    pilot: pilotHash,
    design: design as { readonly [key: string]: Json },
    worlds: found.worlds,
    seed,
  };
  const changed = changedStudy(data, [
    ["seed", seed],
    ["data.assign", design],
    ["data.worlds", found.worlds],
    ...(declared ? ([["secondWave.chosen", { ...choice, hash: choiceHash(choice) }]] as const) : []),
    ["notes", [...before, ...notes]],
  ]);
  await studyOf(changed);
  return { ...found, rule, text: stringify(changed) };
}
