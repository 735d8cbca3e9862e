import { inquiryFault } from "../../estimators/further/inquiryFault.ts";
import type { FurtherInquiry, PolicyInquiry } from "../../estimators/Inquiry.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { shown } from "../core/shown.ts";
import { suggest } from "../core/suggest.ts";

const KINDS = ["global", "slope", "policy", "test", "most"] as const;
const EFFECTS: readonly PolicyInquiry["effect"][] = ["direct", "indirect", "total", "overall"];

/**
 * An inquiry that is no contrast from `name=global`, `name=slope:share`, `name=policy:total:0.8:0.2` (effect, saturation, reference) or
 * `name=test:no-spillover:1` (hypothesis, distance; or two conditions) or `name=most:indirect:none` (two conditions).
 *
 * @throws SpillwayError for another form.
 */
export function parseInquiry(text: string): FurtherInquiry {
  const equals = text.indexOf("=");
  const name = text.slice(0, Math.max(0, equals)).trim();
  const [given = "", ...parts] = text
    .slice(equals + 1)
    .split(":")
    .map((part) => part.trim());
  const kind = KINDS.find((one) => one === given);
  if (equals < 1 || name === "" || kind === undefined)
    throw new SpillwayError(
      `--inquiry: wanted name=global, name=slope:share, name=policy:effect:saturation, name=test:hypothesis or name=most:first:second, got ${shown(text)}${kind === undefined ? suggest(given, KINDS) : ""}`,
    );
  const inquiry = ofKind(kind, name, parts, text);
  const fault = inquiryFault(inquiry);
  if (fault !== undefined) throw new SpillwayError(`--inquiry: ${fault}`);
  return inquiry;
}

function ofKind(
  kind: (typeof KINDS)[number],
  name: string,
  parts: readonly string[],
  text: string,
): FurtherInquiry {
  const spare = (most: number): void => {
    if (parts.length > most) throw new SpillwayError(`--inquiry: ${shown(text)} has too many parts`);
  };
  switch (kind) {
    case "global":
      spare(0);
      return { kind, name };
    case "slope":
      return { kind, name, on: parts.join(":") };
    case "policy": {
      spare(3);
      const effect = EFFECTS.find((one) => one === parts[0]);
      if (effect === undefined)
        throw new SpillwayError(
          `--inquiry: a policy effect is one of ${EFFECTS.join(", ")}, got ${shown(parts[0] ?? "")}${suggest(parts[0] ?? "", EFFECTS)}`,
        );
      const [saturation, reference] = parts.slice(1).map((part) => numberOf(part, text));
      if (saturation === undefined)
        throw new SpillwayError(
          `--inquiry: wanted a saturation, such as policy:${effect}:0.5, got ${shown(text)}`,
        );
      return { kind, name, effect, saturation, ...(reference === undefined ? {} : { reference }) };
    }
    case "most": {
      const [first = "", second = ""] = parts;
      spare(2);
      return { kind, name, first, second };
    }
    case "test": {
      const [hypothesis = "", ...rest] = parts;
      spare(3);
      if (rest.length === 2) return { kind, name, hypothesis, first: rest[0]!, second: rest[1]! };
      if (rest.length === 0) return { kind, name, hypothesis };
      return { kind, name, hypothesis, distance: numberOf(rest[0]!, text) };
    }
  }
}

function numberOf(part: string, text: string): number {
  const value = part === "" ? Number.NaN : Number(part);
  if (!Number.isFinite(value))
    throw new SpillwayError(`--inquiry: wanted a number, got ${shown(part)} in ${shown(text)}`);
  return value;
}
