import type { Json } from "../../core/canonicalJson.ts";
import type { Transcript } from "../../experiment/transcript/readTranscript.ts";
import { stepTexts } from "../../experiment/transcript/stepTexts.ts";

/**
 * A transcript by columns, each text once: what the page holds. Columns have one number for each turn, which is the place of a text in `texts`, or −1 where there is none.
 * What turn k heard is at `heardAt[k]` to `heardAt[k + 1]` of `heardFrom` and `heardSaid`.
 */
interface TranscriptData {
  readonly texts: readonly string[];
  readonly world: readonly number[];
  readonly round: readonly number[];
  readonly agent: readonly number[];
  readonly arm: readonly number[];
  readonly phase: readonly number[];
  readonly status: readonly number[];
  /** What the steps before the answer brought: tools that were called, with their results, and summaries. */
  readonly steps: readonly number[];
  /** The reply as it came. */
  readonly reply: readonly number[];
  readonly answer: readonly number[];
  readonly said: readonly number[];
  readonly outcome: readonly (number | null)[];
  /** Why it did not end well, and why attempts before it did not. */
  readonly because: readonly number[];
  readonly heardAt: readonly number[];
  readonly heardFrom: readonly number[];
  readonly heardSaid: readonly number[];
  readonly lost: readonly number[];
}

/** A transcript by columns. Cost: linear in it. */
export function transcriptData({ turns }: Pick<Transcript, "turns">): TranscriptData {
  const texts: string[] = [];
  const places = new Map<string, number>();
  const placeOf = (text: string | undefined): number => {
    if (text === undefined) return -1;
    const there = places.get(text);
    if (there !== undefined) return there;
    places.set(text, texts.length);
    return texts.push(text) - 1;
  };
  const heardAt = [0];
  const heardFrom: number[] = [];
  const heardSaid: number[] = [];
  // What is heard is one object for all who hear it more often than not.
  const words = new Map<Json, number>();
  const wordsAt = (said: Json): number => {
    if (typeof said !== "object" || said === null) return placeOf(wordsOf(said));
    const there = words.get(said) ?? placeOf(wordsOf(said));
    words.set(said, there);
    return there;
  };
  for (const { turn } of turns) {
    for (const { from, said } of turn.heard) {
      heardFrom.push(placeOf(from));
      heardSaid.push(wordsAt(said));
    }
    heardAt.push(heardFrom.length);
  }
  const column = (of: (one: Transcript["turns"][number]) => string | undefined): number[] =>
    turns.map((one) => placeOf(of(one)));
  return {
    world: turns.map(({ turn }) => turn.world),
    round: turns.map(({ turn }) => turn.round),
    agent: column(({ turn }) => turn.agent),
    arm: column(({ turn }) => turn.arm),
    phase: column(({ turn }) => turn.phase),
    status: column(({ turn }) => turn.status),
    steps: column(({ attempts }) => {
      const texts = attempts.flatMap(stepTexts);
      return texts.length === 0 ? undefined : texts.join("\n\n");
    }),
    reply: column(({ turn }) => turn.text),
    answer: column(({ turn }) => turn.answer && JSON.stringify(turn.answer)),
    said: column(({ turn }) => (turn.action?.said === undefined ? undefined : wordsOf(turn.action.said))),
    outcome: turns.map(({ turn }) => turn.outcome ?? null),
    because: column(({ turn, attempts }) => {
      const reasons = attempts.flatMap(({ attempt, kind, because }) =>
        kind === "step" ? [] : [`attempt ${attempt} (${kind}): ${because}`],
      );
      if (turn.because !== undefined) reasons.push(turn.because);
      return reasons.length === 0 ? undefined : reasons.join("\n");
    }),
    heardAt,
    heardFrom,
    heardSaid,
    lost: column(({ turn }) => turn.dropped?.join(", ")),
    texts,
  };
}

const wordsOf = (said: Json): string => (typeof said === "string" ? said : JSON.stringify(said));
