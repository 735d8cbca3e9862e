import { SpillwayError } from "../core/SpillwayError.ts";
import { textToStudy } from "../study-file/textToStudy.ts";
import type { SimulatedExperiment } from "../truth/SimulatedRow.ts";
import { type SimulatorOptions, studySimulator } from "../truth/studySimulator.ts";
import { type ToldFault, toldFault } from "./toldFault.ts";

/** A study as data, so that a thread makes network and agents for itself. */
export interface DiagnosisData {
  readonly study: string;
  /** The network at hand, as JSON, when the study has one. */
  readonly network?: string;
  readonly options: SimulatorOptions;
}

/** Some experiments for a thread to simulate. */
export interface DiagnosisTask {
  /** Tells studies with their options apart. */
  readonly key: string;
  /** May be left away when the thread's last task was of the same study: a network of millions of characters takes its time. */
  readonly data?: DiagnosisData;
  readonly numbers: readonly number[];
}

/** What a thread answers: experiments, or why there are none. An error loses its class on the way between threads. */
export type DiagnosisAnswer =
  | { readonly experiments: readonly SimulatedExperiment[] }
  | { readonly fault: ToldFault };

/** The simulator of the last study: tasks of one study come together. */
let last:
  | { readonly key: string; readonly simulate: Promise<(number: number) => SimulatedExperiment> }
  | undefined;

/** Simulates experiments in this thread. */
export default async function diagnosisWorker({
  key,
  data,
  numbers,
}: DiagnosisTask): Promise<DiagnosisAnswer> {
  try {
    const simulate = await simulatorOf(key, data);
    return { experiments: numbers.map((number) => simulate(number)) };
  } catch (cause) {
    return { fault: toldFault(cause) };
  }
}

function simulatorOf(
  key: string,
  data: DiagnosisData | undefined,
): Promise<(number: number) => SimulatedExperiment> {
  if (last?.key !== key) {
    if (!data) throw new SpillwayError("diagnose: a thread has lost its study", { kind: "failure" });
    const { study: text, network, options } = data;
    const study = textToStudy(text, { file: "study.json", readFile: async () => network ?? "" });
    last = { key, simulate: study.then((made) => studySimulator(made, options)) };
  }
  return last.simulate;
}
