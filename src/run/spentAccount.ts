import { closeSync, existsSync, openSync, readFileSync, writeSync } from "node:fs";
import { SpillwayError } from "../core/SpillwayError.ts";
import type { CallBound } from "./calls/charge.ts";
import { atLeastBoth, NOTHING, type Spent } from "./calls/Spent.ts";

/** What a run has used, whatever becomes of it. */
export interface SpentAccount {
  /** What is written down, and what calls used that a killed process had on their way. */
  readonly spent: Spent;
  /** The same with the most that calls can use that have begun and not ended. */
  readonly atMost: Spent;
  /** Notes a call before it is made; what it gives is called when the call stands in the journal. */
  begin(bound: CallBound | undefined): () => void;
  /** Takes what calls used that are made and counted elsewhere. */
  elsewhere(spent: Spent): void;
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
const SIZE = 320;

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
  const lost = begun ? beyond(readSpent(path, planHash), ledger.spent) : NOTHING;
  const open = new Set<Omit<Spent, "calls">>();
  let there: Spent = NOTHING;
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
  const atMost = (): Spent => {
    const { calls, input, output, money } = total();
    const most = { calls: calls + open.size, input, output, money };
    for (const one of open) {
      most.input += one.input;
      most.output += one.output;
      most.money += one.money;
    }
    return most;
  };
  const write = (): void => {
    const text = `${JSON.stringify({ format: 1, planHash, spent: atMost() }).padEnd(SIZE - 1)}\n`;
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
    elsewhere(spent) {
      there = atLeastBoth(there, spent);
      if (kept) write();
    },
    close() {
      if (file !== undefined) closeSync(file);
      file = undefined;
    },
  };
}

const spentPath = (journalPath: string): string => journalPath.replace(/(\.jsonl)?$/, ".spent.json");

/** What one account has above another; differences of rounding are none. */
function beyond(a: Spent, b: Spent): Spent {
  const over = (x: number, y: number): number => (x - y > 1e-9 * Math.max(1, Math.abs(x)) ? x - y : 0);
  return {
    calls: over(a.calls, b.calls),
    input: over(a.input, b.input),
    output: over(a.output, b.output),
    money: over(a.money, b.money),
  };
}

/** What the file says; nothing where it is not there, is torn, or is of another run. */
function readSpent(path: string, planHash: string): Spent {
  try {
    const given = JSON.parse(readFileSync(path, "utf8")) as Readonly<Record<string, unknown>> | null;
    if (given?.format !== 1 || given.planHash !== planHash) return NOTHING;
    const { calls, input, output, money } = given.spent as Spent;
    const good = [calls, input, output, money].every((one) => Number.isFinite(one) && one >= 0);
    return good ? { calls, input, output, money } : NOTHING;
  } catch {
    return NOTHING;
  }
}
