import { closeSync, existsSync, openSync, readFileSync, writeSync } from "node:fs";
import { SpillwayError } from "../core/SpillwayError.ts";
import type { CallBound } from "./calls/charge.ts";
import { atLeastBoth, NOTHING, type Spent } from "./calls/Spent.ts";

/** What a run has used, whatever becomes of it. */
interface SpentAccount {
  /** What is written down, and what calls used that a killed process had on their way. */
  readonly spent: Spent;
  /** The same with the most that calls can use that have begun and not ended. */
  readonly atMost: Spent;
  /** Notes a call before it is made; what it gives is called when the call stands in the journal. */
  begin(bound: CallBound | undefined): () => void;
  /** Takes what calls used that are made and counted elsewhere, and what those on their way, which are among them, can use. */
  elsewhere(spent: Spent, open?: Spent): void;
  close(): void;
}

interface SpentAccountOptions {
  readonly journalPath: string;
  /** That of the run: an account of another one is not taken. */
  readonly planHash: string;
  /** What the journal says was used, as it grows. */
  readonly ledger: { readonly spent: Spent; readonly most: Omit<Spent, "calls"> };
  /** Whether the journal was begun by an earlier sitting. */
  readonly begun: boolean;
  /** Whether calls are noted: not those of agents that compute. */
  readonly kept: boolean;
}

/** Bytes of the file: always as many, so that each writing is one. */
const SIZE = 512;

/**
 * The account of a run, in a small file beside the journal: what the journal says, and the most that the calls on their way can
 * use. It is written before each call and after its line, so that calls which a killed process had made are counted as spent
 * when the run goes on: whoever answered them will want to be paid. Cost: two writings of a few hundred bytes for each call.
 *
 * @throws SpillwayError when the file cannot be written.
 */
export function spentAccount(options: SpentAccountOptions): SpentAccount {
  const { journalPath, planHash, ledger, begun, kept } = options;
  const path = spentPath(journalPath);
  const lost = begun ? lostCalls(path, planHash, ledger.spent) : NOTHING;
  const open = new Set<Omit<Spent, "calls">>();
  let there: Spent = NOTHING;
  let openThere: Spent = NOTHING;
  let file: number | undefined;
  const total = (): Spent => {
    const { spent } = ledger;
    const here = {
      calls: spent.calls + lost.calls,
      input: spent.input + lost.input,
      output: spent.output + lost.output,
      money: spent.money + lost.money,
    };
    return atLeastBoth(here, there);
  };
  const onTheWay = (): Spent => {
    const all = { ...openThere, calls: openThere.calls + open.size };
    for (const one of open) {
      all.input += one.input;
      all.output += one.output;
      all.money += one.money;
    }
    return all;
  };
  const atMost = (): Spent => {
    const { calls, input, output, money } = total();
    const way = onTheWay();
    return {
      calls: calls + open.size,
      input: input + way.input,
      output: output + way.output,
      money: money + way.money,
    };
  };
  const write = (): void => {
    const data = { format: 1, planHash, spent: atMost(), open: onTheWay() };
    const text = `${JSON.stringify(data).padEnd(SIZE - 1)}\n`;
    try {
      file ??= openSync(path, existsSync(path) ? "r+" : "w", 0o600);
      writeSync(file, text, 0);
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      throw new SpillwayError(`run: cannot write "${path}" (${code ?? String(cause)})`, {
        kind: "failure",
        cause,
      });
    }
  };
  return {
    get spent() {
      return total();
    },
    get atMost() {
      return atMost();
    },
    begin(bound) {
      if (!kept) return () => {};
      const { most } = ledger;
      const reserved = bound
        ? { input: bound.input, output: bound.output, money: bound.cost ?? 0 }
        : { input: most.input, output: most.output, money: most.money };
      open.add(reserved);
      write();
      return () => {
        if (open.delete(reserved)) write();
      };
    },
    elsewhere(spent, way = NOTHING) {
      there = spent;
      openThere = way;
      if (kept) write();
    },
    close() {
      if (file !== undefined) closeSync(file);
      file = undefined;
    },
  };
}

const spentPath = (journalPath: string): string => journalPath.replace(/(\.jsonl)?$/, ".spent.json");

/**
 * What calls used that a killed process had on their way, and that no line of the journal tells of: as many as the file has more
 * than the journal, each at the bound of those that were open.
 */
function lostCalls(path: string, planHash: string, ledger: Spent): Spent {
  const file = readFile(path, planHash);
  if (!file) return NOTHING;
  const { spent, open } = file;
  const calls = Math.max(0, spent.calls - ledger.calls);
  if (calls === 0) return NOTHING;
  const over = (there: number, here: number, bounds: number): number =>
    Math.max(0, Math.min(there - here, open.calls === 0 ? there - here : (calls * bounds) / open.calls));
  return {
    calls,
    input: over(spent.input, ledger.input, open.input),
    output: over(spent.output, ledger.output, open.output),
    money: over(spent.money, ledger.money, open.money),
  };
}

/** What the file says; undefined where it is not there, is torn, or is of another run. */
function readFile(
  path: string,
  planHash: string,
): { readonly spent: Spent; readonly open: Spent } | undefined {
  try {
    const given = JSON.parse(readFileSync(path, "utf8")) as Readonly<Record<string, unknown>> | null;
    if (given?.format !== 1 || given.planHash !== planHash) return undefined;
    const { spent, open } = given as { readonly spent: Spent; readonly open: Spent };
    const good = [spent, open].every(({ calls, input, output, money }) =>
      [calls, input, output, money].every((one) => Number.isFinite(one) && one >= 0),
    );
    return good ? { spent, open } : undefined;
  } catch {
    return undefined;
  }
}
