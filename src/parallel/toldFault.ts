import { type ErrorKind, SpillwayError } from "../core/SpillwayError.ts";

/** An error as it goes from thread to thread or over a wire, where it would lose its class. */
export interface ToldFault {
  readonly message: string;
  readonly kind: ErrorKind;
}

/**
 * What is told of an error: its message and whose mistake it was.
 *
 * @param words what is told of an error that is not one of ours. Default: where it comes from.
 */
export function toldFault(
  cause: unknown,
  words: (cause: unknown) => string = (other) => String((other as Error)?.stack ?? other),
): ToldFault {
  if (cause instanceof SpillwayError) return { message: cause.message, kind: cause.kind };
  return { message: words(cause), kind: "failure" };
}
