import type { PairLaw } from "../PairProbabilities.ts";
import type { AgentTypes } from "./agentTypes.ts";
import { interner } from "./interner.ts";
import type { LawEngine } from "./LawEngine.ts";
import type { PairTable } from "./PairProfile.ts";

/** Joint laws by signature: what two agents are surrounded by, and which blocks they share. */
export interface PairLaws {
  /** Signature of a pair before its shared blocks are named. */
  start(i: number, j: number): number;
  /** The signature with one more shared block, which is such an entry in the touch rows of the first and second agent. */
  share(signature: number, entryI: number, entryJ: number): number;
  /** The law of a pair by its signature. The object is the same for all calls: valid until the next one. */
  at(signature: number, i: number, j: number): PairLaw;
  /** The law of a pair, to keep. */
  of(i: number, j: number): PairLaw;
}

/** How much memory look-ups may take. */
interface PairLawLimits {
  /** At most this many different signatures are told apart; pairs beyond are computed one by one. */
  readonly signatures: number;
  /** Pairs of types up to this number are looked up directly, others by hashing. */
  readonly starts: number;
  /** Pairs of kinds of entries from this number on are numbered before they become part of a signature. */
  readonly entries: number;
  /** At most this many numbers are kept in tables. */
  readonly kept: number;
}

/** 24 MiB of signatures, 16 MiB of starts, 512 MiB of tables. */
const LIMITS: PairLawLimits = { signatures: 2 ** 21, starts: 2 ** 22, entries: 2 ** 31, kept: 2 ** 26 };

/**
 * Looks up joint laws by what they depend on, so that a network with millions of dependent pairs costs a handful of
 * programmes: two pairs with the same types of agents and the same kinds of shared blocks have the same law. Where nearly
 * every agent is of its own type (a coin of its own for each) nothing would be met twice, and laws are computed anew.
 *
 * Cost: O(1) for each shared block of a pair whose signature is known.
 */
export function pairLaws(
  engine: LawEngine,
  types: AgentTypes,
  conditions: number,
  limits: PairLawLimits = LIMITS,
): PairLaws {
  const cells = conditions * conditions;
  const repeats = types.count < 1000 || 2 * types.count < types.type.length;
  const signatures = interner(repeats ? limits.signatures : 0);
  const starts = repeats && types.count ** 2 <= limits.starts ? new Int32Array(types.count ** 2) : undefined;
  const pairsOfEntries = types.entries ** 2 < limits.entries ? undefined : interner(2 ** 30);
  const kept = keptTables(cells, limits.kept);
  const view = lawOver(conditions);
  return {
    start(i, j) {
      const t = types.type[i]!;
      const u = types.type[j]!;
      if (!starts) return signatures.step(-2 - t, u);
      // Numbers are kept one higher, so that 0 means not met yet.
      const known = starts[t * types.count + u]!;
      if (known !== 0) return known - 1;
      const signature = signatures.step(-2 - t, u);
      starts[t * types.count + u] = signature + 1;
      return signature;
    },
    share(signature, a, b) {
      if (signature === -1) return -1;
      return signatures.step(
        signature,
        pairsOfEntries ? pairsOfEntries.step(-2 - a, b) : a * types.entries + b,
      );
    },
    at(signature, i, j) {
      if (signature === -1) return view(engine.pair(i, j), 0);
      const slot = kept.find(signature);
      if (slot >= 0) return view(kept, slot * cells);
      const table = engine.pair(i, j);
      kept.keep(signature, table);
      return view(table, 0);
    },
    of(i, j) {
      const { joint, possible } = engine.pair(i, j);
      return lawOver(conditions)({ joint: joint.slice(), possible: possible.slice() }, 0);
    },
  };
}

/** A law that reads a table from an offset on; the object is the same for all calls. */
export function lawOver(conditions: number): (table: PairTable, offset: number) => PairLaw {
  let joint = new Float64Array(0);
  let possible = new Uint8Array(0);
  let from = 0;
  const law: PairLaw = {
    joint: (c, d) => joint[from + c * conditions + d]!,
    possible: (c, d) => possible[from + c * conditions + d] === 1,
  };
  return (table, offset) => {
    joint = table.joint as Float64Array<ArrayBuffer>;
    possible = table.possible as Uint8Array<ArrayBuffer>;
    from = offset;
    return law;
  };
}

interface KeptTables extends PairTable {
  /** Number of the table that is kept for a signature, or −1. */
  find(signature: number): number;
  keep(signature: number, table: PairTable): void;
}

function keptTables(cells: number, most: number): KeptTables {
  let slots = new Int32Array(1024);
  let size = 0;
  const tables = {
    joint: new Float64Array(64 * cells),
    possible: new Uint8Array(64 * cells),
    find: (signature: number): number => (signature < slots.length ? slots[signature]! - 1 : -1),
    keep(signature: number, { joint, possible }: PairTable): void {
      if ((size + 1) * cells > most) return;
      if (signature >= slots.length) slots = longer(slots, new Int32Array(2 * signature));
      if ((size + 1) * cells > tables.joint.length) {
        tables.joint = longer(tables.joint, new Float64Array(2 * tables.joint.length));
        tables.possible = longer(tables.possible, new Uint8Array(2 * tables.possible.length));
      }
      tables.joint.set(joint, size * cells);
      tables.possible.set(possible, size * cells);
      slots[signature] = ++size;
    },
  };
  return tables;
}

function longer<Numbers extends { set(from: Numbers): void }>(from: Numbers, to: Numbers): Numbers {
  to.set(from);
  return to;
}
