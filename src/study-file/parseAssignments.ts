import { SpillwayError } from "../core/SpillwayError.ts";
import { shown } from "../core/shown.ts";

/** Assignments made elsewhere, in the order of the network's ids, with their weights when they have any. */
interface Assignments {
  readonly assignments: readonly (readonly number[])[];
  readonly weights?: readonly number[];
}

/**
 * Reads assignments, one a line: the arm of each agent in the order of the file of agents (or of the sorted ids), as
 * digits without anything between them (`0110`) or as indices separated by spaces or commas (`0,1,12`); then, optionally,
 * a tab and a positive weight. Blank lines are skipped.
 *
 * @param network `order` is the order of the agents in the lines, `ids` the order wanted.
 * @throws SpillwayError with file and line for a line of the wrong length, an arm that is not a whole number, a weight
 * that is not a positive number, weights on some lines only, and no lines at all. Whether an arm exists is for the design to say.
 */
export function parseAssignments(
  text: string,
  network: { order(): readonly string[]; ids(): readonly string[] },
  file: string,
): Assignments {
  const order = network.order();
  const position = new Map(order.map((id, k) => [id, k]));
  const from = network.ids().map((id) => position.get(id)!);
  const assignments: number[][] = [];
  const weights: number[] = [];
  text.split(/\r?\n/).forEach((raw, k) => {
    const line = raw.trim();
    if (line === "") return;
    const fault = (message: string): SpillwayError =>
      new SpillwayError(`assignments: ${message}`, { place: { file, line: k + 1 } });
    const { arms, weight } = splitLine(line, order.length);
    const wrong = arms.find((arm) => !/^\d{1,3}$/.test(arm));
    if (wrong !== undefined) throw fault(`an arm must be a whole number from 0, got ${shown(wrong)}`);
    if (arms.length !== order.length)
      throw fault(`wanted ${order.length} arms, one per agent, got ${arms.length}`);
    if (weight !== undefined) {
      const value = Number(weight);
      if (weight.trim() === "" || !(Number.isFinite(value) && value > 0))
        throw fault(`a weight must be a number above 0, got ${shown(weight)}`);
      weights.push(value);
    }
    assignments.push(from.map((p) => Number(arms[p])));
    if (weights.length !== 0 && weights.length !== assignments.length)
      throw fault("either every line has a weight or none has");
  });
  if (assignments.length === 0)
    throw new SpillwayError("assignments: the file is empty", { place: { file } });
  return { assignments, ...(weights.length > 0 ? { weights } : {}) };
}

/** A tab separates arms only where there are more fields than an assignment and its weight. */
function splitLine(line: string, n: number): { arms: string[]; weight?: string } {
  const fields = line.split("\t");
  const tabbed =
    fields.length > 2 ||
    (n === 2 &&
      fields.length === 2 &&
      fields.every((field) => /^\d{1,3}$/.test(field)) &&
      fields[0]!.length === 1);
  const weight =
    !tabbed && fields.length === 2 ? fields[1] : fields.length === n + 1 && n > 1 ? fields[n] : undefined;
  const arms = tabbed ? fields.slice(0, weight === undefined ? undefined : n) : fields[0]!.split(/[\s,]+/);
  const digits = arms.length === 1 && n > 1 ? [...arms[0]!] : arms;
  return weight === undefined ? { arms: digits } : { arms: digits, weight };
}
