import { AgentFault } from "../AgentFault.ts";
import { timeLimit } from "../endpoint/timeLimit.ts";
import { type Program, type ProgramOptions, startProgram } from "./startProgram.ts";

interface ProgramPoolOptions {
  /** Most processes, from 1. */
  readonly processes: number;
  /** Most questions that one process has at a time, from 1. */
  readonly atOnce: number;
  /** Seconds after which an answer is not waited for any longer, above 0. */
  readonly timeout: number;
  /** How often a process that ended by itself is started again before it has answered, from 0. */
  readonly restarts: number;
  /** What a process is started with; made when the first one starts. */
  readonly start: () => ProgramOptions;
}

/** Processes of one program that share the questions. */
interface ProgramPool {
  /** @throws AgentFault as {@link Program} says, `timeout` after the time, `stop` when the program ends too often. */
  ask(question: object, signal?: AbortSignal): Promise<unknown>;
  /** Ends all processes, and whatever is still open. */
  close(): Promise<void>;
}

/** The place of one process, which may be started again in it. */
interface Slot {
  /** Questions that have this slot, sent or about to be. */
  taken: number;
  program?: Program;
  /** Times that the program ended by itself since it last answered. */
  ends: number;
}

const WHO = "command";
/** So many answers that did not come in time, and none that did, are no accident. */
const SILENT = 2;

/**
 * A pool whose processes start when they are first needed. A question goes to the process with the fewest; when all have
 * as many as they may, it waits its turn, and its time begins when it is sent. A process that does not answer in time is
 * ended, and another takes its place.
 */
export function programPool(options: ProgramPoolOptions): ProgramPool {
  const { processes, atOnce, timeout, restarts, start } = options;
  const slots: Slot[] = Array.from({ length: processes }, () => ({ taken: 0, ends: 0 }));
  const queue: (() => void)[] = [];
  let closed = false;
  let id = 0;
  let answered = false;
  let timeouts = 0;

  const take = async (): Promise<Slot> => {
    for (;;) {
      const free = slots.filter(({ taken }) => taken < atOnce);
      const slot = free.reduce<Slot | undefined>(
        (best, one) => (best && best.taken <= one.taken ? best : one),
        undefined,
      );
      if (slot) {
        slot.taken++;
        return slot;
      }
      await new Promise<void>((resolve) => queue.push(resolve));
    }
  };
  const send = async (slot: Slot, question: object, signal: AbortSignal | undefined): Promise<unknown> => {
    const { spawn } = await import("node:child_process");
    if (!slot.program?.running) slot.program = startProgram(spawn, start());
    const { program } = slot;
    const mine = ++id;
    const limit = timeLimit(timeout, signal);
    const given = new Promise<never>((_, reject) => {
      const giveUp = (): void => {
        const fault = limit.fault(WHO) ?? new AgentFault("timeout", `${WHO}: the call was ended`);
        reject(fault);
        program.kill("another answer took too long");
      };
      if (limit.signal.aborted) giveUp();
      else limit.signal.addEventListener("abort", giveUp, { once: true });
    });
    try {
      const answer = await Promise.race([
        program.ask(mine, JSON.stringify({ id: mine, ...question })),
        given,
      ]);
      slot.ends = 0;
      answered = true;
      return answer;
    } catch (fault) {
      if (fault instanceof AgentFault && fault.kind === "timeout" && !signal?.aborted && !answered) {
        timeouts++;
        if (timeouts >= SILENT)
          throw new AgentFault(
            "stop",
            `${fault.message}, ${timeouts} times, and the program has never answered: does it flush its output after every line (in Python: print(…, flush=True)), and read its input line by line? If it is only slow, raise timeout`,
            { cause: fault },
          );
      }
      if (!(fault instanceof AgentFault) || fault.kind !== "wait" || program.killed) throw fault;
      slot.ends++;
      if (slot.ends <= restarts) throw fault;
      throw new AgentFault("stop", `${fault.message} (${slot.ends} times without an answer between)`, {
        cause: fault,
      });
    } finally {
      limit.end();
    }
  };

  return {
    async ask(question, signal) {
      const slot = await take();
      try {
        if (closed || signal?.aborted) throw new AgentFault("timeout", `${WHO}: the run ended the call`);
        return await send(slot, question, signal);
      } finally {
        slot.taken--;
        queue.shift()?.();
      }
    },
    async close() {
      closed = true;
      await Promise.all(slots.map(({ program }) => program?.close()));
    },
  };
}
