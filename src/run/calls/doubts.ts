import type { AgentFault } from "../../agents/AgentFault.ts";
import type { Alarm } from "../Alarm.ts";
import type { Halt } from "./halt.ts";

/** What a fault in doubt turns out to be: this turn's own, a call to be made again, or everybody's, so that the run stops. */
type Verdict = "own" | "again" | "all";

/** Finds out whether a call that was turned down is at fault itself, or all calls are. */
interface Doubts {
  /** A call went well: an answer came, whatever it says. */
  good(): void;
  /** Judges a `stop` that is in doubt, now or when the calls of others have ended. */
  judge(fault: AgentFault, agent: string): Verdict | Promise<Verdict>;
  /** A turn has ended, or begun: there may be nobody left to wait for. */
  look(): void;
}

interface DoubtsOptions {
  readonly alarm: Alarm;
  readonly halt: Halt;
  /** Turns that ended well in earlier sittings: what is asked has not changed since. */
  readonly before: number;
  /** Whether the calls of others go on, those in doubt not counted. */
  readonly others: () => boolean;
}

/** Statuses that speak of what was sent: a prompt that is too long, characters that are not taken. */
const OF_THE_CALL: ReadonlySet<number | undefined> = new Set([400, 413, 414, 422, 431, undefined]);
/** Milliseconds within which another call may begin. */
const GRACE = 50;

/**
 * Faults that may concern one turn or all. Where a call has gone well, what is turned down for what was sent is the turn's own. Before that, and
 * always for a key or an address that is turned down, the turn waits for the calls of others: one that goes well makes it the turn's
 * own, another agent's with the same status makes it everybody's, and so does that nobody is left to ask. An answer of another kind altogether waits
 * for the calls that are open, and lets none begin.
 */
export function doubts({ alarm, halt, before, others }: DoubtsOptions): Doubts {
  const pending = new Set<{
    readonly fault: AgentFault;
    readonly agent: string;
    settle(verdict: Verdict): void;
  }>();
  let well = false;
  let watched = false;

  const settleAll = (verdict: (fault: AgentFault) => Verdict): void => {
    for (const one of [...pending]) {
      pending.delete(one);
      one.settle(verdict(one.fault));
    }
  };
  const look = (): void => {
    if (pending.size === 0 || watched || others()) return;
    watched = true;
    alarm(GRACE, () => {
      watched = false;
      if (!others()) settleAll(() => "all");
    });
  };
  halt.whenCalled(() => settleAll(() => "all"));
  return {
    good() {
      well = true;
      if (pending.size > 0) settleAll(({ doubt }) => (doubt === "no-answer" ? "again" : "own"));
    },
    look,
    judge(fault, agent) {
      if (halt.reason) return "all";
      const { doubt, status } = fault;
      if (doubt === "no-answer" && well) return "again";
      if (doubt === "turned-down") {
        if (OF_THE_CALL.has(status) && (well || before > 0)) return "own";
        const alike = [...pending].some(
          (one) => one.fault.doubt === doubt && one.fault.status === status && one.agent !== agent,
        );
        if (alike) {
          settleAll(() => "all");
          return "all";
        }
      }
      return new Promise((settle) => {
        pending.add({ fault, agent, settle });
        look();
      });
    },
  };
}
