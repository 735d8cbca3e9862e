import type { View } from "../../agents/Agent.ts";
import type { Rng } from "../../core/rng.ts";
import { TurnRng } from "./TurnRng.ts";

type Sometimes = "state" | "crowd" | "history" | "retry" | "question";

/** What a view says, but for its chance. What is undefined will be absent. */
export type Seen = Omit<View, "rng" | Sometimes> & { readonly [Key in Sometimes]?: View[Key] | undefined };

/**
 * A view: what is seen, and the chance of the turn, which is the same for every attempt.
 *
 * @param turnStream the stream of all turns.
 */
export function turnView(seen: Seen, turnStream: Rng): View {
  const { world, round, rounds, agent, arm, heard, state, crowd, history, retry, question } = seen;
  const view: View = {
    world,
    round,
    rounds,
    agent,
    arm,
    heard,
    rng: new TurnRng(turnStream, world, round, agent),
  };
  const given = view as { -readonly [Key in Sometimes]?: View[Key] };
  if (state !== undefined) given.state = state;
  if (crowd !== undefined) given.crowd = crowd;
  if (history !== undefined) given.history = history;
  if (retry !== undefined) given.retry = retry;
  if (question !== undefined) given.question = question;
  return view;
}
