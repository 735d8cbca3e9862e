import { expect, test } from "vitest";
import type { Attempt, AttemptKind, Turn, TurnStatus } from "../../../src/log/Turn.ts";
import { halt } from "../../../src/run/calls/halt.ts";
import { type Patience, patience } from "../../../src/run/calls/patience.ts";

/** Time that goes on when it is told to. */
function hand(): {
  clock: { elapsed(): number; time(): string };
  alarm: (ms: number, ring: () => void) => () => void;
  go(ms: number): void;
} {
  let now = 0;
  let set: { at: number; ring: () => void } | undefined;
  return {
    clock: { elapsed: () => now, time: () => "" },
    alarm: (ms, ring) => {
      set = { at: now + ms, ring };
      return () => {
        set = undefined;
      };
    },
    go(ms) {
      now += ms;
      while (set && set.at <= now) {
        const { ring } = set;
        set = undefined;
        ring();
      }
    },
  };
}

const attempt = (kind: AttemptKind, because: string, k = 1): Attempt =>
  ({ type: "attempt", kind, because, attempt: k }) as Attempt;
const turn = (status: TurnStatus, attempts = 1): Turn =>
  ({ type: "turn", status, attempts, ...(status === "ok" ? {} : { because: status }) }) as Turn;

function watched(pause: () => number = () => 0) {
  const time = hand();
  const stop = halt();
  const watch: Patience = patience({ seconds: 100, halt: stop, pause, ...time });
  return { time, stop, watch };
}

test("stops when nobody has answered for so long since the first failure, and says why", () => {
  const { time, stop, watch } = watched();
  time.go(500_000);
  watch.take(attempt("wait", "503 loading"));
  expect(watch.trouble()).toEqual({ because: "503 loading", times: 1, again: 2500, stopsIn: 100_000 });
  time.go(60_000);
  watch.take(attempt("timeout", "late", 3));
  watch.take(attempt("wait", "503 loading", 2));
  expect(watch.trouble()).toEqual({ because: "503 loading", times: 2, again: 5000, stopsIn: 40_000 });
  time.go(39_999);
  expect(stop.reason).toBeUndefined();
  time.go(1);
  expect(stop.reason).toEqual({
    kind: "stop",
    because:
      "nobody answered for 100 seconds (run.patience), and 3 calls failed, the last because: 503 loading",
  });
});

test("any answer ends the silence, one that cannot be used too; an agent's own failure does not", () => {
  for (const answer of [turn("ok"), turn("refused"), turn("invalid"), attempt("invalid", "what?")]) {
    const { time, stop, watch } = watched();
    watch.take(attempt("wait", "503"));
    time.go(99_000);
    watch.take(answer);
    expect(watch.trouble()).not.toHaveProperty("stopsIn");
    time.go(500_000);
    expect(stop.reason).toBeUndefined();
  }
  for (const [none, stops] of [
    [turn("failed"), false],
    [turn("failed", 6), true],
    [turn("timeout"), true],
  ] as const) {
    const { time, stop, watch } = watched();
    if (none.attempts > 1) watch.take(attempt("wait", "503", none.attempts - 1));
    watch.take(none);
    time.go(500_000);
    expect(stop.reason !== undefined).toBe(stops);
  }
});

test("a wait that the other side asks for comes on top, and nothing is watched after the end", () => {
  let asked = 250_000;
  const { time, stop, watch } = watched(() => asked);
  watch.take(attempt("wait", "429"));
  time.go(100_000);
  expect(stop.reason).toBeUndefined();
  asked = 0;
  expect(watch.trouble()?.stopsIn).toBe(350_000);
  time.go(349_999);
  expect(stop.reason).toBeUndefined();
  time.go(1);
  expect(stop.reason?.kind).toBe("stop");
  const over = watched();
  over.watch.take(attempt("wait", "503"));
  over.watch.end();
  over.time.go(500_000);
  expect(over.stop.reason).toBeUndefined();
});
