import type { VNode } from "preact";
import { useEffect } from "preact/hooks";

/** Milliseconds that a round stays before the next. */
const STAY = 500;

/** Rounds one after the other: a slider, and a button that plays them. Where the reader wants no motion, each press shows one round. */
export function RoundPlayer({
  rounds,
  round,
  turn,
  playing,
  play,
}: {
  readonly rounds: number;
  readonly round: number;
  readonly turn: (round: number) => void;
  readonly playing: boolean;
  readonly play: (playing: boolean) => void;
}): VNode {
  const last = rounds - 1;
  useEffect(() => {
    if (!playing) return;
    const wait = setTimeout(() => {
      if (round >= last - 1) play(false);
      if (round < last) turn(round + 1);
    }, STAY);
    return () => clearTimeout(wait);
  }, [playing, round, last]);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const press = (): void => {
    if (playing) play(false);
    else if (still) turn(round >= last ? 0 : round + 1);
    else {
      if (round >= last) turn(0);
      play(true);
    }
  };
  return (
    <div class="rounds">
      <button type="button" class="plain" onClick={press}>
        {still ? (round >= last ? "First round" : "Next round") : playing ? "Pause" : "Play"}
      </button>
      <label>
        Round <output>{round + 1}</output> of {rounds}
        <input
          {...{ type: "range", min: 1, max: rounds, step: 1, value: round + 1 }}
          onInput={({ currentTarget }) => {
            play(false);
            turn(Number(currentTarget.value) - 1);
          }}
        />
      </label>
    </div>
  );
}
