import { SpillwayError } from "../core/SpillwayError.ts";
import { redisAddress } from "../parallel/redis/redisAddress.ts";

/** The variable with the address of Redis, for those that should stand in no list of processes. */
const VARIABLE = "SPILLWAY_REDIS";

/**
 * The address that the option --redis gives, or that of the environment where it stands without one; undefined without the
 * option.
 *
 * @throws SpillwayError for an address that is none, before anything else is done.
 */
export function redisUrl(who: string, given: string | true | undefined): string | undefined {
  if (given === undefined) return undefined;
  const url = given === true ? process.env[VARIABLE] : given;
  if (url !== undefined && url !== "") return redisAddress(who, url).url;
  throw new SpillwayError(
    `${who}: wanted the address of Redis, as in redis://localhost:6379, or the environment variable ${VARIABLE} with it, got neither`,
  );
}
