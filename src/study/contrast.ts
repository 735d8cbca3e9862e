/** The difference of mean outcomes under two conditions: under the first minus under the second. */
export function contrast(first: string, second: string): readonly [first: string, second: string] {
  return [first, second];
}
