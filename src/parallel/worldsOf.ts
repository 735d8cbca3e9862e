import { present } from "../core/present.ts";
import type { Rng } from "../core/rng.ts";
import type { SettledRun } from "../run/runSettings.ts";
import { runSettings } from "../run/runSettings.ts";
import type { WorldSetting } from "../run/world/WorldSetting.ts";
import { type PreparedStudy, prepareStudy } from "../study/prepareStudy.ts";
import type { Study } from "../study/study.ts";
import { textToStudy } from "../study-file/textToStudy.ts";

/** A study as data, so that a thread or another machine makes network and agents for itself. */
export interface StudyText {
  /** The study in the form of a study file, with every default filled in. */
  readonly study: string;
  /** The network at hand, as JSON, when the study has one. */
  readonly network?: string;
}

/** What every world of a study is played with. */
interface StudyWorlds extends Omit<WorldSetting, "world"> {
  readonly rng: Rng;
  readonly settings: SettledRun;
  readonly prepared: PreparedStudy;
}

/** The study that a text says. */
export function studyOfText({ study, network }: StudyText, folder?: string): Promise<Study> {
  return textToStudy(study, {
    file: "study.json",
    readFile: async () => network ?? "",
    ...present({ folder }),
  });
}

/**
 * Makes of a study what its worlds are played with, where they are played.
 *
 * @param onClose takes what is to be called when the run has ended.
 */
export function worldsOf(study: Study, onClose?: (close: () => void | Promise<void>) => void): StudyWorlds {
  const prepared = prepareStudy(study);
  const { network, setting, streams } = prepared;
  return {
    prepared,
    network,
    rounds: study.data.rounds,
    agentOf: study.model.agents.create({ ...setting, ...(onClose ? { onClose } : {}) }),
    rng: streams.run,
    ...prepared.playing,
    settings: runSettings(study.run),
  };
}
