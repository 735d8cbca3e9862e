import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { BetQuestion } from "../lessons/Lesson.ts";

/** The reader bets before the reveal: who has said what will happen, sees what does. */
export function Bet({
  question: { question, options, right, because },
  name,
  revealed,
  reveal,
}: {
  readonly question: BetQuestion;
  readonly name: string;
  readonly revealed: boolean;
  readonly reveal: () => void;
}): VNode {
  const [chosen, choose] = useState<number | undefined>();
  return (
    <fieldset class="bet">
      <legend>Your bet</legend>
      <p>{question}</p>
      <div class="options">
        {options.map((option, k) => (
          <label key={option}>
            <input
              type="radio"
              name={`bet-${name}`}
              checked={chosen === k}
              disabled={revealed}
              onChange={() => choose(k)}
            />
            {option}
          </label>
        ))}
      </div>
      <button type="button" disabled={revealed || chosen === undefined} onClick={reveal}>
        Reveal
      </button>
      {revealed ? null : (
        <>
          {" "}
          <button type="button" class="plain" onClick={reveal}>
            Reveal without a bet
          </button>
        </>
      )}
      <div aria-live="polite">
        {revealed ? (
          <p class="verdict">
            {chosen === undefined ? "" : chosen === right ? "You were right. " : "You bet otherwise. "}
            <b>{options[right]}.</b> {because}
          </p>
        ) : null}
      </div>
    </fieldset>
  );
}
