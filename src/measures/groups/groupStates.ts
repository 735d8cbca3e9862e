/** Numbers of each agent as codes 0 and 1: whether it moved up since the round before, or is above its own median. */
export function groupStates(run: readonly (readonly number[])[], states: "moves" | "levels"): Uint8Array[] {
  return run.map((numbers) => {
    if (states === "moves") return Uint8Array.from(numbers.slice(1), (one, t) => (one > numbers[t]! ? 1 : 0));
    const sorted = [...numbers].sort((a, b) => a - b);
    const middle = (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
    return Uint8Array.from(numbers, (one) => (one > middle ? 1 : 0));
  });
}
