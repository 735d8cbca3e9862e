import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { SpillwayError } from "../core/SpillwayError.ts";
import { writeFileWhole } from "../log/files/writeFileWhole.ts";
import type { SimulatedExperiment, SimulatedLooks, SimulatedRow } from "../truth/SimulatedRow.ts";

type Packed = readonly (number | null)[];

/** Simulated experiments on disk: one line each, in any order, behind a line that says what they are of. */
interface SimulationFile {
  /** Those that were there already, by number. */
  readonly done: ReadonlyMap<number, SimulatedExperiment>;
  append(experiments: readonly SimulatedExperiment[]): void;
}

/**
 * Opens a file of simulated experiments, or begins it. A last line that was cut off when a process was killed is dropped. Numbers
 * are written so that they are read back to the bit.
 *
 * @param key what the experiments are of: all that their numbers depend on.
 * @param rows number of rows of each experiment.
 * @param looks number of hypotheses that planned looks test. Default 0.
 * @throws SpillwayError when the file is of something else, or was changed.
 */
export function simulationFile(path: string, key: string, rows: number, looks = 0): SimulationFile {
  const header = JSON.stringify({ format: 2, simulations: key });
  const text = existsSync(path) ? readFileSync(path, "utf8") : "";
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  const [first, ...lines] = whole.split("\n").slice(0, -1);
  if (first !== undefined && first !== header)
    throw new SpillwayError(
      "diagnose: wanted simulations of this study, got those of another: choose another folder",
      { place: { file: path, line: 1 } },
    );
  const done = new Map(
    lines.map((line, k) => {
      const experiment = unpacked(line, rows, looks);
      if (experiment === undefined)
        throw new SpillwayError(
          "diagnose: wanted a simulated experiment, got something else: remove the file",
          {
            place: { file: path, line: k + 2 },
          },
        );
      return [experiment.number, experiment];
    }),
  );
  if (first === undefined) {
    writeFileWhole(path, `${header}\n`, { own: true });
  } else if (whole.length < text.length) writeFileWhole(path, whole, { own: true });
  return {
    done,
    append: (experiments) => appendFileSync(path, experiments.map((one) => `${packed(one)}\n`).join("")),
  };
}

function packed({ number, rows, looks = [] }: SimulatedExperiment): string {
  return JSON.stringify([
    number,
    ...rows.map(
      ({ estimate, se, low, high, truth, p, first, second }): Packed => [
        estimate ?? null,
        se ?? null,
        low ?? null,
        high ?? null,
        truth ?? null,
        p ?? null,
        first,
        second,
      ],
    ),
    ...looks.map(({ stopped, without }): Packed => [stopped, without]),
  ]);
}

function unpacked(line: string, count: number, looked: number): SimulatedExperiment | undefined {
  let data: unknown;
  try {
    data = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (!Array.isArray(data) || data.length !== count + looked + 1 || !Number.isInteger(data[0]))
    return undefined;
  const [number, ...all] = data as [number, ...Packed[]];
  const rows = all.slice(0, count).map(unpackedRow);
  const looks = all.slice(count).map(unpackedLooks);
  if (!rows.every((row) => row !== undefined) || !looks.every((one) => one !== undefined)) return undefined;
  return { number, rows, ...(looked > 0 ? { looks } : {}) };
}

function unpackedRow(row: Packed): SimulatedRow | undefined {
  if (!Array.isArray(row) || row.length !== 8 || !row.every((x) => x === null || Number.isFinite(x)))
    return undefined;
  const [estimate, se, low, high, truth, p, first, second] = row as Packed;
  if (first == null || second == null) return undefined;
  return {
    ...(estimate == null ? {} : { estimate }),
    ...(se == null ? {} : { se }),
    ...(low == null ? {} : { low }),
    ...(high == null ? {} : { high }),
    ...(truth == null ? {} : { truth }),
    ...(p == null ? {} : { p }),
    first,
    second,
  };
}

function unpackedLooks(row: Packed): SimulatedLooks | undefined {
  if (!Array.isArray(row) || row.length !== 2 || !row.every((x) => Number.isInteger(x) && x >= 0))
    return undefined;
  return { stopped: row[0]!, without: row[1]! };
}
