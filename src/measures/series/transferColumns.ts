import { history, type Lagged } from "./historyRows.ts";

/** How long the histories of a transfer are. */
export interface TransferHistory {
  /** Past values of the target, from 1. */
  readonly k: number;
  /** Past values of the source, from 1. */
  readonly l: number;
  /** Records from the latest value of the source to the present one of the target, from 1. */
  readonly delay: number;
}

/**
 * What a transfer reads at each record: the past of the source (variable 0), the present of the target (variable 1), the past of the target, and the
 * pasts of further variables, each as long as that of the source.
 */
export function transferColumns(
  { k, l, delay }: TransferHistory,
  given: number,
): readonly (readonly Lagged[])[] {
  return [
    history(0, delay, l),
    [[1, 0]],
    history(1, 1, k),
    ...Array.from({ length: given }, (_, j) => history(2 + j, delay, l)),
  ];
}
