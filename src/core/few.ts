import { cut } from "./cut.ts";

/** The first few of some names, and how many more there are: `a, b, c and 2,997 more`. Each is cut at 60 characters. */
export function few(names: readonly string[], most = 12): string {
  const some = names.slice(0, most).map((name) => cut(name, 60));
  const left = names.length - some.length;
  return left > 0 ? `${some.join(", ")} and ${left.toLocaleString("en")} more` : some.join(", ");
}
