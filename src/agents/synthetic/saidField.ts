import type { Json } from "../../core/canonicalJson.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import type { Heard } from "../Agent.ts";

/**
 * One field of what somebody said.
 *
 * @param who the kind of agent that listens, for the error message.
 * @throws SpillwayError when the field is absent: these agents understand only agents of their own kind.
 */
export function saidField({ from, said }: Heard, field: string, who: string): Json {
  const value =
    typeof said === "object" && said !== null && Object.hasOwn(said, field)
      ? (said as Readonly<Record<string, Json | undefined>>)[field]
      : undefined;
  if (value !== undefined) return value;
  throw new SpillwayError(`${who}: wanted "${field}" in what agent ${from} said, got none`);
}
