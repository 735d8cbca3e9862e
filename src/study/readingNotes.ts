import type { Network } from "../network/Network.ts";
import { isModel } from "./networkOf.ts";
import type { Study } from "./study.ts";

/**
 * What was supposed, left out or is likely a slip in the files of a study, in sentences that say of which file they are.
 *
 * @param network the study's network, when it is at hand. Default: that of the study where it is not drawn.
 */
export function readingNotes(study: Study, network?: Pick<Network, "notes">): string[] {
  const source = network ?? (isModel(study.model.network) ? undefined : study.model.network);
  const notes = [...(source?.notes ?? []).map((note) => `network: ${note}`), ...(study.notes ?? [])];
  return [...new Set(notes)];
}

/** Makes studies and gathers what was noted when their files were read. */
export function notingStudies<Given>(studyOf: (data: Given) => Promise<Study>): {
  readonly studyOf: (data: Given) => Promise<Study>;
  notes(): string[];
} {
  const found = new Set<string>();
  return {
    async studyOf(data) {
      const study = await studyOf(data);
      for (const note of readingNotes(study)) found.add(note);
      return study;
    },
    notes: () => [...found],
  };
}
