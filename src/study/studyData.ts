import { canonicalJson, type Json } from "../core/canonicalJson.ts";
import { present } from "../core/present.ts";
import { sha256 } from "../core/sha256.ts";
import { networkHash } from "../network/networkHash.ts";
import { answerSettings, settingsData } from "../run/runSettings.ts";
import { isModel } from "./networkOf.ts";
import type { Study } from "./study.ts";
import { wantStudy } from "./wantStudy.ts";

type Data = { readonly [key: string]: Json | undefined };

/** Something of a catalogue as data: its kind and its settings, with every default filled in. */
export function described({
  name,
  params,
}: {
  readonly name: string;
  readonly params: Readonly<Record<string, unknown>>;
}): Data {
  return { kind: name, ...(params as Data) };
}

/**
 * A study as plain data with every default filled in, in the form of a study file. A network at hand is named by a file
 * if `networkFile` is given, and else by its SHA-256.
 */
export function studyData(study: Study, networkFile?: string): Data {
  wantStudy("studyData", study);
  const {
    name,
    description,
    seed,
    model,
    inquiry,
    further = [],
    population,
    data,
    answer,
    confidence,
    draws,
    run,
  } = study;
  const network = isModel(model.network)
    ? described(model.network)
    : networkFile === undefined
      ? { sha256: networkHash(model.network) }
      : { file: networkFile };
  return {
    name,
    ...present({ description }),
    seed,
    model: { network, agents: described(model.agents) },
    inquiry: [
      ...inquiry.map(({ name, first, second }) => ({ name, first, second })),
      ...further.map((one) => ({ ...one }) as unknown as Json),
    ],
    data: {
      assign: described(data.assign),
      expose: described(data.expose),
      ...(data.treat === undefined ? {} : { treat: data.treat as Data }),
      ...(data.interact === undefined ? {} : { interact: data.interact.data }),
      ...(data.ask === undefined ? {} : { ask: JSON.parse(canonicalJson(data.ask)) as Json }),
      ...present({ aa: data.aa }),
      rounds: data.rounds,
      worlds: data.worlds,
      outcome: data.outcome,
      ...(data.outcomes === undefined
        ? {}
        : { outcomes: JSON.parse(canonicalJson(data.outcomes as unknown as Json)) as Json }),
    },
    ...present({ population }),
    answer: answer.map(described),
    ...present({ simultaneous: study.simultaneous, adjust: study.adjust }),
    ...(study.looks === undefined ? {} : { looks: study.looks as unknown as Json }),
    ...(study.secondWave === undefined ? {} : { secondWave: study.secondWave as unknown as Json }),
    confidence,
    ...present({ draws }),
    ...(run === undefined ? {} : { run: settingsData(run) as Data }),
    ...present({ notes: study.notes }),
  };
}

/**
 * SHA-256 of everything in a study that a number may depend on: all but its name and its description. The same study
 * written in YAML and in TypeScript has the same hash. The order of the exposure's conditions counts, which the
 * canonical form of a mapping would lose. Of the settings of the run those count that can change an answer.
 */
export function studyHash(study: Study): string {
  wantStudy("studyHash", study);
  const run = answerSettings(study.run);
  const data: Data = { ...studyData(study), name: undefined, description: undefined, notes: undefined, run };
  return sha256(canonicalJson({ study: data, conditions: study.data.expose.conditions }));
}
