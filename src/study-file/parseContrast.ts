import type { Contrast } from "../../estimators/Inquiry.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { shown } from "../core/shown.ts";
import { suggest } from "../core/suggest.ts";
import { contrastFault } from "../study/inquiries.ts";

/**
 * A contrast from `name=first:second`. Conditions may hold colons themselves: the split that gives two known conditions counts.
 *
 * @throws SpillwayError for another form, and for conditions that the exposure has not.
 */
export function parseContrast(text: string, conditions: readonly string[]): Contrast {
  const equals = text.indexOf("=");
  const name = text.slice(0, Math.max(0, equals)).trim();
  const parts = text.slice(equals + 1).split(":");
  if (equals < 1 || name === "" || parts.length < 2) {
    throw new SpillwayError(`--contrast: wanted name=first:second, got ${shown(text)}`);
  }
  const splits = parts.slice(1).map(
    (_, k) =>
      [
        parts
          .slice(0, k + 1)
          .join(":")
          .trim(),
        parts
          .slice(k + 1)
          .join(":")
          .trim(),
      ] as const,
  );
  const [first, second] =
    splits.find((pair) => pair.every((condition) => conditions.includes(condition))) ?? splits[0]!;
  const unknown = [first, second].find((condition) => !conditions.includes(condition));
  if (unknown !== undefined)
    throw new SpillwayError(
      `--contrast: the exposure has no condition ${shown(unknown)}${suggest(unknown, conditions)}`,
    );
  const fault = contrastFault({ name, first, second }, conditions);
  if (fault !== undefined) throw new SpillwayError(`--contrast: ${fault}`);
  return { name, first, second };
}
