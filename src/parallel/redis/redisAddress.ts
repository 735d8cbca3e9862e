import { SpillwayError } from "../../core/SpillwayError.ts";

/** Where a Redis server is. */
export interface RedisAddress {
  /** As it was given, with a password where there is one: for the connection alone. */
  readonly url: string;
  /** The same for people: without a password. */
  readonly shown: string;
  /** A text from outside without the name and the password of this address. */
  clean(text: string): string;
}

const WANTED = "the address of Redis must begin with redis:// or rediss://, as in redis://localhost:6379";

/**
 * Reads the address of a Redis server. The messages never show a password, also where the address is none.
 *
 * @param who complains.
 * @throws SpillwayError for anything else than an address of Redis.
 */
export function redisAddress(who: string, given: string): RedisAddress {
  const text = given.trim();
  if (!/^rediss?:\/\//i.test(text) || !URL.canParse(text)) {
    const got = /^[\w.:/-]{1,80}$/.test(text) ? `, got "${text}"` : "";
    throw new SpillwayError(`${who}: ${WANTED}${got}`);
  }
  const { protocol, username, password, hostname, port, pathname } = new URL(text);
  if (hostname === "") throw new SpillwayError(`${who}: ${WANTED}, with a host`);
  if (!/^(\/\d*)?$/.test(pathname))
    throw new SpillwayError(`${who}: the address of Redis may end in the number of a database, as in /0`);
  const hidden = username === "" && password === "" ? "" : "[password]@";
  const secrets = [password, decoded(password), ...(password === "" ? [username] : [])]
    .filter((one) => one !== "")
    .sort((a, b) => b.length - a.length);
  return {
    url: text,
    shown: `${protocol}//${hidden}${hostname}${port === "" ? "" : `:${port}`}${pathname === "/" ? "" : pathname}`,
    clean: (words) => secrets.reduce((left, one) => left.replaceAll(one, "[password]"), words),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
