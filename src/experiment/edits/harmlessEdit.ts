import { existsSync } from "node:fs";
import type { TreatmentPlan } from "../../../designs/plan.ts";
import { canonicalJson, type Json } from "../../core/canonicalJson.ts";
import { dataDifferences } from "../../core/dataDifferences.ts";
import { present } from "../../core/present.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { scanJournal } from "../../log/journal/scanJournal.ts";
import type { EditLine, Turn } from "../../log/Turn.ts";
import { type PreparedStudy, prepareStudy } from "../../study/prepareStudy.ts";
import { studyData } from "../../study/studyData.ts";
import { readStudy } from "../../study-file/readStudy.ts";
import { readPlan } from "../keepPlan.ts";
import type { runFolder } from "../runFolder.ts";

/** An edit of a study that may go on in the folder of a run, with what is to be put on record. */
interface HarmlessEdit {
  readonly line: EditLine;
  /** Bytes of the journal that count. */
  readonly bytes: number;
}

/**
 * The plan of a run that goes on: that of the folder, where the study was edited and assigns the same agents to the same arms, and where the run is not complete;
 * else the one that was drawn now.
 */
export function planOfRun(files: ReturnType<typeof runFolder>, drawn: TreatmentPlan): TreatmentPlan {
  if (!existsSync(files.plan) || !existsSync(files.study) || !existsSync(files.journal)) return drawn;
  const there = readPlan(files.plan);
  if (there.hash === drawn.hash || !isSameCore(there, drawn)) return drawn;
  const { end, edits = [] } = scanJournal(files.journal, {}, there);
  // A run that is complete can be asked for again, and not be edited.
  return end && edits.at(-1)?.studyHash !== drawn.studyHash ? drawn : there;
}

/**
 * What is to be put on record of an edit that touches no finished turn; undefined where it is on record already.
 *
 * @param plan that of the folder. @param time of day.
 * @throws SpillwayError that says which finished turn an edit touches, and what differs with both values.
 */
export async function harmlessEdit(
  files: ReturnType<typeof runFolder>,
  plan: TreatmentPlan,
  prepared: PreparedStudy,
  time: string,
): Promise<HarmlessEdit | undefined> {
  const { study, hash } = prepared;
  const worlds = plan.assignments.map((): Turn[] => []);
  const scanned = scanJournal(files.journal, { turn: (turn) => void worlds[turn.world]?.push(turn) }, plan);
  if (!scanned.run) return undefined;
  const last = scanned.edits?.at(-1)?.studyHash ?? plan.studyHash;
  if (last === hash) return undefined;
  const there = await readStudy(files.study, { still: true });
  const before = prepareStudy(there);
  const changes = dataDifferences("", studyData(there, "network.json"), studyData(study, "network.json"));
  const refused = (because: string): SpillwayError =>
    new SpillwayError(
      `run: the study was edited, where ${changes.join(", ")}; ${because}: choose another folder, or go back to that study`,
      { place: { file: files.study } },
    );
  if (canonicalJson(there.data.aa ?? false) !== canonicalJson(study.data.aa ?? false))
    throw refused("it would be an A/A run, or no longer be one");
  const { touchedTurn } = await import("./touchedTurn.ts");
  for (const [world, turns] of worlds.entries()) {
    const touched = touchedTurn([before, prepared], plan, world, turns);
    if (touched !== undefined) throw refused(touched);
  }
  const { agents } = study.model;
  const { interaction, asking } = prepared.playing;
  return {
    bytes: scanned.bytes,
    line: {
      type: "edit",
      studyHash: hash,
      rounds: study.data.rounds,
      agents: { kind: agents.name, params: JSON.parse(canonicalJson(agents.params)) as Json },
      ...present({
        interact: interaction?.data,
        ask: asking && (JSON.parse(canonicalJson(asking.questions)) as Json),
      }),
      changes,
      at: time,
    },
  };
}

/** Whether two plans assign the same agents of the same network to the same arms by the same design, whatever is asked of it. */
function isSameCore(a: TreatmentPlan, b: TreatmentPlan): boolean {
  const core = ({
    studyHash: _,
    hash: __,
    probabilities: ___,
    spillway: ____,
    ...rest
  }: TreatmentPlan): string => canonicalJson(rest as unknown as Json);
  return core(a) === core(b);
}
