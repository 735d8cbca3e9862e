import { addressOf } from "./address.ts";
import type { SandboxState } from "./SandboxState.ts";

/**
 * The address, behind the page of the laboratory, at which the sandbox opens with a study and plays it: `#/sandbox/…`.
 * For a study of a page it is `sandboxLink({ text, files: {} })`, in a browser as in Node. Undefined when the study and
 * its files are too long for an address.
 */
export async function sandboxLink(state: SandboxState): Promise<string | undefined> {
  const part = await addressOf(state);
  return part === undefined ? undefined : `#/sandbox/${part}`;
}
