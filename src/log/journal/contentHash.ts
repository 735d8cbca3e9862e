import { canonicalJson } from "../../core/canonicalJson.ts";
import type { Turn } from "../Turn.ts";
import { digest } from "./digest.ts";

/** Hashes of what was done lately: many agents do the same. */
const hashes = new Map<string, string>();
const MOST = 512;

/** SHA-256 of what an agent did, given as the canonical JSON of [action, outcome] with null for what is absent. */
export function hashOfContent(content: string): string {
  const known = hashes.get(content);
  if (known !== undefined) return known;
  const hash = digest(content);
  if (hashes.size === MOST) hashes.clear();
  hashes.set(content, hash);
  return hash;
}

/** The `contentHash` that a turn has when nobody changed it. */
export function contentHash({ action, outcome }: Pick<Turn, "action" | "outcome">): string {
  // The engine writes JSON several times as fast as canonical JSON is made, and what is alike in the one is in the other.
  const did = `${JSON.stringify(action)} ${outcome}`;
  const known = hashesOfActions.get(did);
  if (known !== undefined) return known;
  const text = action === undefined ? "null" : canonicalJson(action);
  const hash = hashOfContent(`[${text},${outcome === undefined ? "null" : JSON.stringify(outcome)}]`);
  if (hashesOfActions.size === MOST) hashesOfActions.clear();
  hashesOfActions.set(did, hash);
  return hash;
}

const hashesOfActions = new Map<string, string>();
