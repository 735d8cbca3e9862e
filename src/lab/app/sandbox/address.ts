import { SpillwayError } from "../../../core/SpillwayError.ts";
import type { SandboxState } from "./SandboxState.ts";

/** The longest address that browsers and mail programs pass on. */
const LONGEST = 30_000;

/** A state as part of an address, compressed; undefined when it is too long for one. */
export async function addressOf(state: SandboxState): Promise<string | undefined> {
  const bytes = await through(
    new TextEncoder().encode(JSON.stringify([state.text, state.files])),
    new CompressionStream("deflate-raw"),
  );
  const text = btoa(Array.from(bytes, (one) => String.fromCharCode(one)).join(""));
  const safe = text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  return safe.length > LONGEST ? undefined : safe;
}

/** The state of an address; undefined when it was cut or changed. */
export async function stateOf(address: string): Promise<SandboxState | undefined> {
  try {
    const text = atob(address.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(text, (sign) => sign.charCodeAt(0));
    const told = JSON.parse(
      new TextDecoder().decode(await through(bytes, new DecompressionStream("deflate-raw"))),
    ) as unknown;
    if (
      !Array.isArray(told) ||
      typeof told[0] !== "string" ||
      typeof told[1] !== "object" ||
      told[1] === null
    )
      return undefined;
    const files = Object.entries(told[1] as object).filter(
      (one): one is [string, string] => typeof one[1] === "string",
    );
    return { text: told[0], files: Object.fromEntries(files) };
  } catch {
    return undefined;
  }
}

/** Bytes that come out of a stream, at most a million: a small address can hold a very large text. */
async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
): Promise<Uint8Array> {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  const parts: number[] = [];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Uint8Array.from(parts);
    if (parts.length + value.length > 1_000_000)
      throw new SpillwayError("the address holds more than a million signs");
    for (const one of value) parts.push(one);
  }
}
