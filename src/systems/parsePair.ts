import { SpillwayError } from "../core/SpillwayError.ts";
import { shown } from "../core/shown.ts";
import { suggest } from "../core/suggest.ts";

/**
 * Two systems from `name=first:second`. Names of systems may hold colons and equals signs themselves: the first split that gives two known ones counts.
 *
 * @throws SpillwayError for another form, and for a system that is not there.
 */
export function parsePair(
  text: string,
  systems: readonly string[],
): { readonly name: string; readonly first: string; readonly second: string } {
  const equals = text.indexOf("=");
  const name = text.slice(0, Math.max(0, equals)).trim();
  const parts = text.slice(equals + 1).split(":");
  if (equals < 1 || name === "" || parts.length < 2)
    throw new SpillwayError(`--contrast: wanted name=first:second, got ${shown(text)}`);
  const splits = parts.slice(1).map((_, k) => {
    const at = k + 1;
    return [parts.slice(0, at).join(":").trim(), parts.slice(at).join(":").trim()] as const;
  });
  const known = splits.find((pair) => pair.every((one) => systems.includes(one)));
  if (known) return { name, first: known[0], second: known[1] };
  const odd = splits[0]!.find((one) => !systems.includes(one))!;
  throw new SpillwayError(`--contrast: there is no system ${shown(odd)}${suggest(odd, systems)}`);
}
